/**
 * A Markdown file as GitHub would show it, as a picture: `npm run picture FILE.md OUT.png [WIDTH]`. GitHub's own parser
 * (`cmark-gfm`), GitHub's stylesheet and Mermaid, drawn by a Chromium without a window. Both packages come from the
 * registry that npm is set up with and are kept in the system's folder for temporary files.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { indexed } from './indexed-png.ts';

const STYLE = 'github-markdown-css@5.9.0';
/** The one that GitHub drew with when this was written; another version may be named to see that it takes the same. */
const MERMAID = `mermaid@${process.env['MERMAID_VERSION'] ?? '11.3.0'}`;
const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome'];
const EXTENSIONS = ['table', 'strikethrough', 'autolink', 'tasklist', 'tagfilter'];
const WIDTH = 900;
/** Enough for any issue; what is below the text is cut off. */
const TALLEST = 6000;

const [source, target, width = String(WIDTH)] = process.argv.slice(2);
if (source === undefined || target === undefined || !/^\d+$/.test(width)) {
  fail('Usage: npm run picture FILE.md OUT.png [WIDTH]');
}
const folder = mkdtempSync(join(tmpdir(), 'picture-'));
try {
  const page = join(folder, 'page.html');
  const shot = join(folder, 'shot.png');
  const browser = toolOf(CHROMIUMS, 'a Chromium (Debian: apt install chromium)');
  writeFileSync(page, pageOf(htmlOf(source)));
  const told = run(browser, ['--virtual-time-budget=20000', '--dump-dom', pathToFileURL(page).href]);
  const [, height, refused] = /<body data-height="(\d+)" data-refused="([^"]*)"/.exec(told) ?? [];
  if (height === undefined) fail('The page was not drawn to its end: Mermaid or Chromium stopped half-way.');
  if (refused !== '') fail(`${MERMAID} does not draw this chart: ${refused}`);
  const size = `--window-size=${width},${Math.min(Number(height), TALLEST)}`;
  run(browser, ['--virtual-time-budget=20000', size, `--screenshot=${shot}`, pathToFileURL(page).href]);
  const picture = indexed(readFileSync(shot));
  writeFileSync(target, picture);
  console.log(`${target}: ${width} × ${height}, ${Math.ceil(picture.length / 1024)} KB, ${MERMAID}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function htmlOf(file: string): string {
  const parser = toolOf(['cmark-gfm'], 'cmark-gfm (Debian: apt install cmark-gfm)');
  // Raw HTML goes in, as on GitHub; `tagfilter` takes out what it forbids.
  return execFileSync(parser, ['--unsafe', ...EXTENSIONS.flatMap((name) => ['-e', name]), file], { encoding: 'utf8' });
}

function pageOf(html: string): string {
  const style = readFileSync(join(packageOf(STYLE), 'github-markdown-light.css'), 'utf8');
  const script = pathToFileURL(join(packageOf(MERMAID), 'dist', 'mermaid.min.js')).href;
  return `<!doctype html>
<html><head><meta charset="utf-8"><title>issue</title>
<style>${style}
body { margin: 0; }
.markdown-body { box-sizing: border-box; padding: 24px 32px; }
.mermaid { text-align: center; background: none; }
ul:has(> li > input[type=checkbox]) { list-style: none; padding-left: 1.6em; }
</style></head><body>
<article class="markdown-body">${html}</article>
<script src="${script}"></script>
<script type="module">
  const refused = [];
  mermaid.initialize({ startOnLoad: false });
  for (const code of document.querySelectorAll('code.language-mermaid')) {
    const chart = document.createElement('div');
    chart.className = 'mermaid';
    try {
      await mermaid.parse(code.textContent);
      chart.innerHTML = (await mermaid.render('chart' + refused.length + Math.random().toString(36).slice(2), code.textContent)).svg;
    } catch (error) {
      refused.push(String(error));
      chart.textContent = String(error);
    }
    code.parentElement.replaceWith(chart);
  }
  document.body.dataset.height = String(Math.ceil(document.querySelector('article').getBoundingClientRect().height));
  document.body.dataset.refused = refused.join('; ');
</script>
</body></html>`;
}

/** Unpacked beside what earlier runs fetched; two runs at once end with the same. */
function packageOf(name: string): string {
  const cache = join(tmpdir(), 'leadership-picture');
  const unpacked = join(cache, name);
  if (existsSync(unpacked)) return unpacked;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, 'fresh-'));
  const packed = spawnSync('npm', ['pack', name, '--silent', '--pack-destination', fresh], { encoding: 'utf8' });
  const [archive] = packed.stdout?.trim().split('\n').reverse() ?? [];
  if (packed.status !== 0 || archive === undefined || archive === '') {
    fail(`npm could not fetch ${name}: ${packed.stderr ?? 'npm is missing'}`);
  }
  execFileSync('tar', ['-xzf', join(fresh, archive), '-C', fresh]);
  if (!existsSync(unpacked)) renameSync(join(fresh, 'package'), unpacked);
  rmSync(fresh, { recursive: true, force: true });
  return unpacked;
}

function run(browser: string, args: readonly string[]): string {
  const common = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',

    `--user-data-dir=${folder}`,
  ];
  const { status, stdout, stderr } = spawnSync(browser, [...common, `--window-size=${width},1000`, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) fail(`${browser} ended with ${status}:\n${stderr.slice(-1000)}`);
  return stdout;
}

function toolOf(names: readonly string[], what: string): string {
  const found = names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
  if (found === undefined) fail(`This needs ${what}, which is not here.`);
  return found;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
