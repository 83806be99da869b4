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

## Pages communes aux deux côtés
save = Enregistrer
fault-website = Donnez une adresse qui commence par https://, ou laissez vide.
conflict-stale = Quelqu'un d'autre a modifié ceci depuis que vous avez ouvert la page. Rien de ce que vous avez saisi n'a été enregistré. Rouvrez la page pour voir où les choses en sont.
