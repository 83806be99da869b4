# Les mots de la boîte de réception et du portefeuille. Mêmes messages qu'en anglais.

inbox-title = Boîte de réception
inbox-second = Décisions qui demandent une seconde personne
inbox-overdue = Constats dont l'échéance est passée
inbox-retest = Déclarés corrigés : à vérifier
inbox-review = Réponses à examiner
inbox-reopen = Partenaires qui demandent à modifier leurs réponses
inbox-reassess = Partenaires sans décision valable
inbox-ends-soon = Décisions qui prennent bientôt fin
inbox-send = Questionnaires à envoyer
inbox-start = Partenaires sans évaluation
inbox-rooms = Salles qui nous attendent
inbox-since = Depuis le { $name }
inbox-was-due = échéance { $name }
inbox-ended = A pris fin le { $name }
inbox-ends = Prend fin le { $name }
inbox-room-terms = Avec { $name } : proposer un accord
inbox-room-signature = Avec { $name } : accord à signer
inbox-room-key = Avec { $name } : une clé à créer
inbox-room-key-check = Avec { $name } : la clé à vérifier
inbox-room-approval = Avec { $name } : une réponse à laisser sortir ou à refuser
inbox-room-audience = Avec { $name } : une audience à téléverser
inbox-room-other = Avec { $name }
inbox-empty-title = Rien ne vous attend
inbox-empty-text = Ce qui a besoin de vous sera ici : réponses à examiner, décisions à appuyer, salles à signer.
inbox-empty-portfolio = Voir le portefeuille
inbox-empty-rooms = Voir les salles
inbox-empty-first-title = Commencez par un partenaire
inbox-empty-first = Ajoutez une entreprise avec laquelle vous partageriez des données marketing, décrivez le partage et envoyez le questionnaire. Cela prend deux minutes.
inbox-empty-first-action = Ajouter un partenaire
portfolio-title = Portefeuille
portfolio-print = Imprimer ou enregistrer en PDF
portfolio-needs = { $n } partenaires sur { $of } { $n ->
    [one] a besoin de vous
   *[other] ont besoin de vous
}
portfolio-calm = { $n ->
    [0] Pas encore de partenaires
    [one] Rien n'a besoin de vous : 1 partenaire est en règle
   *[other] Rien n'a besoin de vous : les { $n } partenaires sont en règle
}
portfolio-as-of = Au { $name }
portfolio-tile-risky = Risque élevé ou critique
portfolio-tile-approved = Approuvés et en vigueur
portfolio-tile-overdue = Constats en retard
portfolio-tile-rooms = Salles qui comptent en ce moment
portfolio-of-partners = sur { $of } { $of ->
    [one] partenaire
   *[other] partenaires
}
portfolio-of-conditions = sur { $of } ouverts
portfolio-of-rooms = sur { $of } { $of ->
    [one] salle ouverte
   *[other] salles ouvertes
}
portfolio-of-partners-full = { $n } sur { $of } partenaires avec un score
portfolio-of-conditions-full = { $n } sur { $of } constats ouverts
portfolio-matrix-title = Où en sont les partenaires
portfolio-matrix-text = Plus c'est haut, plus il pourrait arriver quelque chose aux données partagées ; plus c'est à droite, mieux le partenaire les garde. La forme et la couleur montrent le risque résiduel, seuils appliqués ; les mêmes nombres sont dans le tableau.
portfolio-matrix-none = Aucun partenaire n'a encore de score. Les premiers apparaissent une fois des réponses envoyées.
portfolio-axis-control = Efficacité des contrôles
portfolio-axis-inherent = Risque inhérent
portfolio-table-title = Partenaires par risque résiduel
portfolio-col-partner = Partenaire
portfolio-col-residual = Risque résiduel
portfolio-col-inherent = Inhérent
portfolio-col-control = Contrôles
portfolio-col-decision = Décision
portfolio-col-awaits = Attend
portfolio-col-rooms = Salles
portfolio-until = jusqu'au { $name }
portfolio-room-none = Aucune
portfolio-room-closed = Fermée
portfolio-room-counts = Compte
portfolio-room-waits = Ne compte pas
portfolio-room-open = { $of ->
    [one] { $n ->
        [0] Ouverte, ne compte pas
       *[other] Ouverte, compte
    }
   *[other] { $n } sur { $of } ouvertes comptent
}
portfolio-room-with = avec { $name }
portfolio-overdue-title = En retard
portfolio-overdue-none = Aucun constat n'a dépassé son échéance.
portfolio-was-due = échéance { $name }
portfolio-changes-title = Changements des 30 derniers jours
portfolio-changes-none = Rien n'a changé.
portfolio-change-submitted = a envoyé ses réponses
portfolio-change-decided = a fait l'objet d'une décision : { $name }
portfolio-change-ended = n'a plus de décision : elle a pris fin
portfolio-rooms-title = Salles
portfolio-rooms-none = Aucune salle n'a été ouverte.
portfolio-trust-title = Confiance
portfolio-trust-text = Les signes d'une relation saine avec les personnes et les partenaires, à côté du risque.
portfolio-trust-opt-outs = Chaque refus respecté
portfolio-trust-days = De la question à la réponse
portfolio-trust-overdue = Constats dont l'échéance est passée
portfolio-trust-rooms = Fermées, jetons effacés
portfolio-not-known = Pas encore connu
portfolio-days = { $n ->
    [one] { $n } jour, valeur médiane de tous les partenaires
   *[other] { $n } jours, valeur médiane de tous les partenaires
}
portfolio-rooms = { $n ->
    [one] { $n } salle
   *[other] { $n } salles
}
portfolio-empty-title = Pas encore de partenaires
portfolio-empty-text = Une fois des partenaires ajoutés et évalués, cette page dit le risque du portefeuille, ce qui a changé et ce qui est en retard.
portfolio-empty-action = Ajouter un partenaire
