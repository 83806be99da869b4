# La chaîne du partenaire : listes de sous-traitants ultérieurs, annonces de changements, qui dépend de qui.

## La liste
chain-title = Sous-traitants ultérieurs
chain-lead = Qui traite des données pour { $name }, pour quoi faire, où, et sur quel fondement les données peuvent y aller.
chain-lead-stated = La liste telle que { $name } l'a donnée avec ces réponses. Elle reste telle quelle.
chain-none = Personne n'est encore sur la liste. Elle se remplit avec les prochaines réponses du partenaire, ou à la main.
chain-none-stated = Le partenaire n'a nommé personne lors de cette campagne.
chain-none-partner = Personne n'est encore sur la liste.
chain-none-answer = Personne n'est encore sur la liste. Ajoutez la première société ci-dessous, ou envoyez un tableau entier.
chain-answer-text = Nommez chaque société à laquelle vous confiez ces données, et tous les autres destinataires. Ce que vous enregistrez ici part avec vos réponses.
chain-to-list = Voir la liste et les changements annoncés
chain-to-kept = La liste telle qu'elle est tenue maintenant
chain-gone = Ne sont plus sur la liste depuis la dernière campagne : { $name }.
chain-since = Depuis le { $name }
chain-flag-no-tool = Aucun outil de transfert
chain-flag-outside-eea = Hors de l'EEE : nommez l'outil
chain-flag-new = Nouveau depuis la dernière campagne
chain-flag-carried = De la dernière campagne
chain-on-list = { $n ->
    [0] Votre liste est vide.
    [one] Une société est sur votre liste.
   *[other] { $n } sociétés sont sur votre liste.
}
chain-open = Remplir la liste
chain-look = Voir la liste
chain-add = Ajouter une société
chain-add-go = Ajouter à la liste
chain-add-by-hand = Ceci garde la liste exacte entre deux campagnes. Si le partenaire a annoncé la société, notez-le plutôt comme une annonce : vous pourrez alors vous opposer, et la décision sera réexaminée.
chain-edit = Modifier
chain-edit-one = Modifier { $name }
chain-edit-title = Modifier une société
chain-remove = Retirer
chain-remove-one = Retirer { $name } de la liste
chain-remove-text = { $name } quitte la liste, avec ce qui est écrit à son sujet ici.
chain-none-sent = La liste était vide quand les réponses ont été envoyées.
chain-nobody-text = Aucune autre société ne traite ces données, et personne d'autre ne les reçoit ? Dites-le : une liste vide ne dit rien à elle seule.
chain-nobody-go = Nous n'en avons aucun
chain-nobody-said = Vous avez dit n'en avoir aucun.
chain-nobody-back = Revenir là-dessus
chain-nobody-stated = Le partenaire dit n'en avoir aucun.
chain-choose = Choisissez
chain-file = Enregistrer la liste en tableau (CSV)
chain-load = Envoyer un tableau entier
chain-load-lead = Le tableau remplace la liste. Si une seule ligne ne peut être reprise, rien ne change et chaque ligne fautive est nommée.
chain-load-go = Remplacer la liste
chain-load-refused = Rien n'a été changé. Corrigez ces lignes et renvoyez le tableau.
chain-load-line = Ligne { $n } : { $text }
chain-load-cell = Ligne { $n }, colonne { $column } : { $text }
go-chain = Sous-traitants tels que déclarés
col-company = Société
col-purpose = Pour quoi faire
col-country = Pays
col-transfer = Outil de transfert
field-chain-name = Dénomination sociale
field-chain-name-hint = Telle qu'elle figure au contrat ou au registre.
field-chain-purpose = Ce qu'elle fait des données
field-chain-data = Les données qu'elle reçoit
field-chain-country = Pays
field-chain-transfer = Fondement du transfert
field-chain-transfer-hint = Hors de l'Espace économique européen, tout transfert en demande un.
field-chain-since = Utilisée depuis
field-chain-website = Site web
field-chain-file = Un fichier CSV
field-chain-table = Ou collez le tableau
field-chain-table-hint = La première ligne nomme les colonnes : { $name }. Plusieurs sortes de données dans une cellule sont séparées par un point-virgule.
transfer-not-needed = Aucun nécessaire, les données restent dans l'EEE
transfer-adequacy = Décision d'adéquation, ou Data Privacy Framework
transfer-scc-tia = Clauses types avec analyse du transfert
transfer-bcr = Règles d'entreprise contraignantes
transfer-derogation = Une dérogation pour une situation particulière
transfer-none = Aucun
fault-chain-name = Donnez la dénomination de la société, en 200 lettres au plus.
fault-chain-purpose = Dites ce que la société fait des données, en 500 lettres au plus.
fault-chain-data = Nommez au moins une sorte de données : aggregate, contextual_id, direct_identifiers, purchase_history, precise_location, sensitive ou children.
fault-chain-country = Choisissez un pays. Un tableau le nomme par ses deux lettres, comme DE (ISO 3166-1).
fault-chain-transfer = Choisissez le fondement. Un tableau dit not_needed, adequacy, scc_tia, bcr, derogation ou none.
fault-chain-since = Donnez un jour comme 2027-03-12, ou laissez vide.
fault-chain-twice = Cette société est déjà sur la liste avec ce pays. Modifiez celle qui s'y trouve.
fault-chain-table = Ce tableau ne peut être lu. Envoyez du CSV en UTF-8, 1 Mo au plus.
fault-chain-table-empty = Le tableau ne nomme aucune société sous sa première ligne. Pour vider la liste, retirez les sociétés une à une.
fault-chain-table-column = La colonne { $name } manque à la première ligne.
fault-chain-table-unknown = La première ligne nomme une colonne que la liste n'a pas, ou deux fois la même : { $name }.
fault-chain-table-cells = La ligne { $n } n'a pas autant de cellules que la première.
fault-chain-table-twice = La même société avec le même pays figure déjà à la ligne { $n }.
refused-chain-many = Une liste contient au plus { $n } sociétés.
list-none = Aucune liste
list-sub-processors = Sous-traitants ultérieurs : noms, finalités, pays, outils de transfert
field-list = Liste jointe à la réponse
field-list-hint = Le partenaire la remplit avec la réponse, et la tient à jour par des annonces.
flash-chain-added = Ajoutée à la liste.
flash-chain-changed = Modifiée.
flash-chain-removed = Retirée de la liste.
flash-chain-nobody = Noté : vous n'en avez aucun.
flash-chain-nobody-back = C'est retiré.
conflict-chain-somebody = Des sociétés figurent sur la liste. Retirez-les avant de dire que vous n'en avez aucun.
flash-chain-loaded = Le tableau a remplacé la liste.

## Les annonces
notices-title = Changements annoncés
notices-text = Le partenaire annonce qui rejoint ou quitte sa chaîne, et vous pouvez vous opposer jusqu'au jour indiqué. Le silence jusque-là vaut acceptation. Une société qui rejoint la chaîne met fin à la décision dès que l'annonce prend effet : évaluez à nouveau avant qu'elle ne commence.
notices-none = Aucun changement n'a été annoncé.
notices-none-answer = Vous n'avez annoncé aucun changement.
notices-lead = Prévenez { $name } avant qu'une société ne rejoigne ou ne quitte votre chaîne. Ils peuvent s'opposer jusqu'au jour indiqué ici, et leur réponse paraît sur cette page.
notices-overview = Une société rejoint ou quitte votre chaîne entre deux campagnes ? Dites-le ici avant que cela n'arrive.
notices-go = Annoncer un changement
notices-open = { $n ->
    [one] Un changement annoncé attend une réponse.
   *[other] { $n } changements annoncés attendent une réponse.
}
notice-joins = { $name } rejoint la chaîne le { $on }
notice-leaves = { $name } quitte la chaîne le { $on }
notice-state-open = Attend une réponse
notice-state-accepted = Accepté
notice-state-tacit = Accepté par silence
notice-state-objected = Opposition
notice-state-withdrawn = Retiré
notice-state-proceeding = Maintenu malgré l'opposition
notice-flag-early = Commence avant la fin du délai d'opposition
notice-announced = Annoncé le { $name }.
notice-recorded = Noté par { $by } le { $on }.
notice-silence = On peut s'opposer jusqu'au { $name }. Le silence jusque-là vaut acceptation.
notice-tacit-on = Personne ne s'est opposé jusqu'au { $name }, ce qui vaut acceptation.
notice-accepted = Accepté le { $name }.
notice-accepted-by = Accepté par { $by } le { $on }.
notice-objected = Opposition du { $name } :
notice-objected-by = Opposition de { $by } du { $on } :
notice-withdrawn-on = Le partenaire a retiré le changement le { $name }.
notice-proceeds-since = Le partenaire maintient le changement depuis le { $name }.
notice-listed-from = La liste change le { $name }.
notice-accept = Accepter
notice-accept-text = La société entre sur la liste à son jour. Accepter met fin aussitôt à la décision sur le partenaire et ferme les salles ouvertes avec lui, car la décision ignorait cette société. Évaluez à nouveau, et une salle pourra être ouverte.
notice-accept-remove = Accepter
notice-accept-remove-text = La société quitte la liste à son jour. La décision sur le partenaire demeure.
notice-object = S'opposer
notice-object-lead = { $name } lit votre opposition et son motif, et dit s'il retire le changement ou le maintient.
notice-withdraw = Retirer le changement
notice-withdraw-text = Rien ne change, et l'annonce reste ici comme retirée.
notice-withdraw-record = Le partenaire le retire
notice-withdraw-record-text = Notez que le partenaire vous l'a dit. Rien ne change, et l'annonce reste ici comme retirée.
notice-proceed = Le partenaire le maintient
notice-proceed-text = Notez que le partenaire vous l'a dit. La décision à son sujet prend fin aussitôt et les salles ouvertes avec lui ferment ; la société entre sur la liste à son jour.
notice-proceed-remove = Le partenaire le maintient
notice-proceed-remove-text = Notez que le partenaire vous l'a dit. La société quitte la liste à son jour.
notice-proceed-own = Maintenir le changement
notice-proceed-own-text = Le changement a lieu malgré leur opposition. Ils l'apprennent aussitôt, et leur approbation de votre société peut prendre fin.
notice-record-add = Une société rejoint la chaîne
notice-record-remove = Une société quitte la chaîne
notice-write-add = Noter qu'une société rejoint la chaîne
notice-write-remove = Noter qu'une société quitte la chaîne
notice-record-lead = Notez ce que { $name } a annoncé. Le délai d'opposition commence aujourd'hui.
notice-record-go = Noter
notice-announce-go = Annoncer
field-notice-starts = Commence le
field-notice-leaves = Quelle société
field-notice-ends = Quitte la chaîne le
field-notice-days = Jours pour s'opposer
field-notice-days-hint = Selon vos conditions avec ce partenaire.
field-objection-reason = Pourquoi vous vous opposez
field-objection-reason-hint = { $name } lit ceci.
fault-notice-change = Dites si une société rejoint la chaîne (add) ou la quitte (remove).
fault-notice-leaves = Choisissez une société de la liste.
fault-notice-starts = Donnez le jour, d'un an en arrière à deux ans en avant, comme 2027-03-12.
fault-notice-outcome = Dites si le changement est retiré (withdrawn) ou maintenu (proceeding).
fault-objection-reason = Donnez un motif de { $n } à 2 000 lettres : le partenaire doit le comprendre pour y répondre.
fault-objection-days = Donnez un nombre de jours de 1 à { $n }.
conflict-notice-twice = Ce changement a déjà été annoncé. Répondez à l'annonce qui s'y trouve.
conflict-notice-settled = Cette annonce a reçu une réponse entre-temps. Rouvrez la page pour la voir.
conflict-objection-late = Le délai d'opposition est terminé, le changement vaut donc accepté.
refused-notices-many = { $n } changements annoncés attendent déjà une réponse. Répondez d'abord à certains, ou demandez une nouvelle liste.
flash-notice-recorded = Noté. Le délai d'opposition a commencé.
flash-notice-announced = Annoncé. Vous pourrez lire leur réponse ici.
flash-notice-accepted = Accepté.
flash-notice-objected = Opposition enregistrée. Le partenaire lit votre motif sur sa page.
flash-notice-outcome = Noté.

## Le lien du partenaire
change-links-title = Lien du partenaire pour annoncer des changements
change-links-lead = Par ce lien, { $name } vous dit qui rejoint ou quitte sa chaîne, une fois le lien du questionnaire expiré.
change-links-text = Il ne demande aucun compte et n'ouvre que les annonces : ni réponses, ni documents. Un nouveau lien remplace le précédent. Le lien d'un questionnaire permet aussi d'annoncer des changements, tant qu'il fonctionne.
change-links-new = Créer un lien
change-links-again = Créer un autre lien
change-links-go = Créer le lien
change-links-email-hint = Le lien est envoyé à cette adresse. Laissez vide pour le transmettre vous-même.
change-link = Lien pour annoncer des changements
change-link-hint = Affiché cette fois seulement : copiez-le maintenant. Quiconque l'a peut annoncer des changements de la chaîne. Il fonctionne jusqu'au { $name }.
change-link-extend = Le prolonger d'un an à partir d'aujourd'hui
flash-change-link-extended = Le lien fonctionne pendant un an à partir d'aujourd'hui.
refused-change-link = Envoyez d'abord un questionnaire au partenaire. D'ici là, notez ce qu'il annonce.
refused-link-changes = Ce lien ne sert qu'à annoncer des changements. Pour les réponses, utilisez le lien du questionnaire.
announcing-title = Annoncer un changement
announcing-title-to = Annoncer un changement à { $name }
changes-lead = { $org } demande à { $partner } de prévenir avant qu'une autre société ne rejoigne ou ne quitte celles qui traitent les données.
changes-fact-why-title = Pourquoi
changes-fact-why = Une société qui traite des données pour { $name } la prévient avant d'en engager une autre, afin que { $name } puisse s'opposer (RGPD, article 28, paragraphe 2).
changes-fact-then-title = Ce qui se passe ensuite
changes-fact-then = { $name } voit ce que vous annoncez et peut s'opposer jusqu'à un jour qui vous est indiqué. Vous lisez sa réponse sur la même page.
announcing-go = Annoncer un changement
inbox-notice = Changements de la chaîne d'un partenaire
inbox-object-until = opposition jusqu'au { $name }

event-announced = Changement de sous-traitants annoncé : { $name }

## Qui dépend de qui
companies-title = Qui dépend de qui
companies-sentence = { $n } partenaires sur { $of } dépendent de { $name }.
companies-sentence-none = { $companies ->
    [one] Une société traite des données pour vos { $of } partenaires, et un partenaire en dépend.
   *[other] { $companies } sociétés traitent des données pour vos { $of } partenaires, et aucune n'est commune à deux d'entre eux.
}
companies-without = { $n ->
    [one] Un partenaire n'a pas encore de liste : ce nombre peut être plus grand.
   *[other] { $n } partenaires n'ont pas encore de liste : ces nombres peuvent être plus grands.
}
companies-share = { $n } sur { $of ->
    [one] { $of } partenaire
   *[other] { $of } partenaires
}
companies-also = Aussi { $name }
companies-split = Séparer
companies-split-one = Séparer : { $name }
companies-empty-title = Aucune liste pour l'instant
companies-empty-text = Dès que des partenaires auront nommé leurs sous-traitants, vous verrez ici qui dépend de la même société.
companies-merge-title = La même société sous deux noms
companies-merge-text = Les noms qui ne diffèrent que par la casse, les accents et les signes sont déjà une seule société. Dites ici que deux autres le sont aussi, et revenez-y à tout moment.
companies-merge-go = Les compter pour une
companies-merge-refused = Rien n'a été changé. Voyez sous la liste ce qu'il faut corriger.
field-company-name = Ce nom
field-company-same-as = compte comme
col-depends = Combien en dépendent
col-used-by = Utilisée par
fault-company-unknown = Choisissez une société qui figure sur la liste d'un partenaire.
fault-company-same = Ces deux noms comptent déjà pour un. Choisissez-en un autre.
flash-company-merged = Elles comptent désormais pour une société.
flash-company-split = Ce sont de nouveau deux sociétés.

## Réglages
settings-objections = Oppositions aux nouveaux sous-traitants
settings-objections-text = De combien de jours vous disposez pour vous opposer quand un partenaire annonce un changement.
objections-lead = Quand un partenaire annonce qu'une société rejoint ou quitte sa chaîne, vous pouvez vous opposer pendant ce nombre de jours. Le silence jusque-là vaut acceptation. La loi demande une possibilité d'opposition et ne donne pas de nombre.
field-objection-days = Jours pour s'opposer
field-objection-days-hint = Pour les annonces à venir ; celles en cours gardent leur jour. Trente est l'usage.
flash-objections = Enregistré, pour les annonces à venir.

## Le journal d'audit
act-sub-processor-add = A ajouté un sous-traitant à une liste
act-sub-processor-change = A modifié un sous-traitant d'une liste
act-sub-processor-remove = A retiré un sous-traitant d'une liste
act-sub-processor-load = A remplacé une liste de sous-traitants
act-sub-processor-none = A dit n'avoir aucun sous-traitant ultérieur
act-sub-processor-none-back = Est revenu sur le fait de n'avoir aucun sous-traitant ultérieur
act-change-link-make = A créé un lien pour annoncer des changements
act-change-link-begin = A ouvert les annonces par un lien
act-change-link-extend = A prolongé un lien pour annoncer des changements
act-change-link-revoke = A mis fin à un lien pour annoncer des changements
act-notice-announce = A annoncé un changement de sous-traitants
act-notice-accept = A accepté un changement de sous-traitants
act-notice-object = S'est opposé à un changement de sous-traitants
act-notice-withdraw = A retiré un changement de sous-traitants
act-notice-proceed = A maintenu un changement de sous-traitants
act-notice-lapse = Le délai d'opposition s'est achevé en silence
act-notice-list = Une liste de sous-traitants a changé comme annoncé
act-company-merge = A compté deux noms pour une société
act-company-split = A de nouveau séparé deux noms
act-organisation-objection-period = A changé le nombre de jours pour s'opposer
