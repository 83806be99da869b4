# Les mots du cadre et des composants que voient les membres. Mêmes messages qu'en anglais ; ceux que voit aussi un répondant sont
# dans frame.ftl.

## La colonne
nav-label = Principal
nav-menu = Menu
nav-inbox = Boîte de réception
nav-partners = Partenaires
nav-rooms = Salles
nav-portfolio = Portefeuille
nav-settings = Réglages
inbox-waiting = { $n ->
    [one] { $n } chose vous attend
   *[other] { $n } choses vous attendent
}
breadcrumbs-label = Où vous êtes
switch-organisation = Passer à
sign-out = Se déconnecter
theme-label = Couleurs
theme-device = Comme cet appareil
theme-light = Clair
theme-dark = Sombre
greeting-person = Bonjour { $name }

## Rôles
role-owner = Propriétaire
role-manager = Gestionnaire
role-reviewer = Évaluateur
role-analyst = Analyste
role-leader = Direction

## Nombres
count-partners = { $n ->
    [one] { $n } partenaire
   *[other] { $n } partenaires
}

## Décisions
decision-approve = Approuver
decision-conditions = Approuver sous conditions
decision-escalate = Soumettre à la hiérarchie
decision-reject = Refuser
decision-none = Pas décidé

## Formulaires
filter-show = Afficher
filter-go = Filtrer

## Salles
step-terms = Accord
step-key = Clé
step-audiences = Audiences
step-run = Calcul
step-closed = Fermée
step-done = (fait)
step-current = (en cours)
step-waiting = (plus tard)
step-stopped = (arrêté)
budget-text = { $used } publications utilisées sur { $total }, il en reste { $left }
released-count = { $n ->
    [one] { $n } personne
   *[other] { $n } personnes
}
released-give-or-take = À { $pm } près, arrondi à { $r }
released-below = Moins de { $n } personnes
released-below-detail = Trop peu pour être montré. Tout nombre inférieur à la taille minimale de groupe a le même aspect, zéro compris.
released-exact-detail = Exact, arrondi à { $r }
released-held = Retenu
released-held-detail = Compté, et en attente que les deux parties le laissent sortir.
released-denied = Non montré
released-denied-detail = Une partie a refusé de montrer cette réponse.
released-withheld = Non communiqué
released-withheld-detail = Le total révélerait un nombre non communiqué.
released-above = Au moins { $n } personnes
released-above-detail = Presque tout le monde figure dans les deux listes ; le nombre exact n'est donc pas communiqué.
