// The browser that reads the pages, and what it listens for.
'use strict';

const { execFileSync } = require('node:child_process');
const axe = require('axe-core');
const puppeteer = require('puppeteer-core');

/** Starts the browser. */
async function start() {
  const chromium = process.env.CHROMIUM
    || execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  const args = ['--no-sandbox', '--disable-dev-shm-usage'];
  return puppeteer.launch({ executablePath: chromium, args });
}

/** A page that may load only what is `ours`, and the list of what it should not have done. */
async function watched(browser, ours) {
  const page = await browser.newPage();
  const found = [];
  page.on('console', (it) => found.push(`console: ${it.text()}`));
  page.on('pageerror', (it) => found.push(`error: ${it.message}`));
  page.on('dialog', (it) => { found.push(`dialog: ${it.message()}`); it.dismiss(); });
  page.on('request', (it) => { if (!ours(it.url())) found.push(`request: ${it.url()}`); });
  return { page, found };
}

/** What axe-core finds grave; the rest is only told. */
async function listen(page, name, options) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((it) => window.axe.run(it), options);
  const found = [];
  for (const it of violations) {
    const where = it.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join('\n    ');
    const words = `${it.impact} ${it.id}: ${it.help}, ${it.nodes.length} times\n    ${where}`;
    if (it.impact === 'serious' || it.impact === 'critical') found.push(words);
    else console.log(`note: ${name}: ${words}`);
  }
  return found;
}

module.exports = { listen, start, watched };
