# Words of signing in, joining, one's own account and the organisation's people.

sign-in-title = Sign in
sign-in-submit = Sign in
sign-in-help = No account yet? An organisation's owner can send you an invitation. Answering a questionnaire needs no account: use the link you were sent.

set-up-title = Set up Entente
set-up-lead = Name your organisation and make the first account. You will be its owner; this link works once.
set-up-submit = Start

join-member-title = Join { $name }
join-member-lead = { $org } invites you as { $role }.
join-submit = Join
join-partner-title = Start your organisation here
join-partner-lead = { $name } invites your company to count shared audiences. You get an organisation of your own on this server; neither of you can see the other's lists.
join-partner-submit = Start

field-name = Your name
field-email = E-mail address
field-email-bound = The invitation is for this address.
field-organisation = Organisation
field-organisation-hint = As partners should see it.
field-password = Password
field-new-password = New password
field-new-password-hint = At least 15 characters. A short sentence works well.
