"""Holds annotated Word files against the validator of the Open XML SDK.

    validate.py VALIDATOR ORIGINALS ANNOTATED [KEPT]

A kind of error that a file below ANNOTATED has, and the file of the same name below
ORIGINALS has not, is a fault. Kinds are compared and not numbers: where a run is split, an
error in it is there twice. What the validator says of a file is kept in the folder KEPT,
by the digest of the file, for the next run.
"""

import collections
import concurrent.futures
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

LONGEST = 300


def errors(validator, path, kept):
    """What the validator says of a file."""
    known = kept and kept / f"{hashlib.sha256(path.read_bytes()).hexdigest()[:24]}.json"
    if known and known.exists():
        return json.loads(known.read_text("utf-8"))["errors"]
    with tempfile.TemporaryDirectory() as folder:
        # The validator goes by the ending, and knows no name that is not plain.
        copy = pathlib.Path(folder) / f"draft{path.suffix.lower()}"
        shutil.copyfile(path, copy)
        done = subprocess.run(
            [validator, str(copy)], capture_output=True, timeout=LONGEST, check=False
        )
    said = json.loads(done.stdout)
    if known:
        known.write_text(json.dumps(said), "utf-8")
    return said["errors"]


def kinds(validator, path, kept):
    """The kinds of errors in a file, with an example each."""
    found = {}
    for it in errors(validator, path, kept):
        text = re.sub(r"'[^']*'|\d+", "…", it["description"] or "")
        # What an element may hold depends on where it stands; what it holds is the kind.
        names = re.findall(r"'([^']*)'", it["description"] or "")[:1]
        kind = (it["id"], text.split(" List of possible")[0], *[re.sub(r"\d+", "…", it) for it in names])
        found.setdefault(kind, f"{it['path']} {it['xPath']}: {it['description']}")
    return found


def one(task):
    validator, original, annotated, kept = task
    try:
        before, after = kinds(validator, original, kept), kinds(validator, annotated, kept)
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as it:
        return None, [f"the validator fails: {it!r}"]
    return not before, [text for kind, text in after.items() if kind not in before]


def main():
    validator, originals, annotated = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
    kept = pathlib.Path(sys.argv[4]) if 4 < len(sys.argv) else None
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
    names = sorted(it.relative_to(annotated) for it in annotated.rglob("*.do[ct][xm]"))
    tasks = [(validator, originals / it, annotated / it, kept) for it in names]
    clean, wrong = collections.Counter(), 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for name, (before, new) in zip(names, pool.map(one, tasks)):
            clean[before] += 1
            wrong += bool(new)
            for text in new:
                print(f"{name}: {text}")
    print(
        f"validator: {len(names)} files, {clean[True]} without an error before, "
        f"{clean[None]} it cannot judge; {wrong} have a new kind of error"
    )
    return 1 if wrong or not names else 0


sys.exit(main())
