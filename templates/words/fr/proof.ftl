# Les mots des preuves : registre, reçus, ce que chacun pourrait apprendre, page de transparence. Mêmes messages qu'en anglais.

ledger-closed-left = { $name } a fermé la salle.
ledger-closed-expired = La salle a fermé parce que son accord était arrivé à son terme.
ledger-closed-decision = La salle a fermé parce que la décision sur laquelle elle reposait ne tient plus.
ledger-closed-trigger = La salle a fermé parce qu'une partie a appris sur l'autre une chose qui a mis fin à sa décision avant l'heure.
ledger-closed-never-signed = La salle a fermé parce que les deux parties n'avaient pas signé d'accord en 30 jours.
ledger-closed-finished = La salle a fermé parce que la dernière réponse permise par son accord a été donnée.
ledger-destroyed = Le poivre et { $n ->
    [0] tout le reste de ce que contenait la salle ont été détruits ; personne n'avait apporté de liste
    [one] les jetons de { $n } liste ont été détruits
   *[other] les jetons de { $n } listes ont été détruits
}
download-ledger = Télécharger le registre
download-audit = Télécharger tout le journal
download-receipt = Télécharger le reçu
download-checkpoint = Enregistrer un point de contrôle
download-key = La clé de vérification de ce serveur
ledger-root = Racine de l'arbre de hachage
verify-title = Vérifiez vous-même
verify-text = Enregistrez de temps en temps un point de contrôle, et gardez-le là où ce serveur ne peut pas l'atteindre. Le fichier téléchargé se vérifie hors ligne avec la commande ci-dessous : elle trouve chaque entrée modifiée, ôtée, déplacée ou ajoutée, un historique coupé ou réécrit depuis votre point de contrôle, et chaque publication qui n'a pas suivi l'accord signé.
audit-verify-text = La commande vérifie hors ligne le fichier téléchargé. Avec un point de contrôle enregistré plus tôt, elle trouve aussi un historique coupé ou réécrit depuis. Les entrées de la dernière minute viennent au téléchargement suivant.
room-receipt-link = Reçu d'effacement
receipt-room-title = Reçu d'effacement
receipt-lead = Le { $date }, tout ce que contenait cette salle avait disparu de ce serveur : le poivre, qui donnait leur sens aux jetons, et les jetons eux-mêmes.
receipt-people = { $n ->
    [0] Moins de 50 personnes
   *[other] Environ { $n } personnes
}
receipt-no-lists = Personne n'avait apporté de liste dans cette salle.
receipt-no-pepper = Aucune clé n'avait été créée, il n'y en avait donc pas
receipt-closed = Salle fermée, poivre détruit
receipt-because = Pourquoi
receipt-pepper = Identifiant du poivre
receipt-key = Signé par
receipt-signature = Signature
receipt-limits = Le reçu vaut pour les fichiers et la base de données de ce serveur. Une copie du disque faite avant la fermeture peut encore contenir des jetons ; sans le poivre et la clé de la salle, ce sont des octets au hasard. Les réponses publiées et le registre restent lisibles pour les deux parties.
col-receipt-owner = Liste de
col-receipt-people = Taille
col-receipt-received = Reçue
col-receipt-digest = Empreinte de ses jetons
conflict-receipt-open = Il y a un reçu d'effacement une fois la salle fermée et ses données détruites.
conflict-receipt-pending = La salle est fermée, et ses données sont en cours de destruction. Le reçu sera là dans un instant.
act-room-destroy = A détruit ce que contenait une salle fermée
terms-ending = La terminer avec la dernière réponse
terms-ending-hint = La salle ferme alors, et ses données sont détruites, dès qu'il ne reste plus de publication, et pas seulement à la date ci-dessus.
terms-ends-early = Prend fin plus tôt
terms-ends-early-no = Quand une partie la ferme, ou qu'une décision ne tient plus
terms-ends-early-last = Aussi avec la dernière réponse que permet cet accord
room-learn-link = Qui pourrait apprendre quoi
learn-title = Qui pourrait apprendre quoi
learn-answers = { $n ->
    [0] Rien n'a encore reçu de réponse dans cette salle.
    [one] { $n } nouvelle réponse a été donnée dans cette salle.
   *[other] { $n } nouvelles réponses ont été données dans cette salle.
}
learn-destroyed = La salle est fermée et ce qu'elle contenait est détruit. Il reste les réponses et le registre.
learn-no-terms = Il n'y a pas encore d'accord ; rien ne peut donc être compté et il n'y a pas de nombres à montrer.
learn-numbers-title = Au sujet d'une personne
learn-now = Jusqu'ici
learn-next = Après une réponse de plus
learn-total = Après tout ce que permet l'accord
learn-guess = { $percent } % au plus, pour { $epsilon } d'epsilon
learn-k = Plus petit groupe montré
learn-k-value = { $n } personnes
learn-meaning = Quelqu'un qui connaît les deux listes à une personne près, et qui aurait raison une fois sur deux sur cette personne en jouant à pile ou face, a raison au plus { $percent } % du temps après les réponses données jusqu'ici. Cela vaut quoi qu'il demande, glisse dans sa propre liste ou sache par ailleurs. Toutes les salles des deux organisations sont comptées ensemble, mais pas ce que plusieurs personnes ont en commun : d'un groupe de personnes qui ne figurent qu'ensemble dans une liste, on peut apprendre davantage.
learn-parties-title = Partie par partie
learn-meaning-exact = Ces deux organisations comptent sans bruit, ici ou dans une autre salle. Quelqu'un qui connaît les deux listes à une personne près peut alors être fixé avec certitude sur cette personne, dès qu'un nombre est montré. Ce qui protège les gens, c'est le plus petit groupe montré et le peu de réponses que permet l'accord.
learn-company-sees = L'accord, la taille de l'autre liste à la centaine près, et les réponses publiées.
learn-company-could = Sur une personne de la liste de { $other } : les pourcentages ci-dessus, pas plus. Jamais une ligne, un jeton ou un nom. Un groupe plus petit que le plus petit groupe montré est annoncé comme inférieur, et nul n'apprend s'il est vide.
learn-server = Le serveur et qui l'exploite
learn-server-sees = Les deux listes sous forme de jetons d'aspect aléatoire, quels jetons se rencontrent, et le compte exact avant l'ajout de bruit.
learn-server-could = Combien de lignes et de personnes a chaque liste et comment elles se recoupent, mais pas qui est qui : la clé de la salle n'atteint jamais le serveur. Un exploitant qui modifierait le code servi à un navigateur pourrait voler la clé ; la ligne de commande est la voie stricte.
learn-server-sees-closed = Les réponses, le registre et la taille des listes. Jetons et poivre sont détruits.
learn-server-could-closed = Pas plus que les deux entreprises. Une copie du disque d'avant la fermeture contiendrait des octets au hasard, sans signification.
learn-collusion = Le serveur avec l'une des entreprises
learn-collusion-sees = Ce que voit le serveur, et la clé de la salle.
learn-collusion-could = Tout : ensemble, ils peuvent tester des suppositions jusqu'à trouver qui figure dans l'autre liste. Si vous ne croyez pas que l'exploitant de ce serveur reste à distance de votre partenaire, n'utilisez pas ce mode. Cela prend fin quand la salle ferme.
learn-collusion-sees-closed = Les réponses, le registre, et une clé de salle qui n'ouvre plus rien.
learn-collusion-could-closed = Rien au-delà des réponses, à moins d'avoir gardé ensemble des copies pendant que la salle était ouverte.
learn-thief = Quelqu'un qui vole le disque ou une sauvegarde
learn-thief-sees = La base de données et les jetons, chiffrés de nouveau à l'arrivée.
learn-thief-could = Des tailles, l'accord et les réponses. Les jetons sont des octets au hasard sans le poivre, que scelle la clé maîtresse, et sans la clé de la salle, que seules les entreprises ont.
learn-thief-sees-closed = La base de données. Pas de jetons.
learn-thief-could-closed = Des tailles, l'accord et les réponses.
learn-outsider = Tous les autres
learn-outsider-sees = Rien, sauf si une partie inscrit la salle sur sa page publique de transparence : alors qui, à quelle fin et jusqu'à quand.
learn-outsider-could = Rien sur aucune personne.
learn-legal = Les hachages à clé sont des données personnelles pseudonymes pour qui détient la clé de la salle. Les deux entreprises la détiennent.
col-learn-who = Qui
col-learn-sees = Ce qu'il voit
col-learn-could = Ce qu'il pourrait en tirer
settings-transparency = Page de transparence
settings-transparency-text = Ce que le public peut lire de vos partenariats de données, et comment s'y opposer.
transparency-lead = Une page publique pour votre organisation. Elle énumère les salles que vous choisissez d'y inscrire, une à une, sur la page de chaque salle, avec qui, pourquoi, quelles données, jusqu'à quand et comment s'y opposer.
transparency-published = Laisser le public lire cette page
transparency-slug = Adresse de la page
transparency-slug-hint = Des minuscules, des chiffres et des traits d'union, comme le nom de votre entreprise. Elle suit /t/ dans l'adresse.
transparency-opt-out = Comment s'y opposer
transparency-opt-out-hint = En anglais, avec des mots que vos clients comprennent. Le texte figure sur la page et dans chaque notice.
transparency-opt-out-fr = Comment s'y opposer, en français
transparency-opt-out-fr-hint = Laissez l'un des deux vide si vous ne l'avez que dans une langue : la page et la notice dans l'autre langue le montrent alors tel quel, et le disent.
transparency-contact = À qui s'adresser
transparency-contact-hint = Une ligne : une adresse, un numéro de téléphone ou un formulaire.
flash-transparency-saved = La page de transparence est enregistrée.
fault-transparency-slug = Utilisez de 3 à { $n } minuscules, chiffres et traits d'union.
fault-transparency-slug-taken = Une autre organisation a cette adresse. Choisissez-en une autre.
fault-transparency-contact = Écrivez une ligne de 1 à { $n } caractères.
fault-transparency-opt-out = Écrivez-le dans au moins une des deux langues, en { $n } caractères au plus.
room-notice-link = Notice pour le public
notice-title = Notice pour le public
notice-lead = Une notice en termes simples sur cette salle, tirée de l'accord signé, en anglais et en français. Publiez-la là où regardent vos clients, et inscrivez la salle sur votre page de transparence.
notice-copy = Copier la notice
notice-download = Télécharger comme texte
notice-list = Inscrire cette salle sur notre page de transparence
notice-unlist = La retirer de notre page de transparence
notice-state-nothing = Il y a une notice une fois l'accord signé par les deux parties, et jusqu'à la fin de la salle.
notice-state-private = Votre organisation n'annonce pas cette salle au public. L'autre partie décide pour elle-même.
notice-state-listed = Votre organisation annonce cette salle sur sa page de transparence.
notice-state-unpublished = Votre organisation annonce cette salle, mais personne ne peut lire sa page de transparence avant qu'un propriétaire la publie dans les réglages.
flash-room-listed = La salle est sur votre page de transparence.
flash-room-unlisted = La salle n'est plus sur votre page de transparence.
conflict-notice-nothing = Il y a une notice une fois l'accord signé par les deux parties, et jusqu'à la fin de la salle.
act-room-list = A inscrit une salle sur la page de transparence
act-room-unlist = A retiré une salle de la page de transparence
act-transparency-change = A modifié la page de transparence
