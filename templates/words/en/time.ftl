# Words about what comes with time: entries put off, evidence that runs out, reminders and mail.

## The inbox
inbox-evidence-expired = Evidence has run out
inbox-evidence-ends = Evidence that runs out soon
inbox-runs-out = runs out after { $name }
inbox-start-round = Start the next round
inbox-start-round-of = Start the next round with { $name }
inbox-put-off-go = Put off
inbox-put-off-of = Put off { $name }
inbox-later = Put off
inbox-put-off = Until { $until }, put off by { $by }: { $reason }
inbox-bring-back = Bring back
inbox-bring-back-of = Bring back { $name }
flash-round-started = The next round is started, with the questions asked last and your last description of the sharing. Check both, then send.
send-look-intake = Check or change the description of the sharing
snooze-title = Put off
snooze-lead = { $what }: { $name }. It leaves everybody's inbox and comes back by itself on the day you name.
snooze-until = Until
snooze-until-hint = At most { $n } days from now. Nothing else moves: a decision still ends on its day.
snooze-reason = Why it can wait
snooze-reason-hint = Your colleagues read it beside the entry.
snooze-go = Put it off
fault-snooze-until = Choose a day after today, at most { $n } days from now.
fault-snooze-reason = Say why it can wait; 500 letters at most.
refused-snooze = This cannot be put off: somebody waits for it, or it is late already.
conflict-snooze-gone = This does not wait for you any more. The inbox shows what does.
flash-snoozed = Put off. It comes back by itself.
flash-unsnoozed = It is back in the inbox.
act-inbox-snooze = Put an entry of the inbox off
act-inbox-unsnooze = Brought an entry of the inbox back

## Evidence that runs out
awaits-evidence = A decision: evidence ran out
awaits-evidence-text = A document that the decision stood on holds no longer, so the decision is void and rooms stop. Reopen the answers to ask for a new document, or review and decide without it.
event-evidence-expired = Evidence ran out, and the decision that stood on it is void
trigger-evidence-expired = Evidence has run out
trigger-seen = { $what }, noted on { $on }; the questions: { $note }
portfolio-change-evidence = has no decision any more: evidence ran out
act-evidence-expire = Noted that evidence ran out
