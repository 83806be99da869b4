# Words of refusals and failures: what happened, where, what to do.

error-title-400 = That did not arrive in one piece
error-title-401 = Please sign in
error-title-403 = Not for your role
error-title-stale-form = This form was open too long
error-title-foreign-form = This form came from elsewhere
error-title-404 = There is nothing here
error-title-405 = That address works differently
error-title-409 = Not possible as things stand
error-title-410 = This link has ended
error-title-413 = Too large
error-title-415 = Another kind of content is needed
error-title-422 = Something needs another look
error-title-429 = Please wait a moment
error-title-500 = Something broke on our side
error-title-503 = Busy for a moment
error-title-other = That did not work

error-sign-in = You are not signed in, or your session has ended. Sign in and try again; nothing was changed.
error-stale-form = It belongs to a session that has ended, or to another one, so nothing was saved. Open the page again and send it once more.
error-foreign-form = This form was not sent from a page of this site, so nothing was changed. Open the page here and send the form again.
error-media-type = The content must be { $want }.
error-not-found = The address is wrong, or what was here is gone or not yours to see. Check the link, or go to the start page.
error-method = This address does not take that kind of request.
error-denied = Your role in this organisation does not allow this. Ask an owner to do it, or to change your role.
error-invalid = Some fields need another look. Nothing was saved yet.
error-too-many = Too many tries. Wait { $seconds } seconds and try again.
error-engine = The engine that counts people did not answer. Nothing was kept, released or charged; try again in a few minutes, and tell whoever runs this server if it goes on.
error-busy = The server is busy. Wait a moment and try again; nothing was changed.
error-conflict = Somebody else changed this at the same time. Open the page again to see how it stands now.
error-internal = We could not do this. Nothing was changed. If it happens again, give your operator the number below.
error-bad-request = The request could not be read. Open the page again and retry.
error-typed-title = What you typed
error-typed-hint = Copy what you need before you leave this page.
error-go-home = Go to the start page
error-request-id = Request { $name }

unusable-form-body = The form broke off on its way. Send it again.
unusable-form-large = That is more than a form may hold (512 KB). Shorten the text and send it again.
unusable-form-field = A field of the form could not be read: { $what }.

fault-name = Give a name of at most 120 characters.
fault-email = Give an e-mail address such as name@example.com.
fault-email-taken = There is an account with this address already. Sign in with it, or use another address.
fault-already-member = This person is a member already.
fault-organisation-name = Give the organisation a name of at most 120 characters.
fault-password-short = Use at least 15 characters. A short sentence is easy to remember and hard to guess.
fault-password-long = Use at most 256 characters.
fault-password-simple = This password is too easy to guess. A short sentence of your own works well.
fault-password-known = Leave out names that others know, such as your own or the product's.
fault-password-wrong = The password is not right.
fault-role = Choose a role.
fault-token-name = Give the token a name of at most 80 characters, so that you know it later.
fault-token-days = A token lasts from 1 to 365 days.

gone-invitation-used = This invitation has been used. Ask for a new one if you still need it.
gone-invitation-revoked = This invitation was withdrawn. Ask for a new one if you still need it.
gone-invitation-expired = This invitation has run out. Ask for a new one.
conflict-partner-linked = This partner's people have joined already.
conflict-last-owner = An organisation needs at least one active owner. Make somebody else an owner first.
sign-in-wrong = The address or the password is not right. Check both and try again.
fault-idempotency-key = An Idempotency-Key is 1 to 200 characters.
conflict-idempotency-key = This Idempotency-Key was used for another request. Use a new key for a new request.
unusable-json = The JSON could not be read: { $what }
unusable-query = The address could not be read: { $what }
fault-limit = Ask for 1 to 500 records at a time.
conflict-shown-once = This was done already. The link was shown once and is not kept; withdraw it and make a new one if it was lost.
