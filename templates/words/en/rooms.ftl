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
refused-no-split = These terms do not allow a count by identifier. Propose terms that do.
refused-no-matrix = These terms do not allow a count by segment. Propose terms that do.
refused-no-segments = Neither audience has segments. Hash a list with a segment column and upload it.
refused-budget-releases = Every release of the privacy budget has been used. Repeating an earlier question stays free.
refused-budget-epsilon = What is left of the privacy budget is less than one release costs. Repeating an earlier question stays free.
refused-key-host = The organisation that opened the room makes its key.
refused-key-guest = The organisation that was invited checks the key; yours made it.
refused-key-not-made = The room key has not been made yet.
refused-key-before-terms = Both sides sign the terms first; then the key is made.
refused-key-mismatch = This is not the key of this room, so nothing would match. Ask for the link again, or paste the whole key.
conflict-room-closed = The room is closed for good, so nothing in it can change.
conflict-room-moved = The room changed while this was running. Nothing was released or charged; run it again.
conflict-release-settled = This answer does not wait for anybody any more.
conflict-release-judged = Your organisation has said its word on this answer already.
conflict-terms-none = There are no terms to sign yet.
conflict-terms-stale = The terms have changed since you read them. Read the new version, then sign it.
conflict-terms-expired = These terms have run out. Propose new ones.
conflict-terms-signed = Your organisation has signed these terms already.
conflict-terms-changed = The terms changed while the file was on its way. Nothing was kept; send it again under the new terms.
conflict-key-made = This room has its key already. If it is lost, close the room and open another.
conflict-key-reused = This key was used in another room, which would link the people of both. Make a fresh one.

## Faults of fields
fault-room-name = Name the room in one line of 1 to 120 characters.
fault-room-partner = Choose a partner.
fault-room-reason = Say in a few words why, in 500 characters at most.
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
fault-terms-one-identifier = A count by identifier needs two identifiers. Name a second one, or leave this out.
fault-terms-too-many-identifiers = With more than { $n } identifiers no matrix is safe. Name fewer, or leave this out.
fault-ask = Choose one of the questions.
fault-verdict = Choose whether the answer may be shown.
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
flash-run-held = Counted and charged. The answer is held until both sides let it go.
flash-release-approve = Your side lets this answer go.
flash-release-released = Both sides let this answer go; both read it now.
flash-release-deny = The answer stays unseen for good. What it cost stays spent.
flash-run-repeat = The same question had been answered before; it cost nothing.
flash-run-unchanged = The audiences changed too little for a new answer; it cost nothing.
flash-room-closed = The room is closed, its tokens are deleted and the key to them is destroyed.

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
next-approve = Approve an answer
next-wait-approve = { $name } approves an answer
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
fact-opt-outs = Opt-outs
fact-opt-outs-none = None listed
fact-opt-outs-ours = { $n ->
    [one] { $n } person, left out of both audiences
   *[other] { $n } people, left out of both audiences
}
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
col-run-ask = Question
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
terms-noise-exact = None: counts are exact to their rounding
terms-exact-warning = These terms add no noise. Nothing but the group size, the rounding and the few releases protects the people counted; both sides must want that.
terms-by-identifier = Count by identifier
terms-by-segment = Count by segment
terms-allowed = May be asked
terms-not-allowed = May not be asked
terms-seg-min = Smallest segment
terms-seg-min-hint = Smaller segments are counted as "other". 100 is the least; twice the group size holds in any case.
terms-group-show = What may be asked and shown
terms-form-automatic = These terms let every answer go
terms-form-automatic-hint = Signing them is the consent of both sides.
terms-form-both = A manager or owner of each side lets each answer go
terms-form-both-hint = Until then the answer is held. One no ends it for good; what it cost stays spent.
terms-form-by-identifier = Count by identifier may be asked
terms-form-by-identifier-hint = How many people met by each identifier. Costs one more epsilon for each identifier.
terms-form-by-segment = Count by segment may be asked
terms-form-by-segment-hint = How many people each of your segments shares with each of theirs. Costs one release.
terms-form-noise = Noise is added
terms-form-noise-hint = Protects each person by a known bound. Recommended.
terms-form-exact = No noise: exact to the rounding
terms-form-exact-hint = Needs groups of 100 or more and three releases at most. Use it only where both sides need it.
terms-expiry = Ends
terms-group-what = What for
terms-group-how = How people are matched
terms-group-protect = How they are protected
terms-propose-go = Propose these terms
terms-approval = Letting a result go
terms-approval-both = A manager or owner of each side, answer by answer
terms-approval-automatic = These terms, once both have signed

## Key
key-title = Room key
key-lead-host = The key is made here, in your browser, and never leaves it except in the link you send. Whoever has it can turn an address into a token of this room, so send it as you would send a password.
key-lead-guest = { $name } sent you a link that ends in #k=. Open it here: your browser checks that it is the key of this room and tells this server only that it is.
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
run-left = What is left
run-left-text = { $left } releases and { $epsilon } of epsilon, over all rooms of the two. A question that was answered before costs nothing.
run-opt-outs = Opt-outs, left out of both audiences
run-ask = What to count
run-ask-hint = Costs { $cost } of epsilon; can be asked { $left } more times. { $bar }
ask-overlap = How many people are in both audiences
ask-by-identifier = The same, by identifier
ask-by-segment = The same, by segment
run-error-bar = Error bar
run-error-bar-text = { $pm } people either way, in 95 of 100 answers; rounded to { $r }
run-error-bar-exact = Exact, rounded to { $r }
run-error-bar-parts = The total { $pm } people either way in 95 of 100 answers, each part { $parts }; rounded to { $r }
run-threshold = Smallest group shown
run-go = Run it
run-not-now = It cannot run now
run-spent = Nothing is left of the budget. A question that was answered before still gets its answer.
run-tick = Results appear a few seconds after the count, always on the same beat, so that the time says nothing.

## Release
release-title = Release
release-drawn = Drawn on { $date }
release-question = Question
release-host-audience = Audience of { $name }
release-people-about = about { $n } people
release-cost = Cost
release-cost-text = { $epsilon } of epsilon
release-how-title = How to read it
release-how-value = Noise was added once, then the number was rounded. The true number lies within the error bar in 95 of 100 releases. Asking again gives this same answer.
release-how-below = Fewer than the minimum group. It may be nobody, or one person less than the minimum; the two are not told apart.
release-how-above = All but a few of the smaller audience are in both. The exact number would point at those few, so it is withheld.
release-how-exact = Nothing was added; the number was rounded. Asking again gives this same answer.
release-how-withheld = With what else is shown, the total would give a withheld number away, so it is withheld too.
release-how-held = The answer is drawn and charged. Both sides see it once a manager or owner of each has let it go.
release-how-denied = A side refused to show this answer, so nobody sees it. What it cost stays spent, and asking again for the same people changes nothing.
release-said-yes = { $name } lets it go
release-said-no = { $name } refused
release-said-nothing = { $name } has not said yet
release-verdict-title = May this answer be shown?
release-verdict-text = You decide before anybody has seen it. Look for a list that is oddly small or has changed by a few people only: such lists are made to single people out.
release-their-size = Size of the list of { $name }
release-their-change = Its change since the answer before
release-change-first = This is the first answer, or the earlier list is gone
release-change-people = { $n ->
    [0] fewer than 50 people joined or left
   *[other] about { $n } people joined or left
}
release-epsilon-left = Epsilon left, over all rooms of the two
release-approve-go = Let it go
release-deny-go = Refuse it for good
table-split-caption = People by the identifier on which they met
table-identifier = Identifier
table-people = People
table-other = Everybody else
table-segment = Segment { $n }
table-withheld = withheld
table-shown-cells = Shown cells
table-matrix-caption = Segments of { $down } by segments of { $across }
table-matrix-corner = { $down } ↓ { $across } →
table-bar = Each number is within { $pm } in 95 of 100 answers.
table-bar-exact = Nothing was added to the numbers.
table-matrix-note = { $bar } Groups below { $k } are withheld, and so is whatever would give one away. Sums add up what is shown and nothing else; the total above is drawn for itself and need not fit them.
table-split-note = Each number is within { $pm } in 95 of 100 answers, and the total is drawn for itself, so they need not add up.
table-split-note-exact = Nothing was added to the numbers.
export-csv = Download as CSV
export-xlsx = Download as a spreadsheet
export-answer = Answer
reach-title = Rate and reach
reach-rate = Share of the list of { $name } that is in both
reach-percent = about { $n } %
reach-below = less than { $n } %
reach-above = { $n } % or more
reach-together = Reached by either list
reach-alone = Reached by { $name } alone
reach-note = Worked out from the numbers above and from sizes rounded to 100, never from the lists.
release-ledger = In the ledger

## Ledger
ledger-title = Ledger
ledger-lead = Everything that counts in this room, in order. Both sides read the same entries, and each entry names the one before it.
ledger-holds = { $n ->
    [one] The chain of { $n } entry holds together.
   *[other] The chain of { $n } entries holds together.
}
ledger-broken = The chain is broken at entry { $n }. Tell your operator and your partner.
ledger-empty = Nothing has happened yet.
ledger-head = Head of the chain
col-ledger-no = No.
col-ledger-when = When
col-ledger-what = What
col-ledger-leaf = Leaf hash
ledger-terms-signed = { $name } signed terms { $what }
ledger-key-checked = { $name } showed that it holds the key
ledger-audience-received = { $name } added an audience of about { $n } people
ledger-opt-outs-received = { $name } added a list of about { $n } opt-outs
ledger-run = { $name } asked: { $what }
ledger-run-opt-outs = { $name } asked: { $what }; about { $n } opt-outs honoured
ledger-held = An answer was drawn at a cost of { $epsilon } of epsilon; it is held
ledger-held-again = The same answer was asked for again, free; it is held
ledger-approved = { $name } lets an answer go
ledger-denied = { $name } refused an answer
ledger-opened = Both sides let it go: { $answer }
ledger-release-new = Released: { $answer }, at a cost of { $epsilon } of epsilon
ledger-release-again = Answered again, free: { $answer }
ledger-closed = The room was closed

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
