"""Reads annotated Word files with python-docx and holds their comments against the report.

    comments.py RECLINT ORIGINALS ANNOTATED

Of each file below ANNOTATED, the comments by "reclint" are held against what
`reclint check --format json` says of the file of the same name below ORIGINALS: one for
each finding, by its fingerprint, that says what the finding says and stands on exactly
its words, or says which words it means. What stands where is read with lxml alone.
Prints a line for each fault and figures at the end; exits with 1 if there is a fault.
"""

import collections
import io
import json
import pathlib
import re
import subprocess
import sys
import zipfile

import docx
from lxml import etree

SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
MATH = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}t",
    "{http://purl.oclc.org/ooxml/officeDocument/math}t",
)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
KEEPS = "{http://www.w3.org/XML/1998/namespace}space"
PARSER = etree.XMLParser(huge_tree=True, strip_cdata=False)
# What is inside of these is not shown, or belongs to another text.
HIDDEN = {"delText", "instrText", "rt", "moveFrom", "del", "txbxContent", "rPr", "pPr"}
# A sign of a font that only Word can tell.
SIGN = "\u25a1"
BREAKS = {"tab": "\t", "sym": SIGN, "br": " ", "cr": " ", "p": " ", "noBreakHyphen": "-"}
SUMMARY = "reclint summary:"
MOVED = "This is about the words"
# The program puts no more comments than these into one file.
MOST = 500
DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
FIGURES = ["files", "read by python-docx", "comments", "findings", "exact", "hosted", "left out"]


def leaf(element):
    """The name of an element of Word, None of any other."""
    tag = element.tag
    for space in SPACES:
        if isinstance(tag, str) and tag.startswith(space):
            return tag[len(space):]
    return None


def attribute(element, name):
    for space in SPACES:
        if element.get(space + name) is not None:
            return element.get(space + name)
    return None


def anchors(root):
    """What each comment stands on, by its identifier, and where; elements in a row."""
    shown, starts, found, places = [], {}, {}, {}
    hidden = 0
    for event, it in etree.iterwalk(root, events=("start", "end")):
        name = leaf(it)
        if name in HIDDEN or it.tag == FALLBACK:
            hidden += 1 if event == "start" else -1
            continue
        if event == "end":
            continue
        text = ""
        if name == "t" and not hidden:
            text = it.text or ""
            text = text if it.get(KEEPS) == "preserve" else text.strip(" \t\r\n")
        elif it.tag in MATH and not hidden:
            text = it.text or ""
        elif name in BREAKS and not hidden:
            text = BREAKS[name]
        elif name == "commentRangeStart":
            starts[attribute(it, "id")] = len(shown)
        elif name == "commentRangeEnd":
            id = attribute(it, "id")
            found[id] = "".join(shown[starts.get(id, len(shown)):])
        elif name == "commentReference":
            id = attribute(it, "id")
            places[id] = hidden
            found.setdefault(id, "")
        if text:
            shown.append(text)
    return found, places, shown


def plain(text):
    """Words as they are compared: signs that look alike are the same sign."""
    text = re.sub(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]", "", text)
    text = re.sub("[\u2010\u2011\u2012]", "-", text)
    return " ".join(text.split())


def same(shown, quote):
    """Whether these are the same words; a sign that only Word can tell is any sign."""
    signs = ".{0,3}".join(map(re.escape, shown.split(SIGN)))
    return shown == quote or SIGN in shown and re.fullmatch(signs, quote) is not None


def main_part(path):
    """The text of the main part, found as its relationships say."""
    with zipfile.ZipFile(path) as box:
        names = {it.lower().replace("\\", "/"): it for it in box.namelist()}
        leads = names.get("_rels/.rels")
        for it in etree.fromstring(box.read(leads)) if leads else ():
            if it.get("Type", "").endswith("/officeDocument"):
                target = it.get("Target").replace("\\", "/").lstrip("/").lower()
                if target in names:
                    return etree.fromstring(
                        box.read(names[target]), PARSER
                    )
        return etree.fromstring(
            box.read(names["word/document.xml"]), PARSER
        )


def report(program, folder):
    """What the program says of every draft in a folder, by path below it."""
    done = subprocess.run(
        [program, "check", str(folder), "--format", "json", "--min-severity", "note"],
        capture_output=True,
        check=False,
    )
    found = {}
    for it in json.loads(done.stdout)["documents"]:
        path = pathlib.Path(it["path"])
        found[path.relative_to(folder) if path.is_relative_to(folder) else path] = it
    return found


Comment = collections.namedtuple("Comment", "comment_id author initials text")


def comments(path):
    """The comments of a file, and whether python-docx read them: it knows no Strict files
    and no names of parts that are written in an odd way."""
    with zipfile.ZipFile(path) as box:
        parts = {it: box.read(it) for it in box.namelist()}
    types = parts["[Content_Types].xml"]
    for kind in (
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ):
        types = types.replace(kind, DOCUMENT)
    try:
        if types == parts["[Content_Types].xml"]:
            document = docx.Document(str(path))
        else:
            copy = io.BytesIO()
            with zipfile.ZipFile(copy, "w") as box:
                for name, content in {**parts, "[Content_Types].xml": types}.items():
                    box.writestr(name, content)
            copy.seek(0)
            document = docx.Document(copy)
        found = [Comment(it.comment_id, it.author, it.initials, it.text) for it in document.comments]
        return found, True
    except Exception:
        pass
    found = []
    names = [it for it in parts if re.search(r"(^|[/\\])comments\d*\.xml$", it, re.I)]
    for it in names:
        root = etree.fromstring(parts[it], PARSER)
        for comment in (it for it in root if leaf(it) == "comment"):
            lines = [
                "".join(it.text or "" for it in paragraph.iter() if leaf(it) == "t")
                for paragraph in comment
                if leaf(paragraph) == "p"
            ]
            who = attribute(comment, "author"), attribute(comment, "initials")
            found.append(Comment(int(attribute(comment, "id")), *who, "\n".join(lines)))
    return found, False


class Faults(list):
    """What is wrong, said once it is known."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def add(self, text):
        print(f"{self.name}: {text}")
        self.append(text)


def one(name, original, annotated, said, figures):
    """Holds one file against its report."""
    faults = Faults(name)
    had, could = comments(original)
    found, can = comments(annotated)
    figures["read by python-docx"] += can
    if could and not can:
        faults.add("python-docx cannot read it any more")
    ids = [it.comment_id for it in found]
    before = [it.comment_id for it in had]
    if len(ids) != len(set(ids)) and len(before) == len(set(before)):
        faults.add("two comments have one identifier")
    if max(ids, default=0) > 0x7FFFFFFF:
        faults.add("an identifier is too large")
    words = lambda all: [it for it in all if it.author != "reclint"]
    if words(found) != words(had):
        faults.add("comments of other people are not as they were")
    text = main_part(annotated)
    on, places, shown = anchors(text)
    # Text in such a section is not cut: Word writes none.
    unsplit = b"<![CDATA[" in etree.tostring(text)
    ours, summaries = {}, 0
    for it in found:
        if it.author != "reclint":
            continue
        figures["comments"] += 1
        if not it.initials:
            faults.add("a comment has no initials")
        id = str(it.comment_id)
        if id not in on:
            faults.add(f"nothing in the text refers to comment {id}")
        elif places.get(id):
            faults.add(f"comment {id} stands where Word shows none")
        # What sums up may stand on a shape, where the draft begins with one.
        elif not on[id].strip() and MOVED not in it.text and not it.text.startswith(SUMMARY):
            faults.add(f"comment {id} stands on no words: {it.text[:60]!r}")
        lines = it.text.split("\n")
        key = re.search(r"\[([0-9a-f-]+)\]\s*$", lines[-1])
        if key is None:
            summaries += 1
            if not lines[0].startswith(SUMMARY):
                faults.add(f"a comment is about no finding: {it.text[:80]!r}")
            continue
        if key[1] in ours:
            faults.add(f"two comments are about finding {key[1]}")
        ours[key[1]] = (id, lines)
    if summaries != 1 and (ours or "".join(shown).strip()):
        faults.add(f"{summaries} comments sum the draft up")
    # The same fault may be found at the same words by one rule only once.
    for finding in said["findings"]:
        figures["findings"] += 1
        key = finding["fingerprint"]
        if key not in ours:
            if len(ours) < MOST - 1:
                faults.add(f"no comment is about {finding['rule']} on {finding['quote'][:60]!r}")
            else:
                figures["left out"] += 1
            continue
        id, lines = ours.pop(key)
        if not lines[0].startswith(finding["rule"]):
            faults.add(f"a comment on {finding['rule']} begins {lines[0][:60]!r}")
        message = plain(finding["message"]).rstrip(".")
        if message not in plain(lines[0]):
            faults.add(f"a comment on {finding['rule']} does not say {message!r}")
        moved = [it for it in lines if it.startswith(MOVED)]
        quote = plain(finding["quote"] or "")
        if moved:
            figures["hosted"] += 1
            figures["why"][re.sub("“.*”", "“…”", moved[0])] += 1
            head = re.sub(r"[\s…]+$", "", quote[:24])
            if head not in plain(moved[0]):
                faults.add(f"{moved[0]!r} does not name {quote!r}")
        elif same(plain(on.get(id, "")), quote):
            figures["exact"] += 1
        elif unsplit and quote in plain(on.get(id, "")):
            figures["on the whole run"] += 1
        else:
            faults.add(f"{finding['rule']} stands on {plain(on.get(id, ''))[:90]!r} and not on {quote[:90]!r}")
    for key, (_, lines) in ours.items():
        faults.add(f"a comment is about no finding of the report: {lines[0][:80]!r} [{key}]")
    return faults


def main():
    program, originals, annotated = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
    figures = collections.Counter(dict.fromkeys(FIGURES, 0))
    figures["why"] = collections.Counter()
    said = report(program, originals)
    wrong = 0
    for path in sorted(it for it in annotated.rglob("*") if it.is_file()):
        if path.suffix.lower() not in (".docx", ".docm", ".dotx", ".dotm"):
            continue
        name = path.relative_to(annotated)
        if name not in said:
            print(f"{name}: no report speaks of it")
            wrong += 1
            continue
        try:
            faults = one(name, originals / name, path, said[name], figures)
        except Exception as it:
            print(f"{name}: cannot be judged: {it!r}")
            faults = [it]
        figures["files"] += 1
        wrong += bool(faults)
    why = figures.pop("why")
    print("comments:", ", ".join(f"{count} {what}" for what, count in figures.items()))
    for text, count in why.most_common():
        print(f"  {count} {text}")
    print(f"comments: {wrong} of {figures['files']} files are at fault")
    return 1 if wrong or not figures["files"] else 0


sys.exit(main())
