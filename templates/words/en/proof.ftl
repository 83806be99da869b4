# Words of what can be proved: downloads, deletion receipts, how to verify.

## Why a room closed
ledger-closed-left = { $name } closed the room.
ledger-closed-expired = The room closed because its terms had run out.
ledger-closed-decision = The room closed because the decision that it stood on no longer holds.
ledger-closed-trigger = The room closed because one side learned something about the other that ended its decision early.
ledger-closed-never-signed = The room closed because both sides had not signed terms within 30 days.
ledger-closed-finished = The room closed because the last answer that its terms allow was given.
ledger-destroyed = The pepper and { $n ->
    [0] everything else that the room held were destroyed; nobody had brought a list
    [one] the tokens of { $n } list were destroyed
   *[other] the tokens of { $n } lists were destroyed
}

## Downloads
download-ledger = Download the ledger
download-audit = Download the whole log
download-receipt = Download the receipt
download-checkpoint = Save a checkpoint
download-key = This server's verifying key
ledger-root = Root of the hash tree
verify-title = Check it yourself
verify-text = Save a checkpoint now and then, and keep it where this server cannot reach it. The downloaded file is checked offline by the command below: it finds every entry that was changed, dropped, moved or added, a history that was cut or rewritten since your checkpoint, and every release that did not follow the signed terms.
audit-verify-text = The command checks the downloaded file offline. With a checkpoint that you saved earlier it also finds a history that was cut or rewritten since. Records of the last minute come with the next download.

## Deletion receipt
room-receipt-link = Deletion receipt
receipt-room-title = Deletion receipt
receipt-lead = On { $date }, everything that this room held was gone from this server: the pepper, which gave the tokens their meaning, and the tokens themselves.
receipt-people = { $n ->
    [0] Fewer than 50 people
   *[other] About { $n } people
}
receipt-no-lists = Nobody had brought a list to this room.
receipt-no-pepper = No key had been made, so there was none
receipt-closed = Room closed, pepper destroyed
receipt-because = Why
receipt-pepper = Id of the pepper
receipt-key = Signed by
receipt-signature = Signature
receipt-limits = The receipt speaks for this server's files and database. A copy of the disk that somebody made before the closing may still hold tokens; without the pepper and the room key they are random bytes. Answers that were released, and the ledger, stay readable for both sides.
col-receipt-owner = List of
col-receipt-people = Size
col-receipt-received = Received
col-receipt-digest = Digest of its tokens
conflict-receipt-open = There is a deletion receipt once the room is closed and its data is destroyed.
conflict-receipt-pending = The room is closed, and its data is being destroyed. The receipt will be here in a moment.

## In the audit log
act-room-destroy = Destroyed what a closed room held

## What ends a room, in the terms
terms-ending = End it with the last answer
terms-ending-hint = The room then closes, and its data is destroyed, as soon as no release is left, and not only on the date above.
terms-ends-early = Ends earlier
terms-ends-early-no = When either side closes it, or a decision no longer holds
terms-ends-early-last = Also with the last answer that these terms allow

## Who could learn what
room-learn-link = Who could learn what
learn-title = Who could learn what
learn-answers = { $n ->
    [0] Nothing has been answered in this room yet.
    [one] { $n } new answer has been given in this room.
   *[other] { $n } new answers have been given in this room.
}
learn-destroyed = The room is closed and what it held is destroyed. What remains are the answers and the ledger.
learn-no-terms = There are no terms yet, so nothing can be counted and there are no numbers to show.
learn-numbers-title = About one person
learn-now = So far
learn-next = After one more answer
learn-total = After all that the terms allow
learn-guess = { $percent } % at most, for { $epsilon } of epsilon
learn-k = Smallest group shown
learn-k-value = { $n } people
learn-meaning = Somebody who knows both lists except for one person, and would be right about that person half of the time by tossing a coin, is right at most { $percent } % of the time after the answers so far. That holds whatever they ask, plant in their own list, or know from elsewhere. It counts all rooms of the two organisations together, and not what several people have in common: about a group of people who are in a list only together, more can be learned.
learn-parties-title = Party by party
learn-meaning-exact = These two organisations count without noise, here or in another room. Somebody who knows both lists except for one person can then find out about that person for certain, as soon as a number is shown. What protects people is the smallest group shown and the few answers that the terms allow.
learn-company-sees = The terms, the size of the other list to the nearest hundred, and the answers that were released.
learn-company-could = About any one person in the list of { $other }: the percentages above, no more. Never a row, a token or a name. A group smaller than the smallest group shown is reported as fewer than that, and nobody is told whether it is empty.
learn-server = The server and its operator
learn-server-sees = Both lists as random-looking tokens, which tokens meet, and the exact count before noise is added.
learn-server-could = How many rows and people each list has and how they overlap, but not who anybody is: the room key never reaches the server. An operator who changes the code that a browser is served could steal the key; the command line is the strict path.
learn-server-sees-closed = The answers, the ledger and the sizes of the lists. Tokens and pepper are destroyed.
learn-server-could-closed = No more than both companies can. A copy of the disk from before the closing would hold random bytes without a meaning.
learn-collusion = The server together with one company
learn-collusion-sees = What the server sees, and the room key.
learn-collusion-could = Everything: they can test guesses until they find who is in the other list. If you do not trust whoever runs this server to stay apart from your partner, do not use this mode. It ends when the room closes.
learn-collusion-sees-closed = The answers, the ledger, and a room key that opens nothing any more.
learn-collusion-could-closed = Nothing beyond the answers, unless they kept copies together while the room was open.
learn-thief = Somebody who steals the disk or a backup
learn-thief-sees = The database and the tokens, which were keyed again on arrival.
learn-thief-could = Sizes, terms and answers. The tokens are random bytes without both the pepper, which the master key seals, and the room key, which only the companies have.
learn-thief-sees-closed = The database. No tokens.
learn-thief-could-closed = Sizes, terms and answers.
learn-outsider = Everybody else
learn-outsider-sees = Nothing, unless a side lists the room on its public transparency page: then who, for what purpose, and until when.
learn-outsider-could = Nothing about any person.
learn-legal = Keyed hashes are pseudonymous personal data for whoever holds the room key. Both companies do.
col-learn-who = Who
col-learn-sees = What they see
col-learn-could = What they could work out

## Transparency: settings and the notice of a room
settings-transparency = Transparency page
settings-transparency-text = What the public can read about your data partnerships, and how people opt out.
transparency-lead = One public page for your organisation. It lists the rooms that you choose to list, one by one, on each room's own page, with who, why, what data, until when and how to opt out.
transparency-published = Let the public read this page
transparency-slug = Address of the page
transparency-slug-hint = Small letters, digits and hyphens, such as your company's name. It follows /t/ in the address.
transparency-opt-out = How people opt out
transparency-opt-out-hint = In English, in words your customers understand. It stands on the page and in every notice.
transparency-opt-out-fr = How people opt out, in French
transparency-opt-out-fr-hint = Leave one of the two empty if you have it in one language: the page and the notice in the other language then show it as it is, and say so.
transparency-contact = Whom people ask
transparency-contact-hint = One line: an address, a phone number or a form.
flash-transparency-saved = The transparency page is saved.
fault-transparency-slug = Use 3 to { $n } small letters, digits and hyphens.
fault-transparency-slug-taken = Another organisation has this address. Choose another.
fault-transparency-contact = Write one line of 1 to { $n } characters.
fault-transparency-opt-out = Write it in at least one of the two languages, in { $n } characters at most.
room-notice-link = Notice for the public
notice-title = Notice for the public
notice-lead = A plain-language notice about this room, made from the signed terms, in English and French. Publish it where your customers look, and list the room on your transparency page.
notice-copy = Copy the notice
notice-download = Download as text
notice-list = List this room on our transparency page
notice-unlist = Take it off our transparency page
notice-state-nothing = There is a notice once both sides have signed terms, and until the room ends.
notice-state-private = Your organisation does not list this room in public. The other side decides for itself.
notice-state-listed = Your organisation lists this room on its transparency page.
notice-state-unpublished = Your organisation lists this room, but nobody can read its transparency page until an owner publishes it in the settings.
flash-room-listed = The room is on your transparency page.
flash-room-unlisted = The room is no longer on your transparency page.
conflict-notice-nothing = There is a notice once both sides have signed terms, and until the room ends.
act-room-list = Listed a room on the transparency page
act-room-unlist = Took a room off the transparency page
act-transparency-change = Changed the transparency page
