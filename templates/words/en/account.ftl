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
