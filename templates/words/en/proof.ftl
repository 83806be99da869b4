# Words of what can be proved: downloads, deletion receipts, how to verify.

## Why a room closed
ledger-closed-left = { $name } closed the room.
ledger-closed-expired = The room closed because its terms had run out.
ledger-closed-decision = The room closed because the decision that it stood on no longer holds.
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
