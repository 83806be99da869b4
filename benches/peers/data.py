"""The lists, made from a seed: the same on every machine. Half of the smaller list is in the other one, too."""

import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

SEED = 20261124


def token_rows(rows, seed, shared):
    """`rows` distinct tokens of 16 bytes in no order, the first half of them common to every list with the same `shared`."""
    common = np.random.Generator(np.random.PCG64(SEED)).bytes(16 * shared)
    own = np.random.Generator(np.random.PCG64(SEED + seed)).bytes(16 * (rows - shared))
    tokens = np.frombuffer(common + own, dtype="V16")
    return tokens[np.random.Generator(np.random.PCG64(SEED + 100 + seed)).permutation(rows)]


def segments(rows, seed):
    """The segment of each row, from 0 to 49, as text."""
    chance = np.random.Generator(np.random.PCG64(SEED + 400 + seed))
    return pa.array(chance.integers(0, 50, rows).astype("U2"))


def parquet(path, tokens, segments=None):
    """A client file as the README describes it: one column of 16 bytes, and perhaps one of segments."""
    if Path(path).exists():
        return
    column = pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(tokens), [None, pa.py_buffer(tokens.tobytes())])
    columns, fields = [column], [pa.field("email", pa.binary(16), nullable=False)]
    if segments is not None:
        columns.append(segments)
        fields.append(pa.field("segment", pa.string(), nullable=False))
    metadata = {"entente.format": "1", "entente.normalisation": "entente"}
    table = pa.table(columns, schema=pa.schema(fields, metadata=metadata))
    keep(path, lambda part: pq.write_table(table, part, compression="none", use_dictionary=False))


def hex_lines(path, tokens):
    """The same tokens as text, one a line: what `sort` and `comm` read."""
    if Path(path).exists():
        return
    def write(part):
        with open(part, "wb") as out:
            for at in range(0, len(tokens), 1 << 20):
                digits = tokens[at : at + (1 << 20)].tobytes().hex()
                out.write(b"".join(digits[i : i + 32].encode() + b"\n" for i in range(0, len(digits), 32)))
    keep(path, write)


def emails(path, rows):
    """A CSV of addresses that only want trimming and lower case, so that a short script can spell them right, too."""
    if Path(path).exists():
        return
    chance = np.random.Generator(np.random.PCG64(SEED + 300))
    hosts = ["Example.com", "mail.example.org", "post.example.net", "Shop.Example.co.uk", "example.fr"]
    names = ["jane", "Omar", "li.wei", "sofia", "BJORN", "amelie", "kofi", "maria-jose", "tom", "yuki"]
    first, host, number = chance.integers(0, 10, rows), chance.integers(0, 5, rows), chance.permutation(rows)
    def write(part):
        with open(part, "w", encoding="utf-8", newline="\n") as out:
            out.write("id,email\n")
            for at in range(rows):
                out.write(f"{at},{names[first[at]]}.{number[at]}@{hosts[host[at]]}\n")
    keep(path, write)


def keep(path, write):
    """Writes under another name first, so that a broken run leaves no half file to be taken for a whole one."""
    part = Path(f"{path}.part")
    write(part)
    part.rename(path)


def digest_of_tokens(tokens):
    """One value for a set of tokens, whatever their order: the answer of `hash`."""
    ordered = np.sort(np.frombuffer(tokens, dtype="S16") if isinstance(tokens, (bytes, bytearray)) else tokens)
    return hashlib.sha256(ordered.tobytes()).hexdigest()[:16]


def digest_of_cells(cells):
    """One value for the cells of a matrix, whatever their order: triples of two segments and a number of people above zero."""
    lines = sorted(f"{int(a)},{int(b)},{int(people)}" for a, b, people in cells)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
