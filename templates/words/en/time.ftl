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
trigger-by-silence = the server, because nobody objected
trigger-by-partner = the partner, who goes on against your objection
portfolio-change-evidence = has no decision any more: evidence ran out
act-evidence-expire = Noted that evidence ran out

## Mail, in the settings
settings-mail = Mail
settings-mail-text = Whether mail goes out, and when partners are reminded.
mail-lead = Partners get their link and reminders by mail, owners and managers what they should know. The inbox shows all of it as well.
mail-off = No mail server is set up, so no mail is sent. Whoever runs this server can set one up in its settings, under [mail]. Until then, hand out the link yourself and look at the inbox.
mail-on = Mail is set up.
mail-some-failed = Mail is set up, but some could not be delivered. See below why, and correct the address or tell whoever runs this server.
mail-stuck = { $n ->
    [one] 1 mail waits: the mail server did not take it yet. It is tried again for three days. The server said:
   *[other] { $n } mails wait: the mail server did not take one of them yet. It is tried again for three days. The server said:
}
mail-server = Mail server
mail-security = Protection
mail-security-tls = TLS from the first byte
mail-security-starttls = TLS, by STARTTLS
mail-security-none = None; the server is on the same machine
mail-signs-in = Signs in
mail-signs-in-yes = Yes
mail-signs-in-no = No
mail-from = From
mail-reply-to = Answers go to
mail-last-sent = Last sent
mail-last-failed = Last given up
mail-waiting = Waiting
mail-test-go = Send me a test mail
flash-mail-test = A test mail to you is on its way. This page tells whether the mail server took it.
refused-mail-off = No mail server is set up, so no mail can be sent.
mail-failed-title = Given up
mail-col-to = To
mail-col-what = About
mail-col-why = Why
mail-kind-link = The questionnaire's link
mail-kind-reminder = A reminder to a partner
mail-kind-notices = What an owner or manager should know
mail-kind-test = A test
reminders-title = Reminders to partners
reminders-lead = They go to the address that was given when the questionnaire was sent, while its answers are not submitted.
reminder-due = Days to answer
reminder-due-hint = From the day the questionnaire is sent, if you give no other day.
reminder-before = Days before the due day
reminder-after = Days after the due day
reminder-on = On the due day
reminder-zero-hint = 0: no reminder.
fault-reminder-days = Give a whole number of days from { $least } to { $most }.
flash-reminders-kept = Saved. It counts for every reminder that is not sent yet.
account-mail-title = Language and mail
account-language = Language of pages and mail
account-language-hint = Until you choose, pages come in the language that your browser asks for, and mail in English.
account-mail-wanted = Send me mail about what I should know
account-mail-hint = Only owners and managers get such mail. The inbox always shows all of it.
account-mail-go = Save
mail-language = Language of mail
flash-mail-chosen = Saved.
act-mail-test = Sent a test mail
act-mail-choose = Chose their language and mail
act-reminder-rules = Changed when partners are reminded
act-assessment-contact = Set until when a partner is to answer

## Sending the questionnaire
send-email = Mail the link to
send-email-hint = The link goes to this address now, and reminders until the answers are in. Leave it empty to hand the link out yourself.
send-email-off-hint = No mail server is set up, so nothing is mailed: hand the link out yourself. The address is kept for later.
send-due = Answers due by
send-due-hint = Empty: { $name }.
fault-due = Choose a day from tomorrow on, at most { $n } days from now.
mail-fate-sent = Mailed to { $to } on { $on }.
mail-fate-waiting = A mail to { $to } is on its way.
mail-fate-stuck = A mail to { $to } is tried again; the mail server did not take it yet: { $why }
mail-fate-failed = A mail to { $to } could not be delivered: { $why }
send-due-on = Answers are due by { $name }.

## The mails themselves
mail-test-subject = A test mail from Entente
mail-test-text = This mail was sent because you asked for it in the settings of { $org }. If you can read it, mail works.
mail-link-subject = { $org } asks { $partner } to answer a questionnaire
mail-link-text = { $org } asks { $partner } to answer a questionnaire about security, privacy and ethics. You need no account. Open this link to begin; your answers are saved as you go:
mail-link-due = Please submit the answers by { $on }.
mail-link-care = Whoever has this link can read and change the answers, so pass it on with care. If you did not expect this mail, ask { $org } before you open the link.
mail-changes-subject = { $org } asks { $partner } to announce changes of its chain
mail-changes-text = { $org } asks { $partner } to say before another company joins or leaves those that handle data for it. No account is needed. Keep this link and open it when something changes:
mail-changes-until = The link works until { $on }.
mail-changes-care = Whoever has this link can announce changes in your name: pass it on with care. If you did not expect this mail, ask { $org } before you open the link.
mail-remind-subject = { $org } waits for your answers
mail-remind-before = The answers that { $org } asked you for are due by { $on }.
mail-remind-on = The answers that { $org } asked you for are due today, { $on }.
mail-remind-after = The answers that { $org } asked you for were due by { $on } and are not submitted yet.
mail-remind-link = Please use the link that you were sent on { $sent }. For your safety it is not repeated here; if you do not have it any more, ask { $org } for a new one.
mail-notices-subject = { $org }: { $n ->
    [one] something you should know
   *[other] { $n } things you should know
}
mail-line-submitted = { $name } submitted its answers on { $on }.
mail-line-late = { $name } has not submitted its answers; they were due by { $on }.
mail-line-ends = The decision about { $name } ends on { $on }. Start the next round in time, or rooms with it close.
mail-line-ended = The decision about { $name } ended on { $on }, and rooms with it are closed. Start the next round.
mail-line-due = { $name }: "{ $detail }" is due by { $on }.
mail-line-overdue = { $name }: "{ $detail }" was due by { $on } and is still open.
mail-line-evidence-ends = { $name }: the evidence for question { $detail } runs out after { $on }.
mail-line-evidence-over = { $name }: evidence ran out, so the decision is void since { $on }.
mail-notices-inbox = Your inbox shows what waits for you:
mail-notices-off = You can turn this mail off on your account page.
