#!/usr/bin/env python3
"""Makes the folder of a large meeting out of few drafts, the same one every time.

    benches/meeting.py make 3000 FOLDER [--from DRAFTS]...

Without --from it takes the drafts of `corpus/`. Each work item is a draft with a number,
a subject and a sentence of its own, in one to four revisions; pictures stay as they are.
One draft in twenty is a byte-equal copy, one in twenty lies in an archive, and of these
archives one in four lies in another. Beside them: lock files, slides, files that do not
open, and what is no draft at all.

    benches/meeting.py page FOLDER

Tells how long Chromium takes to load FOLDER/index.html.

Nothing but Python's own library is needed.
"""

import argparse
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

# What drafts at a meeting are, in a hundred.
KINDS = {".docx": 70, ".md": 14, ".adoc": 6, ".doc": 6, ".txt": 4}

FIRST = (
    "amber basalt cedar delta ember falcon granite harbour indigo juniper kestrel "
    "lantern meadow nimbus orchard pelican quartz rowan saffron thistle umber velvet "
    "walnut yarrow zephyr alder birch copper dune estuary fjord glacier heron islet "
    "jasper knoll lagoon maple nutmeg onyx"
).split()
SECOND = (
    "anchors beacons bridges cables canals chimes clocks compasses crates doors ferries "
    "fountains gates gauges hinges kettles ladders lamps lenses levers locks looms "
    "mirrors moorings oars pulleys pumps rails ropes sails scales shutters signals "
    "spindles spools springs towers turbines valves winches"
).split()

SENTENCES = (
    "The {0} of the {1} shall be kept for {2} days.",
    "An implementation should report the {0} of its {1} every {2} seconds.",
    "The {1} shall refuse a {0} that is larger than {2} octets.",
    "Each {1} may be given at most {2} of the {0}.",
    "The {0} shall be authenticated before the {1} is updated within {2} seconds.",
    "A key of the {0} should be replaced once the {1} has been used {2} times.",
)

NUMBER = re.compile(
    r"\b(?:[A-Z]\.(?:[0-9]{2,4}(?:\.[0-9]+)*|[a-z][a-z0-9-]{2,})|[A-Z]STR-[A-Z]{3,})\b"
)
WORDS = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")
TITLE = re.compile(r"(?m)^(title: *\"?|Title: *|= |# |#= *)(\S.*)$")
NAME = re.compile(r"\bdraft-[a-z0-9-]+[a-z](?=-[0-9]{2}|-latest|\b)")
WHEN = (2026, 12, 1, 9, 0, 0)


class Item:
    """What makes one work item of a draft that several are made of."""

    def __init__(self, count):
        self.subject = f"{FIRST[count % 40].capitalize()} {SECOND[count // 40 % 40]}"
        self.number = f"{'XYHQ'[count % 4]}.{10000 + count}"
        self.name = f"draft-{self.subject.lower().replace(' ', '-')}-{count}"

    def says(self, revision):
        """The sentences that its revisions added so far."""
        chance = random.Random(f"{self.number} {revision}")
        words = [chance.choice(FIRST), chance.choice(SECOND), chance.randrange(2, 900)]
        return chance.choice(SENTENCES).format(*words)


class Word:
    """A Word file: all but its text stays as it is."""

    def __init__(self, path):
        whole = zipfile.ZipFile(path)
        self.xml = whole.read("word/document.xml").decode("utf-8")
        rest = io.BytesIO()
        with zipfile.ZipFile(rest, "w") as to:
            for it in whole.infolist():
                if it.filename != "word/document.xml" and not it.is_dir():
                    entry = zipfile.ZipInfo(it.filename, WHEN)
                    entry.compress_type = it.compress_type
                    to.writestr(entry, whole.read(it))
        self.rest = rest.getvalue()
        texts = [it[2] for it in list(WORDS.finditer(self.xml))[:200]]
        self.number = next((it[0] for it in map(NUMBER.search, texts) if it), None)
        texts = [it for it in texts if len(it.split()) > 3 and "://" not in it]
        self.title = texts[0] if texts else None

    def made(self, item, revision):
        def words(found):
            text = found[2]
            if self.number:
                text = text.replace(self.number, item.number)
            if self.title and text == self.title:
                text = f"{item.subject}: {text}"
            return found[1] + text + found[3]

        xml = WORDS.sub(words, self.xml)
        said = "".join(f"<w:p><w:r><w:t>{item.says(it)}</w:t></w:r></w:p>"
                       for it in range(revision + 1))
        at = xml.rfind("<w:sectPr", 0, xml.rfind("</w:body>"))
        at = at if xml.rfind("</w:p>") < at else xml.rfind("</w:body>")
        to = io.BytesIO(self.rest)
        with zipfile.ZipFile(to, "a") as whole:
            entry = zipfile.ZipInfo("word/document.xml", WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            whole.writestr(entry, xml[:at] + said + xml[at:])
        return to.getvalue()


class Plain:
    """A draft that is text."""

    def __init__(self, path):
        self.text = path.read_text(encoding="utf-8")
        found = NUMBER.search(self.text[:2000])
        self.number = found and found[0]
        found = NAME.search(self.text[:4000])
        self.name = found and found[0]

    def made(self, item, revision):
        text = self.text
        if self.number:
            text = text.replace(self.number, item.number)
        if self.name:
            text = text.replace(self.name, item.name)
        text = TITLE.sub(lambda it: f"{it[1]}{item.subject}: {it[2]}", text, count=1)
        said = "".join(f"\n\n{item.says(it)}" for it in range(revision + 1))
        return f"{text.rstrip()}{said}\n".encode()


class Older:
    """A Word 97-2003 file: what stands behind its last sector is read by nobody."""

    def __init__(self, path):
        self.bytes = path.read_bytes()

    def made(self, item, revision):
        return self.bytes + f"{item.number} {revision}".encode().ljust(512, b"\0")


def begin(path):
    """The draft at `path`, or nothing if no others can be made of it."""
    kind = path.suffix.lower()
    try:
        if kind == ".docx":
            return Word(path)
        if kind == ".doc":
            return Older(path)
        if kind in KINDS:
            made = Plain(path)
            # Drafts of several files stay what they are.
            whole = "include::" not in made.text and "{::include" not in made.text
            return made if whole and len(made.text) > 1500 else None
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        return None
    return None


def archive(entries):
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as whole:
        for name, content in entries:
            whole.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
    return to.getvalue()


def slides():
    return archive([
        ("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.'
         'openxmlformats.org/package/2006/content-types"/>'),
        ("ppt/presentation.xml", '<?xml version="1.0"?><p:presentation xmlns:p="http://'
         'schemas.openxmlformats.org/presentationml/2006/main"/>'),
    ])


def make(count, folder, sources):
    """Writes a meeting of `count` drafts into a new folder."""
    if folder.exists():
        sys.exit(f"{folder} is there already")
    pools = {kind: [] for kind in KINDS}
    for source in sources:
        for path in sorted(source.rglob("*")):
            if path.is_file() and path.suffix.lower() in pools and path.name != "README.md":
                draft = begin(path)
                if draft:
                    pools[path.suffix.lower()].append(draft)
    kinds = [kind for kind in KINDS if pools[kind]]
    shares = [KINDS[kind] for kind in kinds]
    chance = random.Random(17)
    written, items, packed, told = 0, 0, [], {}
    originals = count - count // 20
    used = dict.fromkeys(kinds, 0)
    places = []

    def put(name, content):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    while written < originals:
        item = Item(items)
        kind = chance.choices(kinds, shares)[0]
        draft = pools[kind][used[kind] % len(pools[kind])]
        used[kind] += 1
        place = f"WP{items % 4 + 1}/Q{items % 13 + 1}"
        for revision in range(min(chance.choice((1, 1, 2, 2, 3, 4)), originals - written)):
            said = f"-R{revision}" if revision else ""
            name = f"TD{items + 1:04}{said}{kind}"
            content = draft.made(item, revision)
            told[kind] = told.get(kind, 0) + 1
            written += 1
            if written % 20 == 0:
                packed.append((name, content))
            else:
                put(f"{place}/{name}", content)
                places.append(f"{place}/{name}")
        items += 1
    # Archives of four drafts; one in four of them lies in another archive.
    for at in range(0, len(packed), 4):
        some, number = packed[at:at + 4], at // 4
        content = archive(some)
        if number % 4 == 3:
            content = archive([(f"inner/LS{number:03}.zip", content)])
        put(f"LS/LS{number:03}.zip", content)
    for at in range(count // 20):
        place = chance.choice(places)
        put(f"Copies/{at:04}-{Path(place).name}", (folder / place).read_bytes())
    for at in range(count // 50):
        put(f"WP{at % 4 + 1}/~$TD{at:04}.docx", b"\x05Editor".ljust(162, b"\0"))
        put(f"Slides/P{at:03}.pptx", slides())
        put(f"WP{at % 4 + 1}/Agenda{at:03}.xlsx", slides().replace(b"ppt/", b"xl//"))
        broken = (folder / chance.choice(places)).read_bytes()
        broken = broken[:len(broken) * 2 // 3] if at % 2 else b"PK\x03\x04" + chance.randbytes(4000)
        put(f"Broken/B{at:03}.docx", broken if at % 5 else b"")
    size = sum(it.stat().st_size for it in folder.rglob("*") if it.is_file())
    print(f"{written + count // 20} drafts of {items} work items, {size / 1e6:.0f} MB, "
          f"in {folder}: {told}, {len(packed)} of them in archives, {count // 20} copies; "
          f"made of {({kind: len(pools[kind]) for kind in kinds})}")


LOOK = """
const file = process.argv[2];
const puppeteer = require('puppeteer-core');
(async () => {
  const { execFileSync } = require('node:child_process');
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium']).toString().trim();
  const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox'] });
  const all = [];
  for (let round = 0; round < 5; round += 1) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(`file://${file}`, { waitUntil: 'load', timeout: 120000 });
    all.push(await page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      const [it] = performance.getEntriesByType('navigation');
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      return {
        parsed: it.domInteractive, loaded: it.loadEventEnd,
        paint: paint ? paint.startTime : null, settled: performance.now(),
        nodes: document.querySelectorAll('*').length,
      };
    }));
    await page.close();
  }
  const middle = (name) => all.map((it) => it[name]).sort((a, b) => a - b)[2];
  console.log(JSON.stringify(Object.fromEntries(
    Object.keys(all[0]).map((name) => [name, Math.round(middle(name))]))));
  await browser.close();
})();
"""


def page(folder):
    """Tells the median of five loads of the page of a meeting, in milliseconds."""
    with tempfile.TemporaryDirectory() as here:
        subprocess.run(["npm", "install", "--prefix", here, "--silent", "--no-fund",
                        "--no-audit", "puppeteer-core@24.43.1"], check=True)
        script = Path(here) / "look.js"
        script.write_text(LOOK)
        done = subprocess.run(["node", script, (folder / "index.html").resolve()],
                              check=True, capture_output=True, text=True)
        print(json.dumps(json.loads(done.stdout)))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    maker = verbs.add_parser("make", help="write the folder of a meeting")
    maker.add_argument("count", type=int)
    maker.add_argument("folder", type=Path)
    maker.add_argument("--from", dest="sources", action="append", type=Path)
    looker = verbs.add_parser("page", help="time the page of a meeting in Chromium")
    looker.add_argument("folder", type=Path)
    asked = parser.parse_args()
    if asked.verb == "page":
        page(asked.folder)
    else:
        corpus = Path(__file__).resolve().parent.parent / "corpus"
        make(asked.count, asked.folder, asked.sources or [corpus])


if __name__ == "__main__":
    main()
