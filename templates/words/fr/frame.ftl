# Les mots du cadre, des composants et des refus que rencontre un répondant. Mêmes messages qu'en anglais ; ce qui manque ici est
# montré en anglais.

## Le score
band-low = Faible
band-moderate = Modéré
band-high = Élevé
band-critical = Critique
band-not-scored = Sans score
confidence-high = Confiance élevée, { $k } sur 100
confidence-moderate = Confiance moyenne, { $k } sur 100
confidence-low = Confiance faible, { $k } sur 100
score-range = { $low } à { $high }
score-spoken = Risque résiduel { $score } sur 100, niveau : { $band } ; il pourrait aller de { $low } à { $high }.
score-ungated = Marque creuse : { $name } avant le seuil
score-provisional = Provisoire
why-knockout = La question { $q } est éliminatoire et n'est pas satisfaite, ce qui porte le risque à { $r }. Satisfaite, il serait de { $without }.
why-critical = La question { $q } est critique et n'est pas satisfaite, ce qui porte le risque à { $r }. Satisfaite, il serait de { $without }.
why-loss = La question { $q } coûte le plus : avec tous les points, le risque serait de { $without } au lieu de { $r }.
why-nothing = Ce qui reste, { $r }, tient au partage lui-même ; aucune réponse à elle seule ne le réduirait.
change-title = Ce qui changerait le score
change-lead = Cochez ce que vous pourriez corriger, et voyez ce que deviendrait le nombre.
change-go = Calculer
change-clear = Effacer
col-fix = Question
col-cost = Coût
simulated-with = Avec { $name } satisfaites et prouvées :

## Les données du partage
intake-data-aggregate = Chiffres de groupes seulement
intake-data-contextual-id = Identifiants contextuels ou pseudonymes
intake-data-direct-identifiers = Identifiants directs, hachés ou non
intake-data-purchase-history = Ce que les gens ont acheté ou fait
intake-data-precise-location = Position précise, ou profil déduit
intake-data-sensitive = Données particulières ou sensibles
intake-data-children = Données d'enfants

## Formulaires
field-optional = (facultatif)
form-problems = Veuillez revoir ces points
copy = Copier
copied = Copié
cancel = Annuler

## Refus
error-title-400 = La demande n'est pas arrivée entière
error-title-stale-form = Ce formulaire est resté ouvert trop longtemps
error-title-foreign-form = Ce formulaire venait d'ailleurs
error-title-404 = Il n'y a rien ici
error-title-409 = Impossible en l'état
error-title-410 = Ce lien n'est plus valable
error-title-413 = Trop volumineux
error-title-422 = Quelque chose est à revoir
error-title-429 = Veuillez patienter un instant
error-title-500 = Quelque chose s'est cassé de notre côté
error-title-503 = Occupé pour un instant
error-title-other = Cela n'a pas marché
error-stale-form = Il appartient à une session terminée, ou à une autre ; rien n'a été enregistré. Rouvrez la page et envoyez de nouveau.
error-foreign-form = Ce formulaire n'a pas été envoyé depuis une page de ce site ; rien n'a été modifié. Ouvrez la page ici et envoyez de nouveau.
error-not-found = L'adresse est fausse, ou ce qui était ici n'y est plus ou n'est pas à vous. Vérifiez le lien.
error-invalid = Certains champs sont à revoir. Rien n'a encore été enregistré.
error-too-many = Trop d'essais. Attendez { $seconds } secondes et réessayez.
error-busy = Le serveur est occupé. Attendez un instant et réessayez ; rien n'a été modifié.
error-conflict = Quelqu'un d'autre a modifié cela en même temps. Rouvrez la page pour voir où l'on en est.
error-internal = Nous n'avons pas pu le faire. Rien n'a été modifié. Si cela se reproduit, donnez à votre interlocuteur le numéro ci-dessous.
error-bad-request = La demande n'a pas pu être lue. Rouvrez la page et réessayez.
error-typed-title = Ce que vous avez saisi
error-typed-hint = Copiez ce dont vous avez besoin avant de quitter cette page.
error-go-home = Aller à la page d'accueil
error-request-id = Demande { $name }
fault-name = Donnez un nom de 120 caractères au plus.

## Pages communes aux deux côtés
save = Enregistrer
fault-website = Donnez une adresse qui commence par https://, ou laissez vide.
conflict-stale = Quelqu'un d'autre a modifié ceci depuis que vous avez ouvert la page. Rien de ce que vous avez saisi n'a été enregistré. Rouvrez la page pour voir où les choses en sont.
