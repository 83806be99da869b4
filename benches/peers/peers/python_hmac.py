"""A short Python script that does what `entente hash` does to addresses that need only trimming and lower case."""

import base64
import csv
import hashlib
import hmac
import json
import sys

how, key_file, source, target = sys.argv[1:]
_, room, key, _ = open(key_file).read().strip().split(":")
key = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
prk = hmac.digest(b"entente/v1" + room.encode(), key, "sha256")
email = hmac.digest(prk, b"tok/email\x01", "sha256")

rows, seen = 0, set()
with open(source, newline="", encoding="utf-8") as lines, open(target, "w") as out:
    out.write("email\n")
    for row in csv.DictReader(lines):
        value = row["email"].strip().lower().encode()
        if how == "new":
            token = hmac.new(email, value, hashlib.sha256).digest()[:16]
        else:
            token = hmac.digest(email, value, "sha256")[:16]
        if token in seen:
            continue
        seen.add(token)
        rows += 1
        out.write(token.hex() + "\n")
print(json.dumps({"rows": rows}))
