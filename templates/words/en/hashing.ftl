# Words of hashing a list and sending its tokens.

## Uploads that cannot be used
unusable-upload-broken = The upload broke off before its end. Nothing was kept; send the file again.
unusable-upload-gzip = The upload says that it is gzip-compressed, and is not. Nothing was kept; pack the file again, or send it unpacked.
unusable-upload-kind = The file has a column { $kind }, which the signed terms do not name. Hash the list again without it, or agree on new terms.
unusable-upload-rows = The file has more than { $n } rows, the most that this server takes.
unusable-upload-large = The upload is larger than { $n } MiB, the most that this server takes.
unusable-upload-bomb = The upload unpacks to far more than a list of tokens could. Nothing was kept.
unusable-upload-nobody = The file names no people: no row has a token of the kinds that the terms name.
unusable-upload-empty = The file is empty. Its first line must name the columns; hash the list again.
unusable-upload-column = Column { $n } has a name that no hashed list has. Send a file made on this page or by “entente hash”.
unusable-upload-twice = The column { $column } is there twice. Hash the list again with one.
unusable-upload-no-tokens = The file has no column of tokens. Send a file made on this page or by “entente hash”.
unusable-upload-ragged = Row { $row } has { $fields } fields, but the first line names { $expected } columns. The file was changed after it was hashed; hash the list again.
unusable-upload-token = Row { $row }, column { $column }: this is no token. Hash the list first, with this room’s key; raw addresses and numbers must not be sent.
unusable-upload-segment = Row { $row }: the segment is longer than 64 bytes or is no text.
unusable-upload-quote = Line { $line }: a quotation mark is missing or too many. Hash the list again.
unusable-upload-binary = Line { $line } holds binary data. Send a file made on this page or by “entente hash”.
unusable-upload-parquet = This is a Parquet file. Send it with “entente push”, which unpacks it, or hash the list to CSV.
unusable-upload-zip = This is a zip archive or a workbook. Hash the list first, on this page or with “entente hash”.
unusable-upload-other = This is no hashed list. Send a file made on this page or by “entente hash”.
unusable-upload-other-key = The list was hashed with another key than this room’s, so nobody would match. Take the key from the room’s invitation link and hash the list again.
unusable-upload-no-check = The upload does not say which key it was hashed with. Send the key check value, 16 hexadecimal digits, with it.
unusable-upload-slow = The upload stopped for too long. Nothing was kept; send the file again.
