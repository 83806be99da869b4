# Les mots de la rédaction des questionnaires. Mêmes messages qu'en anglais.

act-questionnaire-create = A créé un questionnaire
act-questionnaire-edit = A modifié le brouillon d'un questionnaire
act-questionnaire-begin = A ouvert le brouillon d'un questionnaire
act-questionnaire-discard = A jeté le brouillon d'un questionnaire
act-questionnaire-publish = A publié une version d'un questionnaire
act-questionnaire-notes = A parcouru ce qu'un import a laissé
act-questionnaire-archive = A archivé un questionnaire
act-questionnaire-restore = A repris un questionnaire archivé
act-assessment-choose = A choisi ce qui est demandé à un partenaire
questionnaires-title = Questionnaires
questionnaires-lead = Ce qui est demandé à vos partenaires. Une version ne change jamais une fois publiée ; pour changer quelque chose, publiez la suivante.
questionnaires-archived = { $n ->
    [one] { $n } questionnaire archivé
   *[other] { $n } questionnaires archivés
}
questionnaire-new = Nouveau questionnaire
questionnaire-import = Importer un fichier
questionnaire-version = Version { $name }
questionnaire-built-in = Intégré
questionnaire-archived = Archivé
questionnaire-draft-ready = Brouillon, prêt à publier
questionnaire-draft-flaws = { $n ->
    [one] Brouillon, { $n } chose à corriger
   *[other] Brouillon, { $n } choses à corriger
}
questionnaire-questions = { $n ->
    [one] { $n } question
   *[other] { $n } questions
}
col-questionnaire = Questionnaire
col-questions = Questions
col-changed = Dernière modification
language-en = Anglais
language-fr = Français
language-de = Allemand
language-es = Espagnol
language-it = Italien
language-nl = Néerlandais
questionnaire-new-lead = Partez de ce qui est le plus proche de votre besoin. Rien de ce que vous faites ici n'atteint un partenaire avant que vous le publiiez et l'envoyiez.
questionnaire-new-go = Commencer le brouillon
field-questionnaire-title = Titre
field-questionnaire-title-hint = Les partenaires le voient en tête des questions.
field-start = Partir de
start-built-in = Une copie du questionnaire intégré
start-built-in-hint = 65 questions en dix sections, avec poids, conseils et références à la loi. Changez ce qui ne convient pas.
start-blank = Rien
start-blank-hint = Vous écrivez vous-même chaque section et chaque question.
start-copy = Une copie de { $name }
field-languages = Langues
field-languages-blank-hint = Pour un questionnaire qui part de rien. Une copie a les langues de son original ; vous pourrez en ajouter d'autres plus tard.
field-languages-hint = Chaque texte est alors écrit dans chacune d'elles, côte à côte. Les mots d'une langue que vous retirez sont gardés au cas où vous la voudriez de nouveau.
questionnaire-import-lead = Le fichier devient un brouillon. Ce qui n'a pas de place ici est listé pour que vous décidiez, jamais deviné.
questionnaire-import-go = Importer dans un brouillon
field-format = Format du fichier
questionnaire-schema = Schéma JSON du format propre à Entente
format-own = Format propre à Entente (JSON)
format-own-hint = Tel que l'exportent les pages d'un questionnaire. Le brouillon peut être inachevé.
format-vsaq = VSAQ (JSON)
format-vsaq-hint = Le format des Vendor Security Assessment Questionnaires de Google.
format-ciso-assistant = Bibliothèque CISO Assistant (YAML)
format-ciso-assistant-hint = Les exigences d'un référentiel, avec ses questions et ses choix.
format-caiq = CAIQ 4 (classeur Excel)
format-caiq-hint = Votre propre exemplaire du questionnaire de la Cloud Security Alliance. Les réponses qu'il contient se chargent dans une évaluation, sur sa page.
format-hecvat = HECVAT 2 à 4 (classeur Excel ou JSON)
format-hecvat-hint = Votre propre exemplaire de la boîte à outils d'EDUCAUSE. Les réponses qu'il contient se chargent dans une évaluation, sur sa page.
field-file-language = Langue du fichier
field-file-language-hint = Pour un fichier qui ne le dit pas.
field-import-title-hint = Laissé vide, c'est le titre du fichier qui est pris.
field-file-pick = Choisir le fichier
field-file-pick-hint = { $name } au plus.
field-file-text = Ou le texte du fichier
field-file-text-hint = Collez-le ici si vous n'avez pas de fichier. Un fichier choisi passe en premier.
flash-questionnaire-made = Le brouillon est ouvert.
flash-questionnaire-imported = Le fichier est maintenant un brouillon. Voyez ci-dessous ce qui est à revoir.
questionnaire-archived-banner = Ce questionnaire est archivé : il n'est pas proposé à l'envoi. Les évaluations en cours avec lui continuent.
questionnaire-draft-ready-banner = Il y a un brouillon, et rien ne l'arrête. Publiez-le quand vous avez fini.
questionnaire-draft-banner = { $n ->
    [one] Il y a un brouillon avec { $n } chose à corriger.
   *[other] Il y a un brouillon avec { $n } choses à corriger.
}
versions-title = Versions
versions-none = Pas encore de version. Les partenaires pourront être interrogés une fois le brouillon publié.
version-numbered = Version { $name }
col-version = Version
col-published = Publiée
col-published-by = Par
col-digest = Le SHA-256 commence par
version-changes = Ce qui a changé
version-file = Télécharger comme fichier
draft-go = Continuer le brouillon
draft-begin = Le modifier dans un brouillon
questionnaire-archive-ask = Archiver
questionnaire-archive-text = Il ne sera plus proposé à l'envoi. Les évaluations en cours avec lui continuent, et vous pouvez le reprendre.
questionnaire-archive-go = L'archiver
questionnaire-restore-ask = Reprendre
questionnaire-restore-text = Il sera de nouveau proposé à l'envoi.
questionnaire-restore-go = Le reprendre
flash-questionnaire-archived = Archivé. Vous le trouvez en fin de liste.
flash-questionnaire-restored = Il est de retour.
flash-questionnaire-published = Publié. Il est désormais proposé à l'envoi.
flash-draft-begun = Le brouillon part de la version la plus récente.
flash-draft-discarded = Le brouillon n'est plus.
draft-title = Brouillon
draft-of = Brouillon de { $name }
draft-preview = Le voir comme le partenaire
draft-publish = Publier
draft-publish-text = Le brouillon devient la version suivante, qui ne change jamais. Elle est dès lors proposée à l'envoi ; les évaluations en cours gardent leur version.
draft-publish-go = Publier cette version
draft-publish-not-yet = { $n ->
    [one] { $n } chose s'y oppose ; voyez en haut de cette page.
   *[other] { $n } choses s'y opposent ; voyez en haut de cette page.
}
draft-whole = Rien ne manque : chaque section a son poids, chaque texte est là, chaque condition peut être remplie.
draft-flaws = { $n ->
    [one] { $n } chose à corriger
   *[other] { $n } choses à corriger
}
flaw-look = (à regarder ; n'empêche rien)
draft-notes = Ce que disait le fichier et que ce brouillon ne dit pas
draft-notes-done = J'ai parcouru tout cela
draft-sections = Sections
draft-about = À propos
draft-questions = Questions notées
draft-head = Changer le titre et les langues
draft-head-lead = Le titre est ce que voient les partenaires. Avec plusieurs langues, chaque texte est écrit dans chacune.
draft-changes = Ce qui a changé depuis la version la plus récente
draft-file = Télécharger le brouillon comme fichier
draft-weights-sum = La somme des poids est { $sum } sur 100
draft-weights-sum-live = La somme des poids est SUM sur 100
draft-weights-save = Enregistrer les poids
draft-section-new = Ajouter une section
draft-section = Section
draft-section-lead = Les sections portent une lettre, qui est donnée pour vous.
draft-question-add = Ajouter une question à { $name }
draft-question-new = Nouvelle question
draft-question = Question
draft-discard-ask = Jeter le brouillon
draft-discard-text = Tout ce qui a changé depuis la version la plus récente est perdu. Un questionnaire jamais publié est archivé avec son brouillon.
draft-discard-go = Le jeter
section-empty = Pas encore de questions.
section-remove-ask = Retirer cette section
section-remove-text = Ses questions partent avec elle. Les versions publiées les gardent.
section-remove-go = La retirer
question-remove-ask = Retirer cette question
question-remove-text = Les conditions d'autres questions qui s'y réfèrent devront être modifiées. Les versions publiées la gardent.
question-remove-go = La retirer
col-section = Section
col-share = Part du tout
col-order = Ordre
weight-of = Poids de { $name }
move-up = Monter { $name }
move-down = Descendre { $name }
asked-if-short = Posée si
question-scope-only = Fixe le périmètre
questionnaire-whole = Le tout
flash-draft-saved = Enregistré.
flash-draft-moved = Déplacé.
flash-section-removed = La section est retirée du brouillon.
flash-question-removed = La question est retirée du brouillon.
flash-notes-done = C'est fait.
field-maps-reviewed = Dernière relecture des références à la loi
field-maps-reviewed-hint = Un mois ou un jour, comme 2026-11. Laissez vide si personne ne l'a fait.
maps-never-reviewed = Pas dit
field-section-title = Titre
field-section-intro = De quoi traite la section
field-section-intro-hint = Une phrase au-dessus de ses questions.
question-words = La question
field-section = Section
field-question-text = Question
field-question-why = Pourquoi nous demandons
field-question-why-hint = Une ligne sous la question.
field-question-help = Ce que contient une bonne réponse
field-question-help-hint = Se déplie pour qui veut en savoir plus.
field-question-evidence = Preuve attendue
field-question-evidence-hint = Ce qu'un partenaire pourrait montrer, en mots.
question-answers = Réponses
question-answers-hint = Des paliers décrits plutôt que oui et non, le meilleur d'abord. Une ligne sans mots est laissée de côté.
option-numbered = Réponse { $name }
field-option-label = Mots
field-option-value = Valeur, de 0 à 100
field-option-plan = Un projet : aucun point, et un constat avec une échéance
field-option-tip = Conseil à côté d'une réponse faible
field-option-tip-open = Conseil
question-counts = Comment elle compte
field-scored = Compte-t-elle ?
question-scored = Oui, elle fait partie du score
question-not-scored = Non, elle ne fait que fixer le périmètre : des conditions peuvent s'y référer
field-weight = Poids dans la section
field-weight-hint = Ce qui importe le plus compte cinq fois plus que ce qui importe le moins.
weight-1 = 1, un détail
weight-2 = 2
weight-3 = 3, courant
weight-5 = 5, ce qui importe le plus
field-flag = Seuil
field-flag-hint = Un seuil agit sur la décision, quoi que dise le reste du score.
flag-none = Aucun
flag-critical-long = Critique : ne pas la satisfaire relève le risque et fait monter la décision
flag-knockout-long = Éliminatoire : ne pas la satisfaire fait refuser le partenaire
field-expected = Meilleure preuve attendue
field-expected-hint = Personne ne perd de points faute d'une preuve que personne ne pourrait donner.
field-tier = Posée jusqu'au
field-tier-hint = Les seuils sont posés à chaque niveau. Les autres questions le sont aux niveaux 1 et 2, sauf si vous dites autre chose ici.
tier-usual = Niveaux 1 et 2 (seuils : chaque niveau)
tier-down-to-3 = Niveau 3 aussi
tier-down-to-4 = Chaque niveau
field-required = Il faut y répondre avant que le partenaire puisse envoyer
field-na = On peut y répondre « ne s'applique pas », avec une raison
question-when = Quand elle est posée
when-always = Toujours
when-rules = Seulement après certaines réponses
when-text = Par une condition que j'écris
field-join = La question est posée si
join-all = toutes ces règles sont vraies
join-any = l'une de ces règles est vraie
rule-is = La réponse est
rule-is-not = La réponse n'est pas
rule-is-label = Est ou n'est pas
rule-answer-label = Question et réponse
rule-none = (rien)
field-when = Condition
field-when-hint = Par exemple A1 == 'full' && !(B2 == 'none'). Signes : == != && || ! et parenthèses.
condition-fine = Cette condition peut être remplie.
question-maps = Loi et référentiels
field-maps = Références
field-maps-hint = Une par ligne, comme « GDPR: 15 » ou « ISO 27001: A.5.2 ».
question-save = Enregistrer la question
preview-title = Comme le partenaire le verra
preview-lead = Cette version, comme la voient les partenaires. On peut y essayer des réponses, qui ne sont pas gardées.
preview-lead-draft = Le brouillon, comme le verraient les partenaires. On peut y essayer des réponses, qui ne sont pas gardées.
preview-built-in = Le questionnaire livré avec Entente, comme le voient les partenaires. Faites-en une copie pour le modifier.
preview-partial = Une partie du brouillon ne peut pas encore être montrée : des questions sans réponses, ou des conditions impossibles.
preview-nothing = Il n'y a encore rien à montrer. Ajoutez d'abord une section et une question.
preview-in = Langue :
preview-evidence = Preuve :
asked-if = Posée seulement si { $name }
asked-if-is = la réponse à « { $question } » est « { $answer } »
asked-if-is-not = la réponse à « { $question } » n'est pas « { $answer } »
asked-if-and = et
asked-if-or = ou
changes-title = Ce qui a changé
changes-from = De
changes-to = À
changes-go = Comparer
changes-none = Aucune différence.
changes-count = { $n ->
    [one] { $n } différence,
   *[other] { $n } différences,
}
changes-scores = { $n ->
    [0] dont aucune ne peut changer un score.
    [one] dont { $n } peut changer un score.
   *[other] dont { $n } peuvent changer un score.
}
changes-nothing-yet = Le brouillon n'a encore rien à comparer.
col-place = Où
col-scores = Score
can-score = Peut changer un score
cannot-score = Mots seulement
fault-questionnaire-title = Donnez un titre de 120 caractères au plus.
fault-languages = Choisissez d'une à six langues.
fault-order = Dites ce qui est à déplacer, et dans quel sens.
fault-file-missing = Choisissez un fichier, ou collez son texte.
fault-file-base64 = Le fichier s'est abîmé en chemin : ce qui est arrivé n'est pas du base64. Choisissez-le de nouveau.
fault-file-unreadable = Le fichier ne peut pas être lu. { $what }
fault-authoring-missing = Ceci doit être rempli.
fault-authoring-long = Cela dépasse { $n } caractères. Raccourcissez.
fault-authoring-value = Donnez un nombre entier de 0 à 100.
fault-authoring-section-weight = Donnez un nombre entier de 0 à 100.
fault-authoring-many = Il en est gardé { $n } au plus.
fault-authoring-reference = La ligne { $line } n'est pas une référence. Écrivez la loi, deux-points, puis l'article : « GDPR: 15 ».
fault-authoring-condition = La condition ne peut pas être lue au caractère { $at } : { $what }.
fault-questionnaire-choice = Choisissez l'un des questionnaires proposés.
refused-most-sections = Un questionnaire a au plus { $n } sections.
refused-most-questions = Un questionnaire a au plus { $n } questions.
refused-tier-higher = Avec ce partage, le partenaire relève d'un niveau plus élevé, dont les questions n'ont pas été posées. Rien n'a été modifié. Annulez cette évaluation et commencez-en une autre, ou commencez la suivante si celle-ci est décidée.
conflict-draft-open = Il y a déjà un brouillon. Continuez-le, ou jetez-le d'abord.
conflict-no-draft = Il n'y a plus de brouillon : un collègue l'a publié ou jeté.
conflict-questionnaire-archived = Ce questionnaire est archivé. Reprenez-le d'abord.
flaw-no-sections = Il n'y a pas encore de sections.
flaw-weight-sum = La somme des poids des sections est { $sum }, et doit être 100.
flaw-no-section-weight = La section n'a pas de poids.
flaw-no-questions = La section n'a pas de questions.
flaw-nothing-scored = Aucune question de cette section ne compte, son poids ne compte donc pour rien.
flaw-name-twice = Il y en a un autre du même nom.
flaw-no-weight = La question n'a pas de poids.
flaw-few-options = Il y a moins de deux réponses au choix.
flaw-option-twice = Deux réponses s'appellent { $option }.
flaw-no-value = La réponse { $option } n'a pas de valeur.
flaw-no-full-answer = Aucune réponse ne vaut 100 ; personne ne peut donc obtenir tout le poids.
flaw-gate-unscored = Seule une question qui compte peut être un seuil.
flaw-knockout-na = On ne peut pas répondre « ne s'applique pas » à une question éliminatoire. Servez-vous d'une condition pour l'écarter.
flaw-gate-tier = Un seuil est posé à chaque niveau ; aucun niveau ne peut donc être donné.
flaw-unknown-question = La condition se réfère à { $question }, qui n'existe pas.
flaw-unknown-option = La condition demande la réponse { $option } à { $question }, qui n'a pas cette réponse.
flaw-circle = La condition tourne en rond : { $way }.
flaw-unreachable = Aucune façon de répondre aux autres questions ne fait apparaître celle-ci.
flaw-other = { $what }
flaw-words-title = Le titre manque dans cette langue : { $language }.
flaw-words-intro = L'introduction manque dans cette langue : { $language }.
flaw-words-text = La question manque dans cette langue : { $language }.
flaw-words-why = « Pourquoi nous demandons » manque dans cette langue : { $language }.
flaw-words-help = « Ce que contient une bonne réponse » manque dans cette langue : { $language }.
flaw-words-evidence = La preuve attendue manque dans cette langue : { $language }.
flaw-words-label = Les mots d'une réponse manquent dans cette langue : { $language }.
flaw-words-tip = Un conseil manque dans cette langue : { $language }.
send-questionnaire = Questionnaire
send-questionnaire-hint = L'envoi le fige : les versions ultérieures ne touchent pas cette évaluation.
send-scope = Ce qui est demandé
send-scope-tier = Ce que demande le niveau { $tier } : { $n } questions
send-scope-tier-hint = On demande moins aux niveaux inférieurs. Les questions éliminatoires et critiques sont toujours posées, et chaque section reste.
send-scope-all = Les { $n } questions
send-offer = { $title }, version { $version } ({ $n } questions)
fault-questionnaire-format = Un questionnaire s'écrit en own, vsaq ou ciso-assistant.
fault-questionnaire-language = Le questionnaire n'est pas écrit dans cette langue.
version-export = Fichiers
export-title = Fichiers de cette version
export-lead = Emportez cette version vers un autre outil, ou gardez-la. Ce pour quoi un format n'a pas de place est listé à côté.
export-own-hint = Tout ce qu'elle contient, dans chaque langue ; elle peut être importée de nouveau.
export-in = Télécharger en { $name }
export-left-out = { $n ->
    [0] Rien n'est laissé de côté.
    [one] 1 chose est laissée de côté
   *[other] { $n } choses sont laissées de côté
}
