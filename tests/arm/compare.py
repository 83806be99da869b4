"""Asks a program for 8,000 MACs and compares each with Python's `hmac`: short messages, long ones, four of a length and not."""

import hashlib
import hmac
import random
import subprocess
import sys

dice = random.Random(5)
lines, expected = [], []
for number in range(2000):
    key = dice.randbytes(dice.choice([1, 16, 32, 64]))
    longest = dice.choice([56, 64, 300])
    messages = [dice.randbytes(dice.randrange(1, longest)) for _ in range(4)]
    lines.append(" ".join(text.hex() for text in [key, *messages]))
    expected.append(" ".join(hmac.new(key, message, hashlib.sha256).hexdigest() for message in messages))
asked = subprocess.run(sys.argv[1:], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False)
if asked.returncode != 0:
    sys.exit(f"the kernel failed: {asked.stderr[-500:]}")
got = asked.stdout.splitlines()
if got != expected:
    wrong = [number for number, pair in enumerate(zip(got, expected)) if pair[0] != pair[1]]
    sys.exit(f"{len(got)} lines came back, and these are wrong: {wrong[:10]}")
print(f"tests/arm: {4 * len(got)} MACs of the AArch64 kernel are those of Python's hmac")
