// Writes the pages of a few drafts and reads them in a browser: no serious fault of
// accessibility, nothing loaded and nothing on the console, no page wider than its window,
// no card over another one.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { listen, start, watched } = require('./browser');

const folder = process.argv[2];
const reclint = process.env.RECLINT || path.join('target', 'debug', 'reclint');

const drafts = [
  'loud-smart-lock/draft.md',
  'loud-vehicle-update/draft.docx',
  'loud-p2p-overlay/draft.adoc',
  'loud-ott-signalling/draft.txt',
  'quiet-french-des/draft.md',
].map((it) => path.join('corpus', it));

const hostile = `# Draft new Recommendation ITU-T Y.evil: <script>alert(1)</script>

# 1 "><img src=x onerror=alert(2)>

The lock shall use MD5 <script src="https://example.org/x.js"></script> &lt;script&gt;alert(3)&lt;/script&gt;.

    </pre></style><style>body { display: none }</style>

The lock shall use &#x202e;SHA-1&#x2067; and javascript:alert(4).

| a | ${'wide'.repeat(60)} |
| --- | --- |
| MD5 | b |

The word ${'x'.repeat(400)} is long.
`;

// axe-core takes its time: what does not depend on colours it reads twice, not five times.
const looks = [
  { width: 1360, height: 900, scheme: 'light', read: {} },
  { width: 1360, height: 900, scheme: 'dark', read: { runOnly: ['color-contrast'] } },
  { width: 1000, height: 800, scheme: 'light', read: null },
  { width: 360, height: 740, scheme: 'light', read: {} },
  { width: 360, height: 740, scheme: 'dark', read: null },
];

/** Writes the page of these drafts and says where it is. */
function written(name, paths, input) {
  const args = ['check', '--format', 'html', '--min-severity', 'note', '--min-confidence', 'low'];
  const run = spawnSync(reclint, [...args, ...paths], { input, maxBuffer: 1 << 28 });
  // 1 is the exit code of a draft with findings.
  if (run.error || (run.status !== 0 && run.status !== 1)) {
    throw run.error || new Error(`${name}: ${run.stderr}`);
  }
  const file = path.join(folder, `${name}.html`);
  fs.writeFileSync(file, run.stdout);
  return { name, url: pathToFileURL(file).href };
}

/** What is wrong with the page as it stands in the window. */
function faults() {
  const found = [];
  const root = document.documentElement;
  if (innerWidth < root.scrollWidth) {
    const wide = [...document.querySelectorAll('body *')].find(
      (it) => innerWidth < it.getBoundingClientRect().right && !it.closest('.table, pre, .unseen'),
    );
    found.push(`${root.scrollWidth} pixels wide: ${wide && wide.outerHTML.slice(0, 200)}`);
  }
  const boxes = [...document.querySelectorAll('.card, .words > *, .items > li > *')]
    .filter((it) => !it.matches('.items, .beside, span'))
    .map((it) => ({ it, box: it.getBoundingClientRect() }))
    .filter(({ box }) => box.height)
    .sort((a, b) => a.box.top - b.box.top);
  boxes.forEach((a, index) => {
    for (let next = index + 1; next < boxes.length; next += 1) {
      const b = boxes[next];
      if (a.box.bottom - 1 <= b.box.top) break;
      const apart = a.box.right - 1 <= b.box.left || b.box.right - 1 <= a.box.left;
      if (!apart && !a.it.contains(b.it) && !b.it.contains(a.it)) {
        found.push(`${a.it.className} ${a.it.id} lies over ${b.it.className} ${b.it.id}`);
      }
    }
  });
  if (getComputedStyle(document.body).margin !== '0px') found.push('the style was not used');
  return found;
}

async function look(browser, { name, url }, { width, height, scheme, read }) {
  const { page, found } = await watched(browser, (it) => it === url);
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(url, { waitUntil: 'load' });
  found.push(...(await page.evaluate(faults)));
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement.className);
  if (first !== 'skip') found.push(`the first stop is ${first || 'nothing'}`);
  if (read) found.push(...(await listen(page, name, read)));
  await page.close();
  return found.map((it) => `${name}, ${width} pixels, ${scheme}: ${it}`);
}

async function main() {
  const pages = drafts.map((it) => written(path.basename(path.dirname(it)), [it]));
  pages.push(written('all', drafts), written('hostile', ['-', '--stdin-name', 'evil.md'], hostile));
  const browser = await start();
  const found = [];
  for (const page of pages) {
    for (const it of looks) found.push(...(await look(browser, page, it)));
  }
  await browser.close();
  if (found.length) throw new Error(`\n${found.join('\n')}`);
  console.log(`tests/page: ${pages.length} pages in ${looks.length} windows are sound`);
}

main().catch((it) => { console.error(it.message); process.exitCode = 1; });
