import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../demo/real.ts');

function real(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, stdout, stderr });
    });
  });
}

function fileWith(lines: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'real-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'merged.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
}

const merged = (number: number, more: object) =>
  JSON.stringify({
    number,
    title: `fix: thing ${number}`,
    body: '',
    mergedAt: `2026-02-1${number}T10:00:00Z`,
    isBot: false,
    additions: 1,
    deletions: 1,
    changedFiles: 1,
    paths: ['src/a.ts'],
    ...more,
  });

describe('npm run real', () => {
  it('has every pull request checked, counts what the checks say, and goes on after a bad line', async () => {
    const path = fileWith([
      merged(1, { title: 'fix: one (fix #7)' }),
      'oops',
      merged(2, { paths: ['docs/a.md'] }),
      merged(3, { title: 'chore(deps): raise the bundler', isBot: true }),
      merged(4, { changedFiles: 3, paths: ['docs/a.md'] }),
    ]);
    const { code, stdout } = await real('--titles', path);
    expect(stdout).toContain('line 2 is left out: not JSON');
    expect(stdout).toContain('4 of 4 have a concluded check');
    expect(stdout).toMatch(/2 {2}nothing accepted is linked/);
    expect(stdout).toMatch(/1 {2}needs no link: all of its files match/);
    expect(stdout).toMatch(/1 {2}not checked: routine work by the bot renovate/);
    expect(stdout).toMatch(/1 {2}does not exist/);
    expect(stdout).toMatch(/points\) and 4 writes/);
    expect(code).toBe(0);
  });

  it('counts the classes and what decided them, and names the doubtful by number alone', async () => {
    const path = fileWith([
      merged(1, { title: 'refactor: untangle the cart' }),
      merged(2, { title: 'chore: remove dead code' }),
      merged(3, { title: 'chore: release v2.0.0', isBot: true }),
      merged(4, { labels: ['Maintenance'] }),
      merged(5, { branch: 'debt/cart' }),
      merged(6, { labels: ['security'] }),
      merged(7, { isBot: true, author: 'dependabot', paths: ['package.json'] }),
      merged(8, {}),
    ]);
    const { code, stdout } = await real(path);
    expect(stdout).toMatch(/1 {3}12\.5 % {2}excluded \(no work of the team\): bot 1\n/);
    expect(stdout).toMatch(/1 {3}12\.5 % {2}expedite \(urgent work\): expedite-label 1\n/);
    expect(stdout).toMatch(/3 {3}37\.5 % {2}debt \(debt work\): branch 1, label 1, title 1\n/);
    expect(stdout).toMatch(/3 {3}37\.5 % {2}other \(feature or other work\): nothing 3\n/);
    expect(stdout).toContain('urgent: label `security`');
    expect(stdout).toContain('2 decisions have something against them');
    expect(stdout).toMatch(/#3 {2}other by nothing · doubt \d+: release-or-back-merge, bot-is-judged/);
    expect(stdout).not.toContain('dead code');
    // A check each, three labels, and the looks of a label that GitHub made on the way: given by whoever finds it grey,
    // which three at once may.
    expect(stdout).toMatch(/points\) and 1[2-4] writes in \d+ s; 3 of the writes set a label/);
    expect(code).toBe(0);
  });

  it('lets them merge again at their own times, and tells by number what a plan would have stopped in each sprint', async () => {
    const at = (day: string, hour: number) => `2026-03-${day}T${String(hour).padStart(2, '0')}:00:00Z`;
    const day = (number: number, mergedAt: string, title = `fix: thing ${number}`) =>
      merged(number, { mergedAt, title });
    // Weeks of 4, of 4 and of 6; then debt that finds its share taken, and feature work that finds none left.
    const path = fileWith([
      ...[1, 2, 3, 4].map((hour) => day(hour, at('03', hour), hour === 1 ? 'refactor: secret' : undefined)),
      ...[1, 2, 3, 4].map((hour) => day(hour + 4, at('10', hour), hour === 1 ? 'refactor: secret' : undefined)),
      day(9, at('17', 1)),
      ...[2, 3, 4, 5, 6].map((hour) => day(hour + 8, at('17', hour), 'refactor: secret')),
      ...[1, 2, 3, 4].map((hour) => day(hour + 14, at('24', hour))),
    ]);
    const config = fileWith(['guardrails: { debt-capacity: { floor: 25%, ceiling: 75%, min-sample: 1 } }']);
    const { code, stdout, stderr } = await real('--sprints', '--length', '1w', '--config', config, path);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('secret');
    const [, byCount = '', bySize = ''] = stdout.split(/^Unit /m);
    expect(byCount).toContain('pull-requests: debt 7, other 11,  38.9 % debt');
    expect(byCount.match(/^2026-.*$/gm)).toEqual([
      '2026-03-02     1      3     ?   25.0 %  – · –',
      '2026-03-09     1      3     ?   25.0 %  – · –',
      '2026-03-16     5      1     4   83.3 %  2: #13 #14 · –',
      '2026-03-23     0      4     4    0.0 %  – · 1: #18',
    ]);
    expect(bySize).toContain('size: debt 7, other 11,  38.9 % debt');
  });

  it('writes the summaries of weeks into a folder, and tells of them by figures alone', async () => {
    const day = (number: number, mergedAt: string, title: string) => merged(number, { mergedAt, title });
    const path = fileWith([
      day(1, '2026-03-03T10:00:00Z', 'refactor: secret'),
      day(2, '2026-03-03T10:00:10Z', 'fix: secret'),
      // The first instant of the week after.
      day(3, '2026-03-09T00:00:00Z', 'fix: secret'),
      day(4, '2026-03-10T10:00:00Z', 'fix: secret'),
      day(5, '2026-03-11T10:00:00Z', 'docs: secret'),
    ]);
    const folder = join(path, '..', 'weeks');
    const { code, stdout, stderr } = await real('--weeks', '--week', '2026-W11', '--into', folder, path);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^2026-W11: 3 merged · linked 0 of 3 · debt 1 of 5 \(\w+\) · \d+ lines unfolded/);
    expect(stdout).not.toContain('secret');
    expect(readdirSync(folder)).toEqual(['2026-W11.md']);
    const written = readFileSync(join(folder, '2026-W11.md'), 'utf8');
    expect(written).toContain('# Weekly alignment: work, 2026-W11 (9 – 15 Mar)');
    expect(written).toContain('linked to an issue **0 of 3** (week before 0 of 2)');

    await real('--weeks', '--into', folder, path);
    expect(readdirSync(folder)).toEqual(['2026-W10.md', '2026-W11.md']);
    expect(await real('--weeks', '--week', '2026-W20', path)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('2026-W20 is no week of the file: 2026-W10 to 2026-W11'),
    });
  });

  it('says how to use it without a file, and what is wrong with one that it cannot read', async () => {
    expect(await real()).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: npm run real') });
    expect(await real('/nowhere.jsonl')).toMatchObject({ code: 1, stderr: expect.stringContaining('/nowhere.jsonl') });
  });
});
