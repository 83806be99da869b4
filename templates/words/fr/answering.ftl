# Les mots des pages du répondant. Mêmes messages qu'en anglais.

## Entrer par le lien
answering-landing-title = Un questionnaire pour vous
answering-landing-title-from = { $name } a quelques questions
answering-landing-lead = { $org } souhaite travailler avec { $partner } sur des données marketing, et veut d'abord savoir comment { $partner } traite les personnes qui y figurent.
answering-fact-why-title = Pourquoi
answering-fact-why = { $name } examine tous ses partenaires de données de la même façon. Vos réponses décident si les deux entreprises peuvent travailler ensemble, et de quelle manière.
answering-fact-time-title = Combien de temps
answering-fact-time = { $questions } questions, environ { $minutes } minutes. Tout est enregistré au fur et à mesure : vous pouvez vous arrêter à tout moment et revenir par le même lien.
answering-fact-help-title = Qui peut répondre
answering-fact-help = Les personnes qui savent. Vous pouvez transmettre le lien à des collègues de la protection des données, de la sécurité ou du marketing ; vous travaillez tous sur les mêmes réponses. Aucun compte n'est nécessaire.
answering-fact-use-title = Ce que deviennent vos réponses
answering-fact-use = Seules les personnes qui vérifient les partenaires chez { $name } peuvent les lire. Il se peut qu'elles demandent à voir les documents que vous citez. Vous recevez un accusé de réception et pouvez garder une copie.
answering-fact-until-title = Jusqu'à quand
answering-fact-until = Le lien fonctionne jusqu'au { $name }. Traitez-le comme un mot de passe.
answering-begin = Commencer
answering-continue = Continuer
answering-look = Relire vos réponses
answering-landing-contact = Des questions ? Écrivez à { $name }, { $org }, { $email }.
landing-this-language = Lire cette page en français

answering-unknown-title = Ce lien ne mène nulle part
answering-unknown = Aucun questionnaire ne correspond à ce lien. Une partie s'est peut-être perdue à la copie.
answering-gone-title = Ce lien n'est plus valable
answering-link-next = Demandez un nouveau lien à la personne qui vous l'a envoyé. Les réponses enregistrées ne sont pas perdues.
gone-link-revoked = L'entreprise qui a envoyé ce lien l'a retiré.
gone-link-expired = Ce lien a expiré.
gone-assessment-cancelled = L'entreprise qui posait les questions a annulé ce questionnaire.
error-link-required = Ouvrez de nouveau le lien de votre invitation pour continuer. Tout ce qui a été enregistré est toujours là.

## La vue d'ensemble
answering-overview-title = Vos réponses
answering-lead-start = { $org } interroge { $partner } sur le soin qu'elle apporte aux données. Commencez par la section de votre choix ; l'ordre n'a pas d'importance.
answering-lead-open = { $org } interroge { $partner } sur le soin qu'elle apporte aux données. Reprenez là où vous en étiez, ou choisissez une section.
answering-lead-ready = Toutes les questions obligatoires ont une réponse. Relisez vos réponses, puis envoyez-les à { $org }.
answering-lead-submitted = { $org } a reçu vos réponses. Vous pouvez les lire ici, mais plus les modifier.
answering-progress-whole = Toutes les sections
answering-progress = { $done } réponses sur { $of }
answering-progress-words = DONE réponses sur OF
answering-sections = Sections
answering-section-complete = Complète
answering-section-open = { $n ->
    [one] { $n } question obligatoire sans réponse
   *[other] { $n } questions obligatoires sans réponse
}
answering-start-first = Commencer par la première section
answering-next-open = Continuer là où il manque une réponse
answering-what-is-open = Ce qui manque encore
answering-to-submit = Envoyer vos réponses
answering-to-receipt = Voir l'accusé de réception
answering-saved-last = Dernier enregistrement le { $name }
answering-come-back = Vous pouvez fermer cette page et revenir par le même lien.
answering-submitted = Envoyées par { $by } le { $date }.

## Une section
answering-place = Section { $n } sur { $of }
answering-all-sections = Toutes les sections
answering-na = Cela ne nous concerne pas
answering-na-reason = Pourquoi cela ne vous concerne-t-il pas ?
answering-help = Ce que contient une bonne réponse
answering-evidence-and-comment = Ajouter un justificatif ou un commentaire
answering-evidence = Justificatif
answering-evidence-hint = Citez le document et sa date, ou donnez un lien ; ne collez pas de données personnelles, s'il vous plaît.
answering-comment = Commentaire
answering-save-next = Enregistrer et continuer
answering-save-overview = Enregistrer et faire une pause
answering-saving = Enregistrement
answering-saved-at = Enregistré à TIME
answering-save-failed = Pas enregistré : il n'y a pas de connexion. Nouvel essai dans quelques secondes.
answering-stale = Quelqu'un d'autre a modifié cette réponse après que vous avez ouvert la page. La vôtre est affichée, et n'est pas enregistrée ; enregistrez de nouveau pour remplacer la leur.
answering-some-not-saved = Certaines réponses n'ont pas été enregistrées ; chacune dit pourquoi. Toutes les autres l'ont été.
flash-answers-saved = Enregistré.
conflict-answer = Quelqu'un d'autre a modifié cette réponse entre-temps. Rechargez la page pour voir la sienne ; la vôtre n'a pas été enregistrée.
conflict-submitted = Ces réponses ont été envoyées et ne peuvent plus être modifiées. Si quelque chose est faux, demandez ici à les modifier, ou écrivez à la personne qui vous a envoyé le lien.

fault-answer-option = Choisissez l'une des réponses.
fault-answer-na = Cette question concerne tout le monde ; choisissez l'une des réponses.
fault-answer-reason = Dites pourquoi cela ne vous concerne pas ; la réponse pourra alors être enregistrée.
fault-answer-reason-long = Raccourcissez la raison à 2 000 caractères.
fault-answer-comment = Raccourcissez le commentaire à 4 000 caractères.
fault-answer-evidence = Raccourcissez le justificatif à 1 000 caractères ; un nom, une date ou un lien suffit.

## Envoyer
answering-submit-title = Envoyer vos réponses
answering-submit-open = { $n ->
    [one] { $n } question obligatoire est encore sans réponse.
   *[other] { $n } questions obligatoires sont encore sans réponse.
}
answering-submit-lead = Toutes les questions obligatoires ont une réponse. Après cette étape, { $name } peut lire les réponses, et elles ne peuvent plus être modifiées.
answering-submit-name = Votre nom
answering-submit-name-hint = Vous confirmez au nom de votre entreprise que les réponses sont exactes, pour autant que vous le sachiez.
answering-submit-what = Vous recevez un accusé de réception avec une empreinte de ce qui a été envoyé.
answering-submit-offers = { $n ->
    [one] { $n } document de votre dernier questionnaire n'est pas confirmé ; il ne sera pas envoyé.
   *[other] { $n } documents de votre dernier questionnaire ne sont pas confirmés ; ils ne seront pas envoyés.
}
answering-submit-go = Envoyer
answering-submit-look = Relire d'abord les réponses
refused-questions-open = { $n ->
    [one] { $n } question obligatoire est encore sans réponse. Répondez-y, puis envoyez.
   *[other] { $n } questions obligatoires sont encore sans réponse. Répondez-y, puis envoyez.
}
flash-answers-submitted = Merci. Vos réponses sont arrivées.

## L'accusé de réception
answering-receipt-title = Accusé de réception
answering-receipt-lead = Conservez le fichier dans vos dossiers. Vous pouvez revenir à cette page tant que le lien fonctionne.
answering-receipt-to = Envoyé à
answering-receipt-for = Au nom de
answering-receipt-by = Envoyé par
answering-receipt-at = Quand
answering-receipt-answers = Réponses
answering-receipt-check-title = Quelles réponses ont été envoyées
answering-receipt-check = Voici l'empreinte SHA-256 du fichier de vos réponses. Si une seule lettre était changée, elle serait différente.
answering-receipt-file = Enregistrer le fichier de vos réponses
receipt-earlier = Envois précédents
receipt-earlier-text = Chacun reste ce qu'il était, avec sa propre empreinte.
receipt-earlier-one = Envoyé par { $by } le { $on }
receipt-earlier-file = Le fichier

## Demander à modifier
reopen-title = Quelque chose à corriger ?
reopen-lead = Demandez à { $name } de rouvrir vos réponses. L'accusé de réception que vous avez reste valable pour ce que vous avez envoyé.
reopen-reason = Que voulez-vous modifier, et pourquoi ?
reopen-ask-go = Demander à modifier
reopen-waits = Vous avez demandé le { $on } à modifier vos réponses ; { $org } n'a pas encore répondu.
reopen-declined = { $org } laisse vos réponses telles qu'elles ont été envoyées : { $word }
reopen-granted = { $org } a rouvert vos réponses. Modifiez ce qui est à corriger, puis envoyez-les de nouveau.
reopen-granted-word = { $org } a rouvert vos réponses : { $word } Envoyez-les de nouveau ensuite.
fault-reopen-reason = Dites ce que vous voulez modifier, en 1 à { $n } caractères.
conflict-reopen-open = Vos réponses sont ouvertes ; modifiez-les directement.
conflict-reopen-waits = Une demande attend déjà une réponse.
flash-reopen-asked = La demande est envoyée. Vous verrez la réponse ici.

## Une section pour un collègue
delegate-title = Confier cette section à un collègue
delegate-text = Vous obtenez un lien qui donne accès à cette section et à rien d'autre. Votre collègue n'a pas besoin de compte, et vous pouvez reprendre le lien.
delegate-go = Créer un lien pour cette section
delegate-lead = Avec ce lien, un collègue peut lire la section { $name } et y répondre, et aucune autre. L'envoi reste à vous.
delegate-link = Lien pour votre collègue
delegate-link-hint = Il n'est affiché que cette fois. Il prend fin avec votre propre lien.
delegate-back = Retour à la section { $name }
delegate-look = Voir la section
delegate-lead-open = { $org } interroge { $partner } sur le soin qu'elle apporte aux données. Un collègue vous a confié cette section.
delegate-lead-done = Toutes les questions obligatoires de cette section ont une réponse. Dites-le à votre collègue, qui enverra le tout à { $org }.
delegate-fact = Un collègue vous a confié la section { $name }. Vous voyez cette section et y répondez ; le reste demeure chez votre collègue.
delegated-link = Lien créé le { $made }, { $opened }
delegated-opened = ouvert pour la première fois le { $name }
delegated-not-opened = pas encore ouvert
delegated-revoke = Le reprendre
flash-delegated-revoked = Le lien ne fonctionne plus.
refused-delegate = Ce lien vaut pour une seule section. La personne qui vous l'a donné peut le faire.
refused-delegates-many = Il y a déjà { $n } liens pour des collègues. Reprenez-en un d'abord.

## Réponses du dernier questionnaire
carried-badge = De votre dernier questionnaire
carried-hint = Vérifiez que c'est toujours exact, et modifiez-le sinon.

## Remarques
remark-you = Votre côté
remarks-title = { $n ->
    [0] Poser une question ou faire une remarque
    [one] { $n } remarque sur cette question
   *[other] { $n } remarques sur cette question
}
remark-add = Votre remarque
remark-send = Envoyer
flash-remark-sent = Envoyé. L'autre côté la voit à côté de la question.
fault-remark = Écrivez 1 à { $n } caractères.
refused-remarks-many = Il y a déjà { $n } remarques. Parlez-vous de vive voix.

# Documents
evidence-title = Documents
evidence-documents = Documents
evidence-none = Aucun document n'est joint à cette question.
evidence-attach = Joindre un document
evidence-attach-go = Joindre
evidence-change = Modifier les documents
evidence-back = Retour à { $name }
evidence-remove = Retirer
evidence-remove-one = Retirer { $name }
evidence-look = Voir l'image
evidence-file = Fichier
evidence-file-hint = PDF, image, document bureautique, texte ou CSV, jusqu'à { $name }. Retirez d'abord les noms et adresses de personnes.
evidence-kind = Nature du document
evidence-kind-policy = Politique
evidence-kind-certificate = Certificat
evidence-kind-report = Rapport
evidence-kind-contract = Contrat
evidence-kind-record = Trace
evidence-kind-other = Autre
evidence-effective = En vigueur depuis
evidence-effective-hint = La date qui figure sur le document, pas celle d'aujourd'hui.
evidence-expires = Valable jusqu'au
evidence-expires-hint = Laissez vide si le document n'indique pas de fin.
evidence-about = { $kind }, en vigueur depuis le { $from }, { $size }
evidence-about-until = { $kind }, en vigueur depuis le { $from }, jusqu'au { $to }, { $size }
evidence-expired = Expiré le { $name }
flash-evidence-added = Le document est joint. Seules les personnes qui vous posent ces questions peuvent le lire.
flash-evidence-removed = Le document est retiré.
fault-evidence-empty = Choisissez un fichier qui contient quelque chose.
fault-evidence-large = Le fichier dépasse { $n } Mo. Envoyez un extrait plus court, ou donnez un lien à côté de la réponse.
fault-evidence-ending = Les fichiers de ce type ne sont pas acceptés. Envoyez un PDF, une image PNG, JPEG ou WebP, un fichier Word, Excel, PowerPoint ou OpenDocument, du texte ou un CSV.
fault-evidence-locked = Un mot de passe protège ce fichier. Enlevez le mot de passe dans le programme d'où il vient, ou exportez le fichier en PDF, et envoyez cette copie.
fault-evidence-encoding = Ce texte n'est pas enregistré en UTF-8, et ses accents ne peuvent pas être reconnus. Enregistrez-le de nouveau en « CSV UTF-8 » ou en texte UTF-8.
fault-evidence-content = Le contenu du fichier ne correspond pas à son nom. Enregistrez-le de nouveau dans le programme d'où il vient, ou exportez-le en PDF.
fault-evidence-kind = Dites ce qu'est le document.
fault-evidence-effective = Donnez la date depuis laquelle le document est valable.
fault-evidence-not-yet = Cette date est dans l'avenir. Un document compte une fois qu'il est en vigueur.
fault-evidence-expires = Donnez le dernier jour sous forme de date, ou laissez vide.
fault-evidence-backwards = Le dernier jour est avant le premier. Inversez-les, ou corrigez-en un.
refused-evidence-many = { $n } documents sont déjà joints. Retirez-en un qui n'est pas nécessaire.

## Documents du dernier questionnaire
offers-title = De votre dernier questionnaire
offers-text = Ces documents accompagnaient votre réponse la dernière fois. Rien n'est envoyé tant que vous ne dites pas qu'ils sont toujours valables.
offers-keep = Toujours valable, le joindre
offers-drop = Ne pas l'utiliser
offers-dropped = Non utilisé cette fois
offers-back = Le joindre malgré tout
offers-expired = Il ne peut pas être repris ; joignez le nouveau document s'il en existe un.
offers-waiting = { $n ->
    [one] { $n } document de votre dernier questionnaire à confirmer
   *[other] { $n } documents de votre dernier questionnaire à confirmer
}
evidence-carried = Repris du dernier questionnaire
flash-offer-kept = Le document est joint, avec ses dates d'origine.
flash-offer-dropped = Le document n'est pas utilisé cette fois.
refused-offer-expired = Ce document n'est plus valable ; il ne peut pas être repris.

## Hors ligne, dans un classeur
load-title = Charger des réponses d'un fichier
load-offline = Hors ligne
load-offline-text = Vous pouvez aussi remplir les réponses dans un classeur et le charger ici, charger ce qu'un autre outil a enregistré, ou imprimer les questions pour réunir les réponses.
load-blank = Classeur à remplir (.xlsx)
load-lead = Choisissez le fichier de vos réponses. Vous voyez d'abord ce qu'il changerait. Il n'est chargé que si tout convient ; sinon rien ne change, et vous voyez ce qui ne convient pas.
load-lead-member = Choisissez le fichier que { $name } a renvoyé. Vous voyez d'abord ce qu'il changerait. Il n'est chargé que si tout convient ; sinon rien ne change. Le journal indique que vous l'avez chargé.
load-kinds = Le classeur d'ici, le JSON d'Entente, les réponses enregistrées par VSAQ, un CAIQ ou un HECVAT rempli, ou un audit que CISO Assistant a exporté vers Excel. Ce que le questionnaire ne demande pas est énuméré, jamais deviné.
load-pick = Le fichier
load-pick-hint = { $name } au plus.
load-look = Voir ce qui changerait
load-look-lead = Rien n'a encore été chargé.
load-count-new = { $n ->
    [one] 1 réponse est nouvelle
   *[other] { $n } réponses sont nouvelles
}
load-count-different = { $n ->
    [one] 1 réponse diffère de celle qui est ici
   *[other] { $n } réponses diffèrent de celles qui sont ici
}
load-count-same = { $n ->
    [one] 1 réponse est déjà la même
   *[other] { $n } réponses sont déjà les mêmes
}
load-notes = { $n ->
    [one] 1 élément du fichier n'a pas de place ici ; regardez-le vous-même
   *[other] { $n } éléments du fichier n'ont pas de place ici ; regardez-les vous-même
}
load-nothing = Il n'y a rien à charger dans ce fichier.
load-different = Différent de ce qui est ici
load-different-lead = Ces réponses restent comme elles sont, sauf si vous les cochez.
load-fresh = Nouveau
load-col-question = Question
load-col-now = Ici
load-col-file = Dans le fichier
load-col-over = Remplacer ?
load-over = Remplacer
load-empty = Pas de réponse
load-go = Charger les réponses
load-back = Retour à l'évaluation
load-back-respondent = Retour à toutes les sections
load-done = { $n ->
    [0] Rien n'a été modifié.
    [one] 1 réponse a été chargée.
   *[other] { $n } réponses ont été chargées.
}
load-kept = Pas remplacées, car non cochées : { $name }.
load-undo = Remettre les anciennes réponses
load-undo-text = Tant que personne ne modifie ces réponses, vous pouvez remettre ce qui était ici avant.
load-faults = { $n ->
    [one] Rien n'a été chargé : 1 élément ne convient pas
   *[other] Rien n'a été chargé : { $n } éléments ne conviennent pas
}
flash-answers-undone = Les réponses sont de nouveau comme avant.
answers-as-workbook = Classeur à remplir (.xlsx)
answers-as-own = Réponses en JSON (Entente)
answers-as-vsaq = Réponses comme VSAQ les enregistre (JSON)
answers-as-caiq = CAIQ rempli (.xlsx)
answers-as-hecvat = Réponses HECVAT (JSON)
answers-as-hecvat-xlsx = Réponses HECVAT (classeur Excel)
answers-as-ciso-assistant = Audit CISO Assistant (.xlsx)
fault-answers-format = Les réponses à ce questionnaire ne peuvent pas être écrites dans ce format.
fault-answer-changed-since = { $cell } : la réponse à { $question } a été modifiée ici depuis que le fichier a été fait ; comparez les deux et exportez-le de nouveau
fault-file-large = Le fichier dépasse { $n } Mo, le plus que nous prenons.
fault-workbook-cell = { $cell } : { $what }
fault-workbook-missing = Choisissez d'abord le fichier.

## Dans le classeur
book-sheet = Réponses
book-title = Questionnaire
book-how-answers = Choisissez l'une des réponses que propose la cellule ; ajoutez à côté des mots et le nom de documents.
book-how-empty = Une ligne que vous laissez vide ne change rien. Une question qui ne vous concerne pas demande une raison.
book-how-back = Renvoyez le classeur, ou chargez-le vous-même sur la page qu'ouvre votre lien. Ne modifiez pas les autres colonnes, s'il vous plaît.
book-column-id = N°
book-column-section = Section
book-column-question = Question
book-column-help = Ce que contient une bonne réponse
book-column-when = Posée
book-column-answer = Réponse
book-column-reason = Pourquoi cela ne concerne pas
book-column-comment = Commentaire
book-column-evidence = Justificatif
book-not-applicable = Ne nous concerne pas
book-only-if = Seulement si
book-list-sheet = Sous-traitants ultérieurs
book-list-how = Nommez chaque société que vous engagez pour traiter ces données, et toute autre personne qui les reçoit : une par ligne. La feuille remplace la liste, en entier ou pas du tout.
book-list-data = Plusieurs catégories de données dans une même cellule sont séparées par un point-virgule. Un jour s'écrit 2027-03-12.
book-list-nobody = Nous n'employons aucune autre société
book-list-yes = oui

## La langue
language-title = Langue
language-page = Langue de la page
language-questions = Langue des questions
language-go = Changer de langue
language-saved-first = Ce que vous avez saisi est d'abord enregistré.
language-name-en = English
language-name-fr = français
language-name-de = Deutsch
language-name-es = español
language-name-it = italiano
language-name-nl = Nederlands
language-name-pt = português
language-name-pl = polski
fault-language = Choisissez l'une des langues de la liste.
flash-language-changed = La langue est changée.

## Imprimer
print-title = Questions et réponses de { $name }
print-title-blank = Questions de { $name }
print-copy = Copie à imprimer, avec vos réponses
print-blank = Questions à imprimer, sans réponses
print-lead = Imprimez cette page, ou enregistrez-la en PDF avec la fonction d'impression de votre navigateur.
print-open = Pas encore envoyé : c'est l'état du { $name }.
print-none = Pas de réponse
print-asked-if = Posée selon une réponse précédente.
print-answer-line = Réponse :
print-fingerprint = SHA-256
print-receipt = Empreinte de l'envoi
print-document = SHA-256 { $name }

## Votre score
partner-score-title = Votre score
partner-score-lead = { $name } vous laisse voir comment vos réponses se traduisent en risque. Plus le nombre est bas, mieux c'est.
partner-score-claimed = D'après vos réponses ; personne ne les a encore vérifiées.
partner-score-reviewed = Compte tenu de ce que { $name } a vérifié.
partner-score-change = Cochez ce que vous pourriez corriger, et voyez ce que deviendrait le nombre.
partner-score-link = Voir votre score

# Regarder un document sans le télécharger
document-preview = Aperçu
document-preview-of = Aperçu de { $name }
document-download = Télécharger le fichier
document-question = Ce qu'il doit montrer
document-about = Le document
document-to-finding = Retour au constat
document-note = Voici le texte tiré du fichier. La mise en page, les images, les polices, les commentaires et les dessins d'une feuille n'y sont pas : téléchargez le fichier pour les voir.
document-cut = Ceci est un extrait. Un aperçu montre les { $n } premiers caractères, jusqu'à 200 pages et 60 colonnes, pour autant qu'ils se lisent ; le fichier en contient davantage.
document-unread = Certaines lettres sont dessinées dans une police qui ne dit pas quelles lettres ce sont : ces mots manquent ici. Téléchargez le fichier pour les lire.
document-page = Page { $n }
document-slide = Diapositive { $n }
document-sheet = Feuille { $name }
document-page-empty = Il n'y a pas de texte ici.
document-none-locked = Un mot de passe protège ce fichier : rien ne peut en être montré ici.
document-none-locked-do = Téléchargez-le et ouvrez-le avec son mot de passe, ou demandez au partenaire une copie qui n'en a pas.
document-none-locked-own = La personne qui examine vos réponses ne peut pas le lire ici non plus. Joignez une copie sans mot de passe.
document-none-damaged = Ce fichier ne peut pas être lu ici : il semble abîmé.
document-none-damaged-do = Téléchargez-le et essayez avec son propre programme, ou demandez au partenaire de l'envoyer de nouveau.
document-none-damaged-own = La personne qui examine vos réponses ne peut pas le lire ici non plus. Ouvrez-le dans son propre programme, enregistrez-le de nouveau et joignez cette copie.
document-none-empty = Aucun texte n'a été trouvé dans ce fichier. C'est peut-être une numérisation : des images de pages.
document-none-empty-do = Téléchargez-le pour le regarder.
document-none-letters = Les polices de ce fichier ne disent pas quelles lettres elles dessinent : son texte ne peut pas être montré ici.
document-none-much = Ce fichier demandait plus de temps ou de mémoire qu'un aperçu n'en a ; sa lecture a été abandonnée.
document-none-much-do = Téléchargez-le, et ouvrez-le avec prudence.

## Journal d'audit
act-reopen-ask = Un partenaire a demandé à modifier ce qu'il avait envoyé
act-respondent-begin = Est entré par le lien du répondant
act-answers-save = A enregistré des réponses
act-answers-load = A chargé des réponses d'un fichier
act-assessment-submit = A envoyé les réponses
act-respondent-link-delegate = Un répondant a confié une section à un collègue
act-evidence-add = A joint un document
act-evidence-remove = A retiré un document
act-evidence-read = A lu un document
act-evidence-keep = A repris un document du tour précédent
act-evidence-drop = A laissé de côté un document du tour précédent
