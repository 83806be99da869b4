# Words of the rooms pages.

## Why a room does not count ($by decides or must act, $about is the other organisation)
closed-room-closed = The room is closed for good.
closed-no-decision = { $by } has no current decision about { $about }. Assess the partner and decide; an approval opens the room.
closed-decision-expired = The decision of { $by } about { $about } has run out. Reassess the partner to open the room again.
closed-decision-void = Something changed after { $by } decided about { $about }, so the decision no longer counts. Decide again.
closed-not-approved = { $by } has not approved { $about }.
closed-residual-too-high = The residual risk of { $about } is 40 or more, which closes a room.
closed-knock-out = { $about } fails a knock-out question, which closes a room whatever was decided.
closed-condition-overdue = A condition that { $by } set for { $about } is past its date.
closed-section-floor = Consumer rights, data handling or security of { $about } scores too low for a room.
closed-low-confidence = Too little of the assessment of { $about } is backed by evidence.
closed-provisional = The assessment of { $about } has no score yet.
closed-partner-refuses = The decision of { $by } about { $about } does not allow a room. Ask them; their reasons are theirs to tell.
closed-no-terms = Nobody has proposed terms yet.
closed-terms-unsigned = { $by } has not signed the terms.
closed-terms-expired = The terms have run out. Propose new ones and sign them on both sides.
closed-key-unset = The room key has not been made.
closed-key-unchecked = { $by } has not shown yet that it holds the same room key.
against-not-linked = { $name } has no organisation on this server yet. Invite its people from the partner's page.

## Refusals
refused-room-closed = The room does not count now. Open it to see why.
refused-no-audience = { $name } has not brought an audience that fits these terms.
refused-too-few = The audience of { $name } holds fewer than { $n } people, too few for this room.
refused-duplicates = More than half of the rows of { $name } repeat a person. Upload a list with one row a person.
refused-budget-releases = Every release of the privacy budget has been used. Repeating an earlier question stays free.
refused-budget-epsilon = What is left of the privacy budget is less than one release costs. Repeating an earlier question stays free.
refused-key-host = The organisation that opened the room makes its key.
refused-exchange-guest = The organisation that was invited answers; yours began.
refused-key-guest = The organisation that was invited checks the key; yours made it.
refused-key-not-made = The room key has not been made yet.
refused-key-before-terms = Both sides sign the terms first; then the key is made.
refused-key-mismatch = This is not the key of this room, so nothing would match. Ask for the link again, or paste the whole key.
conflict-room-closed = The room is closed for good, so nothing in it can change.
conflict-room-moved = The room changed while this was running. Nothing was released or charged; run it again.
conflict-terms-none = There are no terms to sign yet.
conflict-terms-stale = The terms have changed since you read them. Read the new version, then sign it.
conflict-terms-expired = These terms have run out. Propose new ones.
conflict-terms-signed = Your organisation has signed these terms already.
conflict-terms-changed = The terms changed while the file was on its way. Nothing was kept; send it again under the new terms.
conflict-exchange-over = This agreement on the key has ended, or another has begun. Begin again.
conflict-key-made = This room has its key already. If it is lost, close the room and open another.
conflict-key-reused = This key was used in another room, which would link the people of both. Make a fresh one.

## Faults of fields
fault-room-name = Name the room in one line of 1 to 120 characters.
fault-room-partner = Choose a partner.
fault-room-reason = Say in a few words why, in 500 characters at most.
fault-key-print = A key’s print is 32 hexadecimal digits.
fault-exchange-commitment = A commitment is the 64 hexadecimal digits of a SHA-256.
fault-exchange-curve = The curves are x25519 and p256, or p256 alone; an answer names one that the offer has.
fault-exchange-public = This is no public key on that curve: base64url of 32 bytes for x25519, of 65 for p256.
fault-exchange-opening = These are not the keys and the nonce that were committed to.
fault-key-check-value = A key check value is 16 hexadecimal digits.
fault-terms-missing = Choose or write something here.
fault-terms-too-short = Write at least { $n } characters.
fault-terms-too-long = Keep it to { $n }.
fault-terms-not-text = Remove the control characters.
fault-terms-too-small = Use { $n } or more.
fault-terms-too-large = Use { $n } or less.
fault-terms-twice = List each kind of identifier once.
fault-terms-country = Use a two-letter country code in capitals, such as FR.
fault-terms-country-not-used = A country is for phone numbers only.
fault-terms-profile = Only e-mail addresses and phone numbers have profiles; use Entente's own here.
fault-terms-error-bar = The error bar would be { $n }, wider than the smallest group that is shown. Raise epsilon or the minimum group size.
fault-terms-not-available = This is not available yet.
fault-terms-version = Use version { $n } of the terms.
fault-terms-number = Write a whole number.
fault-terms-epsilon = Write a number such as 0.2.

## Done
flash-room-opened = The room is set up. Propose terms next.
flash-terms-proposed = The new terms are proposed. Both sides sign them next.
flash-terms-signed = Your signature is set.
flash-key-made = The key is made. Send the link to your partner if you have not yet.
flash-key-checked = Both sides hold the same key.
flash-run-fresh = Counted and released. Both sides read this answer.
flash-run-repeat = The same question had been answered before; it cost nothing.
flash-run-unchanged = The audiences changed too little for a new answer; it cost nothing.
flash-room-closed = The room is closed. The receipt says when what it held was gone.

## The list
rooms-title = Rooms
rooms-new = Open a room
rooms-empty-title = No rooms yet
rooms-empty-text = A room is where two companies count the people they share. Approve a partner whose people have joined, then open one.
rooms-none-found = No room fits
rooms-none-found-text = Search for another name, or show all rooms.
rooms-find = Find a room or partner
rooms-show-all = All rooms
rooms-show-open = Open
rooms-show-closed = Not open
count-rooms = { $n ->
    [one] { $n } room
   *[other] { $n } rooms
}
rooms-count-of = { $shown } of { $total } rooms
col-room = Room
col-partner = Partner
col-room-status = Status
col-next = Next
col-answer = Answer
room-status-open = Open
room-status-preparing = Being set up
room-status-stopped = Stopped
room-status-closed = Closed
next-nothing = Nothing
next-propose = Propose terms
next-sign = Sign the terms
next-make-key = Make the room key
next-check-key = Check the room key
next-audience = Add your audience
next-run = Run the overlap
next-wait-sign = { $name } signs the terms
next-wait-key = { $name } makes the key
next-wait-check = { $name } checks the key
next-wait-audience = { $name } adds its audience
next-wait-decision = Your decision about { $name }
next-stopped = See why it stopped

## A new room
room-new-title = Open a room
room-new-lead = A room is between two organisations. Both sign its terms, both bring an audience, and both read the same answers.
room-new-partner = With which partner
room-new-name = What to call it
room-new-name-hint = Both sides see this name. For example: Spring loyalty overlap.
room-new-go = Open the room
room-new-not-now = Not possible now
room-new-none-title = No partner to open a room with
room-new-none-text = A room needs a partner whose people have an organisation here and about whom you decided to go ahead.
room-new-partners = See your partners

## A room
room-with = With { $name }
room-us = Us
room-them = Them
room-closed-on = Closed on { $date }
room-stopped-title = This room does not count now
room-latest = Latest answer
room-no-answer = Nothing has been released yet.
room-see-release = See the release and its ledger entry
room-terms-link = Terms
room-ledger-link = Ledger
room-audience-link = Add or replace your audience
room-close-link = Close this room
room-more = More about this room
room-budget = Privacy budget
room-budget-text = Over all rooms of the two organisations; it does not refill. Each new answer costs { $cost } of epsilon, { $left } is left.
room-runs = Runs
room-no-runs = No runs yet.
fact-decision = Decision
fact-signed = Terms
fact-key = Key
fact-audience = Audience
decision-allows = Allows this room
decision-refuses = Does not allow this room
decision-absent = None needed
decision-needed = Needed
fact-signed-on = Signed on { $date }
fact-not-signed = Not signed yet
fact-key-made-on = Made on { $date }
fact-key-checked-on = Checked on { $date }
fact-key-none = Not yet
fact-audience-unnamed = { $people } people, added on { $date }
fact-audience-ours = { $label } ({ $people } people), added on { $date }
fact-audience-theirs = About { $people } people, added on { $date }
fact-audience-none = Not yet
step-terms-none = Either side proposes them.
step-terms-both = Signed by both, version { $n }.
step-terms-wait-us = Version { $n } waits for your signature.
step-terms-wait-them = You signed version { $n }. Waiting for { $name }.
step-terms-wait-both = Version { $n } waits for both signatures.
step-key-later = Made once the terms are signed.
step-key-make = You make the key and send the link.
step-key-wait-host = { $name } makes the key.
step-key-check = Open the link that { $name } sent you.
step-key-wait-guest = Made. Waiting for { $name } to check it.
step-key-both = The same key on both sides.
step-audiences-later = Hashed on your computer, once the key is checked.
step-audiences-none = Both sides add one.
step-audiences-wait-us = Theirs is here. Add yours.
step-audiences-wait-them = Yours is here. Waiting for { $name }.
step-audiences-gone = Removed when the room closed.
step-audiences-both = Both are here.
step-run-later = Either side can run it.
step-run-now = Either side can run it now.
step-run-done = { $n ->
    [one] Run once.
   *[other] Run { $n } times.
}
step-closed-by = By { $date } at the latest.
step-closed-later = When either side wants, or when the terms run out.
step-closed-on = On { $date }.
col-run-when = When
col-run-by = Asked by
col-run-answer = Answer
col-run-kind = How
run-fresh = New answer
run-repeat = Asked before, free
run-unchanged = Unchanged since { $date }, free

## Terms
terms-title = Terms
terms-new-title = Propose terms
terms-new-lead = Whoever proposes, both sides sign. The numbers may be stricter than these, never looser; and the stricter of the terms and of each side's decision holds.
terms-none-title = No terms yet
terms-none-text = The terms say what is counted, why, and how it is protected. Either side can propose them.
terms-propose = Propose terms
terms-propose-new = Propose other terms
terms-version = Version { $n }, proposed by { $name } on { $date }
terms-changes = What changed since version { $n }
terms-no-changes = Nothing but the dates changed since version { $n }.
terms-was = was { $old }
terms-sign-title = Sign for { $name }
terms-sign-text = You sign exactly these terms; their fingerprint is above. A later change needs new signatures from both.
terms-sign-tick = I have read these terms and may sign them for { $name }
terms-sign-go = Sign
terms-signed-by = Signed by { $name } on { $date }
terms-waiting = Waiting for { $name }
terms-expired = These terms have run out.
terms-fingerprint = Fingerprint (SHA-256)
terms-tightened = A decision makes these figures stricter now: groups of { $k } or more, { $releases } releases.
terms-replace-note = New terms end the signatures under the present ones. Audiences stay if the identifiers stay the same.
fault-terms-tick = Tick the box to sign.
terms-purpose = Purpose
terms-purpose-hint = What the count is for, in words the people counted would understand. It appears on the transparency page.
terms-basis-us = Our legal basis
terms-basis-them = Legal basis of { $name }
terms-basis-hint = The ground under GDPR article 6 on which this side's data takes part.
basis-choose = Choose
basis-consent = Consent
basis-contract = Contract
basis-legal-obligation = Legal obligation
basis-vital-interest = Vital interest
basis-public-task = Public task
basis-legitimate-interest = Legitimate interest
terms-identifiers = Identifiers, in the order they are tried
terms-identifiers-hint = People who match on the first are set aside before the second is tried, so nobody counts twice. Two are as exact as one; more widen the error bar.
terms-identifier-n = Identifier { $n }
terms-profile = How they are written
terms-profile-hint = Both sides bring addresses and numbers into this form before hashing. Entente's own is the most forgiving.
terms-country = Country of phone numbers written without one
terms-country-hint = Two letters, such as FR. Left empty, only numbers with a country code count.
identifier-none = None
identifier-email = E-mail address
identifier-phone = Phone number
identifier-maid = Mobile advertising id
identifier-custom = An id both sides share
profile-entente = Entente
profile-uid2 = UID2
profile-google = Google Customer Match
profile-meta = Meta Custom Audiences
terms-identifier-written = { $kind }, as { $profile } writes it
terms-identifier-country = { $kind }, as { $profile } writes it, numbers of { $country }
terms-k = Minimum group size
terms-k-hint = A smaller count is never shown. { $floor } is the least; 100 suits sensitive data.
terms-k-value = { $n } people
terms-round = Rounded to
terms-round-hint = Counts are shown in steps of this.
terms-n-min = Smallest audience
terms-n-min-hint = Each side brings at least so many people.
terms-epsilon = Epsilon of one release
terms-epsilon-hint = How much one answer may give away. 0.2 makes an error bar of 15 people; smaller is safer and wider.
terms-epsilon-total = Epsilon in all
terms-epsilon-total-hint = What the two organisations may ever learn about one person together, over all rooms.
terms-releases = Releases
terms-releases-hint = How many new answers there may be. Repeating an old question is free.
terms-days = Days until it ends
terms-days-hint = From today, { $n } at most. Nothing is counted after that.
terms-noise = Noise
terms-noise-laplace = Discrete Laplace, drawn fresh for each new answer; 95 of 100 answers are within { $pm }
terms-expiry = Ends
terms-group-what = What for
terms-group-how = How people are matched
terms-group-protect = How they are protected
terms-propose-go = Propose these terms
terms-approval = Letting a result go
terms-approval-automatic = These terms, once both have signed

## Key
key-title = Room key
key-lead-host = The key is made here, in your browser, and this server never has it. Whoever holds it can turn an address into a token of this room, so treat it as you would a password.
key-lead-guest = { $name } sent you a link that ends in #k=. Open it here: your browser checks that it is the key of this room and tells this server only that it is.
key-ways = How shall both sides get the key?
key-way-link = A link
key-way-link-hint = The key is in the part of a link that browsers never send. Send the link over a channel you trust.
key-way-words = A link and six spoken words
key-way-words-hint = Whoever reads the link lacks the words, which you say on the phone. Good where mail is all you have.
key-way-server = Together, through this server
key-way-server-hint = Both of you have this page open at the same time, and compare six words on the phone. No secret is sent at all.
key-join = { $name } can send you a link, or make the key together with you: both of you have this page open and compare six words on the phone.
key-join-go = Make the key together
key-words-say = Say these words to { $name } on the phone
key-words-say-hint = Never send them where the link is sent. This page shows them once.
key-words-read = The six words you were told
key-ask-words = Six spoken words belong to this link. Type the words you were told.
key-words-count = These are { $n } words; there are six.
key-words-unknown = Word { $n } is none that is used here. Was it heard right?
key-words-fault = These are not six words that are used here. Were they heard right?
key-words-mismatch = Link and words do not fit each other, or not this room. Ask for the words once more; nothing was changed.
key-waiting-guest = Waiting for { $name } to open this page and choose to make the key together…
key-waiting-host = Waiting for { $name } to begin…
key-waiting-set = Waiting for { $name } to say that the words are the same…
key-begun = Both of you are here. Agreeing on the key…
key-compare = Compare these words with { $name }, on the phone
key-compare-hint = One of you reads them out, the other listens. If a single word differs, somebody is between you.
key-compare-now = The key is agreed on. Now compare the words with { $name }.
key-same = The words are the same
key-differ = They differ
key-same-done = The words are the same, so nobody is between you. Save the key: you need it to hash your list.
key-over = This agreement has ended, and no key was made. If the words differed, somebody may be between you: tell both sides’ security people before you begin again.
key-tampered = What was passed on was changed on the way, so no key was made. Begin again; if it happens twice, use the command line and tell your security people.
key-keep = Keep the key in this browser
key-keep-hint = Sealed so that it cannot be copied out, until you untick this or clear the browser’s data. Without it, the key is gone when this page closes.
key-make = Make the key
key-link = The link for { $name }
key-link-hint = Send it over a channel you trust, such as an encrypted message. This page shows it once; keep the key as well, you need it to hash your list.
key-link-name = Link with the key
key-save = Save the key as a file
key-post = I have sent or saved it: use this key
key-reading = Reading the key from the link…
key-paste = Paste the key or the link
key-paste-hint = Everything after #k=, the whole link, or the content of a key file.
key-check = Check the key
key-confirm = Confirm that we hold it
key-matches = This is the key of this room.
key-mismatch = This is not the key of this room, so nothing would match. Ask { $name } to send the link again.
key-malformed = This is not a room key. Paste the whole link, or everything after #k=.
key-failed = The key could not be made in this browser. Try a current browser, or use the command line.
key-no-script-title = Without JavaScript
key-no-script-host = Run this on your computer, keep the file, and paste the check value that it prints:
key-no-script-guest = Save the key that you were sent in a file, run this on your computer, and paste the check value that it prints:
key-kcv = Key check value
key-kcv-hint = 16 hexadecimal digits. It tells whether two keys are the same and nothing else.
key-kcv-go = Use this check value
key-done-host = The key is made and { $name } has checked it.
key-wait-guest = The key is made. Waiting for { $name } to check it. If the link is lost, send the key from your file again; this server does not have it.
key-done-guest = Your side has checked the key.
key-wait-host = { $name } has not made the key yet. You will be sent a link.
key-wait-terms = Both sides sign the terms first.
key-facts = What this server knows
key-facts-text = The check value alone, 8 bytes that say “same key” without saying which. The part of a link after # is never sent to a server.

## Run
run-title = Run the overlap
run-lead = Counts the people who are in both audiences. Both sides read the same answer.
run-us = Our audience
run-them = Their audience
run-cost = What it costs
run-cost-text = One of { $left } releases left, and { $cost } of epsilon. A question that was answered before costs nothing.
run-error-bar = Error bar
run-error-bar-text = { $pm } people either way, in 95 of 100 answers; rounded to { $r }
run-threshold = Smallest group shown
run-go = Run it
run-not-now = It cannot run now
run-first = What comes first: { $name }.
run-spent = Nothing is left of the budget. A question that was answered before still gets its answer.
run-tick = Results appear a few seconds after the count, always on the same beat, so that the time says nothing.

## Release
release-title = Release
release-drawn = Drawn on { $date }
release-question = Question
release-question-text = How many people are in both audiences?
release-host-audience = Audience of { $name }
release-people-about = about { $n } people
release-cost = Cost
release-cost-text = { $epsilon } of epsilon
release-how-title = How to read it
release-how-value = Noise was added once, then the number was rounded. The true number lies within the error bar in 95 of 100 releases. Asking again gives this same answer.
release-how-below = Fewer than the minimum group. It may be nobody, or one person less than the minimum; the two are not told apart.
release-how-above = All but a few of the smaller audience are in both. The exact number would point at those few, so it is withheld.
release-ledger = In the ledger

## Ledger
ledger-title = Ledger
ledger-lead = Everything that counts in this room, in order. Both sides read the same entries. They are the leaves of one hash tree, whose root changes with every one of them.
ledger-holds = { $n ->
    [one] The tree of { $n } entry holds together.
   *[other] The tree of { $n } entries holds together.
}
ledger-broken = The tree is broken at entry { $n }. Tell your operator and your partner.
ledger-empty = Nothing has happened yet.
col-ledger-no = No.
col-ledger-when = When
col-ledger-what = What
col-ledger-leaf = Leaf hash
ledger-terms-signed = { $name } signed terms { $what }
ledger-key-checked = { $name } showed that it holds the key
ledger-audience-received = { $name } added an audience of about { $n } people
ledger-run = { $name } asked for the overlap
ledger-release-new = Released: { $answer }, at a cost of { $epsilon } of epsilon
ledger-release-again = Answered again, free: { $answer }

## Close
room-close-title = Close this room
room-close-text = Nothing more can be counted here. The tokens of both audiences are deleted and the key that made them useful on this server is destroyed; answers and the ledger stay readable for both. This cannot be undone.
room-close-reason = Why
room-close-reason-hint = Both sides' audit logs keep this sentence.
room-close-go = Close it for good
room-close-stay = Keep it open

## In the audit log
act-room-open = Opened a room
act-room-close = Closed a room
act-terms-propose = Proposed terms of a room
act-terms-sign = Signed terms of a room
act-key-create = Made a room key
act-key-check = Checked a room key
act-audience-receive = Added an audience to a room
act-overlap-run = Ran an overlap
