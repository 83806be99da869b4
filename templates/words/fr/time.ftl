# Ce qui vient avec le temps : ce qui est remis à plus tard, preuves périmées, rappels et courriels.

## La boîte de réception
inbox-evidence-expired = Preuves arrivées à échéance
inbox-evidence-ends = Preuves qui arrivent bientôt à échéance
inbox-runs-out = valable jusqu'au { $name }
inbox-start-round = Commencer le tour suivant
inbox-start-round-of = Commencer le tour suivant avec { $name }
inbox-put-off-go = Remettre à plus tard
inbox-put-off-of = Remettre à plus tard { $name }
inbox-later = Remis à plus tard
inbox-put-off = Jusqu'au { $until }, remis par { $by } : { $reason }
inbox-bring-back = Reprendre
inbox-bring-back-of = Reprendre { $name }
flash-round-started = Le tour suivant est commencé, avec les questions posées la dernière fois et votre dernière description du partage. Vérifiez-les, puis envoyez.
send-look-intake = Vérifier ou changer la description du partage
snooze-title = Remettre à plus tard
snooze-lead = { $what } : { $name }. L'entrée quitte la boîte de réception de tous et y revient d'elle-même le jour choisi.
snooze-until = Jusqu'au
snooze-until-hint = { $n } jours au plus. Rien d'autre ne bouge : une décision prend fin le jour prévu.
snooze-reason = Pourquoi cela peut attendre
snooze-reason-hint = Vos collègues le lisent à côté de l'entrée.
snooze-go = Remettre à plus tard
fault-snooze-until = Choisissez un jour après aujourd'hui, dans { $n } jours au plus.
fault-snooze-reason = Dites pourquoi cela peut attendre, en 500 caractères au plus.
refused-snooze = Cela ne peut pas être remis : quelqu'un l'attend, ou c'est déjà en retard.
conflict-snooze-gone = Cela ne vous attend plus. La boîte de réception montre ce qui attend.
flash-snoozed = Remis à plus tard. L'entrée reviendra d'elle-même.
flash-unsnoozed = L'entrée est de nouveau dans la boîte de réception.
act-inbox-snooze = A remis une entrée à plus tard
act-inbox-unsnooze = A repris une entrée remise à plus tard

## Preuves arrivées à échéance
awaits-evidence = Une décision : une preuve est échue
awaits-evidence-text = Un document sur lequel reposait la décision n'est plus valable : la décision est nulle et les salles s'arrêtent. Rouvrez les réponses pour demander un nouveau document, ou examinez et décidez sans lui.
event-evidence-expired = Une preuve est arrivée à échéance ; la décision qui reposait sur elle est nulle
trigger-evidence-expired = Preuve arrivée à échéance
trigger-seen = { $what }, constaté le { $on } ; questions : { $note }
trigger-by-silence = le serveur, parce que personne ne s'est opposé
trigger-by-partner = le partenaire, qui maintient malgré votre opposition
portfolio-change-evidence = n'a plus de décision : une preuve est échue
act-evidence-expire = A constaté qu'une preuve est échue

## Les courriels, dans les réglages
settings-mail = Courriels
settings-mail-text = Si les courriels partent, et quand les partenaires reçoivent un rappel.
mail-lead = Les partenaires reçoivent leur lien et des rappels par courriel, les propriétaires et gestionnaires ce qu'ils doivent savoir. La boîte de réception montre tout cela aussi.
mail-off = Aucun serveur de courriel n'est configuré, donc rien n'est envoyé. La personne qui exploite ce serveur peut en configurer un, sous [mail]. D'ici là, transmettez le lien vous-même et consultez la boîte de réception.
mail-on = Les courriels sont configurés.
mail-some-failed = Les courriels sont configurés, mais certains n'ont pas pu être remis. Voyez pourquoi ci-dessous, puis corrigez l'adresse ou prévenez la personne qui exploite ce serveur.
mail-stuck = { $n ->
    [one] 1 courriel attend : le serveur de courriel ne l'a pas encore pris. Nouvel essai pendant trois jours. Le serveur a dit :
   *[other] { $n } courriels attendent : le serveur de courriel n'en a pas encore pris un. Nouvel essai pendant trois jours. Le serveur a dit :
}
mail-server = Serveur de courriel
mail-security = Protection
mail-security-tls = TLS dès le premier octet
mail-security-starttls = TLS, par STARTTLS
mail-security-none = Aucune ; le serveur est sur la même machine
mail-signs-in = S'identifie
mail-signs-in-yes = Oui
mail-signs-in-no = Non
mail-from = Expéditeur
mail-reply-to = Réponses à
mail-last-sent = Dernier envoi
mail-last-failed = Dernier abandon
mail-waiting = En attente
mail-test-go = M'envoyer un courriel d'essai
flash-mail-test = Un courriel d'essai est en route. Cette page dira si le serveur de courriel l'a pris.
refused-mail-off = Aucun serveur de courriel n'est configuré : rien ne peut être envoyé.
mail-failed-title = Abandonnés
mail-col-to = À
mail-col-what = Au sujet de
mail-col-why = Pourquoi
mail-kind-link = Le lien du questionnaire
mail-kind-reminder = Un rappel à un partenaire
mail-kind-notices = Ce qu'un propriétaire ou gestionnaire doit savoir
mail-kind-test = Un essai
reminders-title = Rappels aux partenaires
reminders-lead = Ils vont à l'adresse donnée lors de l'envoi du questionnaire, tant que les réponses ne sont pas soumises.
reminder-due = Jours pour répondre
reminder-due-hint = À partir de l'envoi du questionnaire, si vous ne donnez pas d'autre jour.
reminder-before = Jours avant l'échéance
reminder-after = Jours après l'échéance
reminder-on = Le jour de l'échéance
reminder-zero-hint = 0 : pas de rappel.
fault-reminder-days = Donnez un nombre entier de jours, de { $least } à { $most }.
flash-reminders-kept = Enregistré. Cela vaut pour tout rappel qui n'est pas encore parti.
account-mail-title = Langue et courriels
account-language = Langue des pages et des courriels
account-language-hint = Tant que vous ne choisissez pas, les pages sont dans la langue que demande votre navigateur, et les courriels en anglais.
account-mail-wanted = M'envoyer par courriel ce que je dois savoir
account-mail-hint = Seuls les propriétaires et gestionnaires reçoivent ces courriels. La boîte de réception montre toujours tout.
account-mail-go = Enregistrer
mail-language = Langue des courriels
flash-mail-chosen = Enregistré.
act-mail-test = A envoyé un courriel d'essai
act-mail-choose = A choisi sa langue et ses courriels
act-reminder-rules = A changé quand les partenaires reçoivent un rappel
act-assessment-contact = A fixé jusqu'à quand un partenaire doit répondre

## L'envoi du questionnaire
send-email = Envoyer le lien à
send-email-hint = Le lien part à cette adresse maintenant, puis des rappels jusqu'à ce que les réponses arrivent. Laissez vide pour transmettre le lien vous-même.
send-email-off-hint = Aucun serveur de courriel n'est configuré : rien n'est envoyé, transmettez le lien vous-même. L'adresse est gardée pour plus tard.
send-due = Réponses attendues le
send-due-hint = Vide : { $name }.
fault-due = Choisissez un jour à partir de demain, dans { $n } jours au plus.
mail-fate-sent = Envoyé à { $to } le { $on }.
mail-fate-waiting = Un courriel à { $to } est en route.
mail-fate-stuck = Un courriel à { $to } est retenté ; le serveur de courriel ne l'a pas encore pris : { $why }
mail-fate-failed = Un courriel à { $to } n'a pas pu être remis : { $why }
send-due-on = Les réponses sont attendues le { $name }.

## Les courriels eux-mêmes
mail-test-subject = Courriel d'essai d'Entente
mail-test-text = Ce courriel a été envoyé parce que vous l'avez demandé dans les réglages de { $org }. Si vous le lisez, les courriels fonctionnent.
mail-link-subject = { $org } demande à { $partner } de répondre à un questionnaire
mail-link-text = { $org } demande à { $partner } de répondre à un questionnaire sur la sécurité, la vie privée et l'éthique. Aucun compte n'est nécessaire. Ouvrez ce lien pour commencer ; vos réponses sont enregistrées au fur et à mesure :
mail-link-due = Merci de soumettre les réponses au plus tard le { $on }.
mail-link-care = Toute personne qui a ce lien peut lire et changer les réponses : transmettez-le avec prudence. Si vous n'attendiez pas ce courriel, renseignez-vous auprès de { $org } avant d'ouvrir le lien.
mail-changes-subject = { $org } demande à { $partner } d'annoncer les changements de sa chaîne
mail-changes-text = { $org } demande à { $partner } de prévenir avant qu'une autre société ne rejoigne ou ne quitte celles qui traitent des données pour elle. Aucun compte n'est nécessaire. Gardez ce lien et ouvrez-le quand quelque chose change :
mail-changes-until = Le lien fonctionne jusqu'au { $on }.
mail-changes-care = Toute personne qui a ce lien peut annoncer des changements en votre nom : transmettez-le avec prudence. Si vous n'attendiez pas ce courriel, renseignez-vous auprès de { $org } avant d'ouvrir le lien.
mail-remind-subject = { $org } attend vos réponses
mail-remind-before = Les réponses que { $org } vous a demandées sont attendues le { $on }.
mail-remind-on = Les réponses que { $org } vous a demandées sont attendues aujourd'hui, { $on }.
mail-remind-after = Les réponses que { $org } vous a demandées étaient attendues le { $on } et ne sont pas encore soumises.
mail-remind-link = Utilisez le lien reçu le { $sent }. Pour votre sécurité, il n'est pas répété ici ; si vous ne l'avez plus, demandez-en un nouveau à { $org }.
mail-notices-subject = { $org } : { $n ->
    [one] une chose à savoir
   *[other] { $n } choses à savoir
}
mail-line-submitted = { $name } a soumis ses réponses le { $on }.
mail-line-late = { $name } n'a pas soumis ses réponses, attendues le { $on }.
mail-line-ends = La décision sur { $name } prend fin le { $on }. Commencez le tour suivant à temps, sinon les salles ferment.
mail-line-ended = La décision sur { $name } a pris fin le { $on } et les salles sont fermées. Commencez le tour suivant.
mail-line-due = { $name } : « { $detail } » est attendu le { $on }.
mail-line-overdue = { $name } : « { $detail } » était attendu le { $on } et reste ouvert.
mail-line-evidence-ends = { $name } : la preuve de la question { $detail } est valable jusqu'au { $on }.
mail-line-evidence-over = { $name } : une preuve est échue, la décision est nulle depuis le { $on }.
mail-notices-inbox = Votre boîte de réception montre ce qui vous attend :
mail-notices-off = Vous pouvez arrêter ces courriels sur la page de votre compte.
