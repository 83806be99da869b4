"""GNU coreutils on lines of hexadecimal digits: `sort -u`, and `comm` of two sorted files."""

import json
import subprocess
import sys


def build(source, out):
    subprocess.run(["sort", "-u", "--parallel=1", "-S", "4G", "-o", out, source], check=True)
    return int(subprocess.run(["wc", "-l", out], check=True, capture_output=True, text=True).stdout.split()[0])


def count(folder):
    ordered = [f"{folder}/{at}.sorted" for at in "ab"]
    with subprocess.Popen(["comm", "-12", *ordered], stdout=subprocess.PIPE) as shared:
        lines = subprocess.run(["wc", "-l"], stdin=shared.stdout, check=True, capture_output=True, text=True)
    return int(lines.stdout)


def order(a, b, folder):
    for at, path in zip("ab", (a, b)):
        subprocess.run(["sort", "-u", "-S", "4G", "-o", f"{folder}/{at}.sorted", path], check=True)
    return 0


print(json.dumps({"answer": {"build": build, "count": count, "order": order}[sys.argv[1]](*sys.argv[2:])}))
