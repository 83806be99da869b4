# Words of the account pages.

## Signing in
sign-in-title = Sign in
sign-in-lead = Use the address and password of your account.
sign-in-go = Sign in
field-email = E-mail address
field-password = Password
field-password-hint = At least 15 characters. A short sentence of your own is easy to remember and hard to guess.
field-your-name = Your name
field-organisation = Organisation

## Set-up and invitations
setup-title = Set up Entente
setup-lead = Welcome. Name your organisation and make the first account; it will be the owner's.
setup-go = Start
invite-member-title = Join your colleagues
invite-member-lead = { $name } has invited you. Choose a name and a password to join.
invite-known-lead = { $name } has invited you. You have an account already: give its password to join.
invite-member-go = Join
invite-partner-title = Join as a partner
invite-partner-lead = { $name } has invited your company to count a shared audience. You get an organisation of your own on this server: equal rights, your own people, your own data.
invite-partner-go = Create our organisation

## Settings
settings-account = Your account
settings-account-text = Password, language, where you are signed in, API tokens.
settings-organisation = Organisation
settings-organisation-text = The name that partners and rooms show.
settings-people = People
settings-people-text = Who belongs to the organisation, in which role; invitations.
settings-audit = Audit log
settings-audit-text = Every act that changed something, and every act that was refused.
settings-version = Entente { $name }
save = Save
never = Never
field-organisation-hint = As partners should see it.
flash-organisation-renamed = The organisation has its new name.

## People
count-people = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
count-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
col-person = Person
col-status = Status
col-role = Role
col-actions = Actions
col-invited = Invited
col-until = Until
that-is-you = (you)
role-of = Role of { $name }
member-active = Active
member-suspended = Suspended
member-suspend = Suspend
member-restore = Restore
flash-member-changed = The change is saved and works at once.
invitations-title = Open invitations
invitations-none = Nobody has an open invitation.
invited-partner = A partner's people
invited-anybody = Whoever has the link
invitation-revoke = Withdraw
invitation-revoke-text = The link for { $name } stops working at once.
invitation-revoke-go = Withdraw it
flash-invitation-revoked = The invitation is withdrawn.
invite-title = Invite somebody
invite-go = Make an invitation
field-role = Role
role-owner-hint = People, settings and keys, and all that the others may do.
role-manager-hint = Partners, assessments and rooms.
role-reviewer-hint = Checks answers against evidence, and decides.
role-analyst-hint = Audiences and runs in rooms.
role-leader-hint = Reads the portfolio and reports.
invitation-link = Invitation link for { $name }
invitation-link-hint = Send it to them. It is shown only now, works once, and ends after seven days.

## One's own account
password-title = Password
password-go = Change the password
password-note = This ends your other sessions.
field-current-password = Present password
field-new-password = New password
flash-password-changed = Your password is changed, and your other sessions have ended.
sessions-title = Where you are signed in
col-since = Signed in
col-seen = Last used
session-own = This one
sessions-end = End all other sessions
flash-sessions-ended = Your other sessions have ended.
tokens-title = API tokens
tokens-lead = A token lets a program act for you in this organisation, as far as your role reaches.
tokens-openapi = Description of the API (OpenAPI)
tokens-none = You have no tokens.
token-new-title = Make a token
token-go = Make the token
col-name = Name
col-scope = May
col-used = Last used
field-token-name = Name
field-token-name-hint = So that you know later what it is for.
field-token-scope = What may it do?
field-token-days = How long does it work?
token-scope-read = Read
token-scope-read-hint = Sees what you see; changes nothing.
token-scope-write = Read and change
token-scope-write-hint = Needed to upload audiences and run overlaps.
token-made = Your new token
token-made-hint = Copy it now: it is shown only this once. Keep it in a file that only the program can read.
token-revoke = Revoke
token-revoke-text = Programs that use it are refused at once. This cannot be undone.
token-revoke-go = Revoke it
token-revoked = Revoked on { $name }
token-ended = Ended on { $name }
flash-token-revoked = The token is revoked.

## The audit log
audit-lead = Newest first. A record cannot be changed or removed; times are in UTC.
audit-empty = Nothing here yet
audit-empty-text = What people do in this organisation will be listed here.
audit-older = Older
audit-newest = Newest
audit-denied = Refused
audit-account = account: { $name }
col-when = When
col-who = Who
col-what = What
col-detail = Details
actor-elsewhere = Somebody of another organisation
actor-token = An API token
actor-respondent = The respondent
actor-system = Entente ({ $name })
actor-nobody = Somebody not signed in

act-api-token-add = Made an API token
act-api-token-revoke = Revoked an API token
act-invitation-add = Invited somebody
act-invitation-revoke = Withdrew an invitation
act-member-change = Changed a member
act-member-join = Joined the organisation
act-organisation-rename = Renamed the organisation
act-organisation-start = Started the organisation
act-partner-link = A partner's organisation joined
act-password-change = Changed their password
act-request-deny = Tried something their role does not allow
act-session-start = Signed in
act-session-start-denied = Gave a wrong address or password
act-session-end = Signed out
act-session-end-others = Ended their other sessions
