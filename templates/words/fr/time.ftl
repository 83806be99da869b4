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
portfolio-change-evidence = n'a plus de décision : une preuve est échue
act-evidence-expire = A constaté qu'une preuve est échue
