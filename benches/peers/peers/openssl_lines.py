"""What a shell loop does: one `openssl` for every address. Checks each against Python's own HMAC."""

import base64
import hmac
import json
import subprocess
import sys

key_file, source, few = sys.argv[1:]
_, room, key, _ = open(key_file).read().strip().split(":")
key = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
prk = hmac.digest(b"entente/v1" + room.encode(), key, "sha256")
email = hmac.digest(prk, b"tok/email\x01", "sha256")
done = 0
with open(source) as lines:
    next(lines)
    for line in lines:
        value = line.split(",")[1].strip().lower().encode()
        command = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{email.hex()}", "-binary"]
        mac = subprocess.run(command, input=value, capture_output=True, check=True).stdout
        assert mac == hmac.digest(email, value, "sha256")
        done += 1
        if done == int(few):
            break
print(json.dumps({"answer": done}))
