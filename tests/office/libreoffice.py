"""Opens annotated Word files in LibreOffice, by hand and not in CI.

    libreoffice.py ORIGINALS ANNOTATED KEPT

Each file below ANNOTATED has to read as text like the file of the same name below
ORIGINALS, and to show the comments that its package holds. One profile for a run, some
files at a time, and one by one where LibreOffice gives up. What it makes of a file is
kept in the folder KEPT, by the digest of the file, for the next run.
"""

import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile

LONGEST = 120
TOGETHER = 20
FORMATS = {"txt": "txt:Text (encoded):UTF8", "fodt": "fodt"}


def convert(work, kind, files):
    """Has LibreOffice make text or a flat document of these files, as far as it comes."""
    program = subprocess.Popen(
        [
            "soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{work}/profile",
            "--convert-to", FORMATS[kind], "--outdir", str(work / "out"), *map(str, files),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        program.wait(LONGEST + 10 * len(files))
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def converted(paths, kind, kept):
    """What LibreOffice makes of each file; None if it makes nothing in time."""
    names = {}
    for it in paths:
        digest = hashlib.sha256(it.read_bytes()).hexdigest()[:24]
        names[it] = (digest, kept / f"{digest}.{kind}")
    missing = {digest: it for it, (digest, to) in names.items() if not to.exists()}
    missing = sorted(missing.items())
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "out").mkdir()
        (work / "in").mkdir()
        for at in range(0, len(missing), TOGETHER):
            files = []
            for digest, it in missing[at:at + TOGETHER]:
                files.append(work / "in" / f"{digest}{it.suffix.lower()}")
                shutil.copyfile(it, files[-1])
            result = lambda it: work / "out" / f"{it.stem}.{kind}"
            convert(work, kind, files)
            for it in files:
                if not result(it).exists():
                    convert(work, kind, [it])
                to = kept / f"{it.stem}.{kind}"
                # An empty file says that there was nothing.
                if result(it).exists():
                    shutil.move(result(it), to)
                else:
                    to.touch()
            print(f"  {kind}: {min(at + TOGETHER, len(missing))} of {len(missing)}", flush=True)
    return {it: to.read_text("utf-8", "replace") if to.stat().st_size else None for it, (_, to) in names.items()}


def comments(path):
    """How many comments by us a package holds."""
    with zipfile.ZipFile(path) as box:
        text = "".join(
            box.read(it).decode("utf-8", "replace")
            for it in box.namelist()
            if re.search(r"(^|[/\\])comments\d*\.xml$", it, re.I)
        )
    return len(re.findall(r"<(?:\w+:)?comment\s[^>]*author=[\"']reclint[\"']", text))


def shown(text):
    """How many annotations a flat document has: (ours, all)."""
    count = len(re.findall(r"<office:annotation[\s>]", text or ""))
    return (text or "").count("<dc:creator>reclint</dc:creator>"), count


def lines(text):
    """The lines of a text. LibreOffice puts an empty line before a table in which a comment
    stands, whoever wrote the comment."""
    return [it for it in (text or "").replace("\ufeff", "").splitlines() if it.strip()]


def main():
    originals, annotated, kept = map(pathlib.Path, sys.argv[1:4])
    kept.mkdir(parents=True, exist_ok=True)
    names = sorted(it.relative_to(annotated) for it in annotated.rglob("*.do[ct][xm]"))
    before = [originals / it for it in names]
    after = [annotated / it for it in names]
    text = {**converted(before, "txt", kept), **converted(after, "txt", kept)}
    flat = {**converted(before, "fodt", kept), **converted(after, "fodt", kept)}
    figures = dict.fromkeys(
        ["files", "opened", "not opened before either", "with the same text", "comments", "shown", "at fault"], 0
    )
    for name, a, b in zip(names, before, after):
        faults = []
        figures["files"] += 1
        ours = comments(b)
        seen, count = shown(flat[b])
        if text[b] is None and text[a] is None and flat[b] is None:
            figures["not opened before either"] += 1
            continue
        figures["opened"] += 1
        figures["comments"] += ours
        figures["shown"] += seen
        if lines(text[a]) == lines(text[b]):
            figures["with the same text"] += 1
        else:
            one, two = lines(text[a]), lines(text[b])
            pairs = [it for it in zip(one, two) if it[0] != it[1]]
            faults.append(f"its text differs: {pairs[:1] or (len(one), len(two))}")
        had = shown(flat[a])[1]
        if seen != ours or count != had + ours:
            faults.append(f"of {ours} comments {seen} are shown; {count} in all, {had} before")
        figures["at fault"] += bool(faults)
        for it in faults:
            print(f"{name}: {it}", flush=True)
    print("LibreOffice:", ", ".join(f"{count} {what}" for what, count in figures.items()))
    return 1 if figures["at fault"] or not names else 0


sys.exit(main())
