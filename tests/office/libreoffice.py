"""Opens annotated Word files in LibreOffice, by hand and not in CI.

    libreoffice.py ORIGINALS ANNOTATED [SOFFICE]

Each file below ANNOTATED has to read as text like the file of the same name below
ORIGINALS, and to show the comments that are in its package. One profile for a run, one
file after the other.
"""

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


def converted(soffice, profile, path, kind, work):
    """What LibreOffice makes of a file; None if it makes nothing in time."""
    out = work / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    copy = work / f"draft{path.suffix.lower()}"
    shutil.copyfile(path, copy)
    format = "txt:Text (encoded):UTF8" if kind == "txt" else kind
    command = [
        soffice, "--headless", "--norestore", f"-env:UserInstallation=file://{profile}",
        "--convert-to", format, "--outdir", str(out), str(copy),
    ]
    program = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        program.wait(LONGEST)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        return None
    result = out / f"draft.{kind}"
    return result.read_text("utf-8", "replace") if result.exists() else None


def comments(path):
    """How many comments a package holds that its text refers to: (ours, all)."""
    with zipfile.ZipFile(path) as box:
        text = "".join(
            box.read(it).decode("utf-8", "replace")
            for it in box.namelist()
            if re.search(r"(^|[/\\])comments\d*\.xml$", it, re.I)
        )
    heads = re.findall(r"<(?:\w+:)?comment\s[^>]*>", text)
    return sum('author="reclint"' in it for it in heads), len(heads)


def shown(text):
    """How many annotations a flat document has: (ours, all)."""
    ours = text.count("<dc:creator>reclint</dc:creator>")
    return ours, len(re.findall(r"<office:annotation[\s>]", text))


def main():
    originals, annotated = map(pathlib.Path, sys.argv[1:3])
    soffice = sys.argv[3] if 3 < len(sys.argv) else "soffice"
    names = sorted(it.relative_to(annotated) for it in annotated.rglob("*.do[ct][xm]"))
    figures = dict.fromkeys(
        ["files", "opened", "not opened before either", "same text", "comments", "shown", "at fault"], 0
    )
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        profile = work / "profile"
        for name in names:
            faults = []
            figures["files"] += 1
            before = converted(soffice, profile, originals / name, "txt", work)
            after = converted(soffice, profile, annotated / name, "txt", work)
            if after is None:
                if before is None:
                    figures["not opened before either"] += 1
                else:
                    faults.append("it does not open any more")
            else:
                figures["opened"] += 1
                if before == after:
                    figures["same text"] += 1
                else:
                    a, b = (before or "").splitlines(), after.splitlines()
                    pairs = [it for it in zip(a, b) if it[0] != it[1]]
                    faults.append(f"its text differs: {pairs[:1] or (len(a), len(b))}")
                flat = converted(soffice, profile, annotated / name, "fodt", work) or ""
                (ours, _), (seen, count) = comments(annotated / name), shown(flat)
                had = shown(converted(soffice, profile, originals / name, "fodt", work) or "")[1]
                figures["comments"] += ours
                figures["shown"] += seen
                if seen != ours or count != had + ours:
                    faults.append(f"of {ours} comments {seen} are shown; {count} in all, {had} before")
            figures["at fault"] += bool(faults)
            for it in faults:
                print(f"{name}: {it}", flush=True)
    print("LibreOffice:", ", ".join(f"{count} {what}" for what, count in figures.items()))
    return 1 if figures["at fault"] or not names else 0


sys.exit(main())
