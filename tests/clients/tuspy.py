"""Uploads a file with tuspy: a first part with its checksum, a break, and the rest from where the server says it was.

python tuspy.py ENDPOINT TOKEN ROOM KCV FILE
"""

import sys

from tusclient.client import TusClient

endpoint, token, room, kcv, path = sys.argv[1:]
client = TusClient(endpoint, headers={"Authorization": f"Bearer {token}"})
metadata = {"room": room, "kcv": kcv, "label": "By tuspy"}

first = client.uploader(path, chunk_size=20_000, metadata=metadata, upload_checksum=True)
first.upload_chunk()
assert first.offset == 20_000, first.offset

second = client.uploader(path, url=first.url, chunk_size=20_000, upload_checksum=True)
assert second.offset == 20_000, second.offset
second.upload()
print(second.url)
