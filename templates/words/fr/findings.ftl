# Ce qu'un répondant lit des constats qui lui sont communiqués. Mêmes messages qu'en anglais.

fault-finding-note = Dites en une phrase ou deux ce qui a été fait ou constaté ; 2 000 caractères au plus.
conflict-finding-closed = Ce constat est déjà clos.
conflict-finding-reported = Ce constat a déjà été déclaré corrigé. Il attend une vérification.
conflict-finding-accepted = Rien n'est attendu de vous sur ce constat pour le moment.
col-finding = Ce qui est à corriger
col-due = Échéance
col-status = État
timeline-title = Ce qui s'est passé
finding-open = Ouvert
finding-overdue = En retard
finding-reported = En attente de vérification
finding-description = Ce qui est demandé
finding-report = Dire ce qui a été fait
finding-report-note = Ce qui a été fait
finding-report-go = Envoyer
finding-by = { $by }, { $at }
finding-did-reported = Déclaré corrigé
finding-did-passed = Vérification réussie : clos
finding-did-failed = Vérification non concluante : de nouveau ouvert
finding-did-reopened = De nouveau ouvert
shared-findings-title = Constats
shared-findings-lead = { $name } vous demande de corriger ceci. Dites ce qui a été fait, avec un document si vous en avez un ; ils vérifient et vous répondent ici.
shared-findings-none = Rien ne vous a été communiqué.
shared-findings-waiting = { $n ->
    [0] Constats communiqués : aucun n'attend de réponse de vous
    [one] { $n } constat attend votre réponse
   *[other] { $n } constats attendent votre réponse
}
shared-finding-due = À corriger avant la fin du { $name }.
shared-finding-closed = Clos
shared-finding-rests = Rien à faire pour le moment
shared-finding-report-text = Dites ce qui a été fait. Un document est bienvenu ; sans document, laissez ses champs tels quels.
flash-shared-finding-reported = Merci. Votre réponse leur est transmise.
