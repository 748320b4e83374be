/** The law of docs/architecture.md, asked of the linter that is to hold it: every forbidden import must be refused. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const REFUSED = [
  ['src/core/evaluate.ts', 'node:fs'],
  ['src/core/evaluate.ts', '#github/apply.ts'],
  ['src/core/evaluate.ts', '#github/transport/fetch.ts'],
  ['src/core/evaluate.ts', '../sandbox/index.ts'],
  ['src/core/facts/issue.ts', '../../github/apply.ts'],
  ['src/core/facts/issue.ts', '../rules/index.ts'],
  ['src/core/links/judge.ts', '../evaluate.ts'],
  ['src/core/links/judge.ts', '../effects/plan.ts'],
  ['src/core/capacity/decide.ts', '../rules/index.ts'],
  ['src/core/capacity/decide.ts', '../reports/time-words.ts'],
  ['src/core/capacity/decide.ts', '../classes/class.ts'],
  ['src/core/capacity/decide.ts', '../../github/gather/ledger.ts'],
  ['src/core/capacity/sprints/milestone.ts', '../../config/resolve.ts'],
  ['src/core/config/resolve.ts', '../evaluate.ts'],
  ['src/core/evaluate.ts', './summary/figures.ts'],
  ['src/core/reports/check-run.ts', '../summary/render.ts'],
  ['src/core/capacity/decide.ts', '../summary/period.ts'],
  ['src/core/summary/figures.ts', '../evaluate.ts'],
  ['src/core/summary/figures.ts', '../links/judge.ts'],
  ['src/core/summary/figures.ts', '#github/apply.ts'],
  ['src/core/summary/render.ts', 'node:fs'],
  ['src/core/rules/linked-objective.ts', '../../github/apply.ts'],
  ['src/core/rules/linked-objective.ts', '../config/resolve.ts'],
  ['src/github/apply.ts', '../surfaces/app/log.ts'],
  ['src/github/apply.ts', '../pipeline.ts'],
  ['src/github/apply.ts', 'probot'],
  ['src/github/apply.ts', '#issue-pipeline'],
  ['src/github/apply.ts', '#core/summary/render.ts'],
  ['src/github/gather/ledger.ts', '../summary/gather-week.ts'],
  ['src/github/summary/gather-week.ts', '#summary-pipeline'],
  ['src/core/evaluate.ts', '../issue-pipeline.ts'],
  ['src/pipeline.ts', '#surfaces/app/log.ts'],
  ['src/issue-pipeline.ts', '#core/summary/figures.ts'],
  ['src/summary-pipeline.ts', '#surfaces/app/log.ts'],
  ['src/surfaces/app/worker.ts', '../cli/index.ts'],
  ['src/surfaces/app/worker.ts', '#sandbox/index.ts'],
  ['src/surfaces/action/run.ts', 'probot'],
  ['src/surfaces/action/run.ts', '#issue-pipeline'],
  ['src/surfaces/cli/check.ts', '@actions/core'],
  ['src/sandbox/index.ts', '#core/verdict.ts'],
] as const;

const ALLOWED = [
  ['src/core/evaluate.ts', './rules/index.ts'],
  ['src/core/rules/linked-objective.ts', '../links/describe.ts'],
  ['src/core/rules/debt-capacity.facts.ts', '../capacity/decide.ts'],
  ['src/core/capacity/sprints/milestone.ts', '../../globs/matches.ts'],
  ['src/github/apply.ts', '#core/effects/effect.ts'],
  ['src/surfaces/app/worker.ts', '#pipeline'],
  ['src/surfaces/app/worker.ts', '#issue-pipeline'],
  ['src/surfaces/app/worker.ts', '#summary-pipeline'],
  ['src/core/summary/figures.ts', '../capacity/ledger.ts'],
  ['src/core/summary/render.ts', '../reports/markdown.ts'],
  ['src/github/summary/gather-week.ts', '#core/summary/week.ts'],
  ['src/github/summary/gather-week.ts', '../gather/ledger.ts'],
] as const;

const CLOCK = 'src/core/time.ts';

/** Complaints by file, of files that stand where the real ones do and hold one import each. */
let complaints: ReadonlyMap<string, readonly string[]>;
let folder: string;

/** A place of its own beside the file that it stands for; a pipeline is one file, named as such in the law. */
const placeOf = (file: string, index: number) =>
  file.endsWith('pipeline.ts') ? file : file.replace(/\.ts$/, `.law-${index}.ts`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'law-'));
  copyFileSync('biome.json', join(folder, 'biome.json'));
  const write = (path: string, source: string) => {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  };
  for (const [index, [file, specifier]] of [...REFUSED, ...ALLOWED].entries()) {
    write(placeOf(file, index), `import { x } from '${specifier}';\n\nexport const y = x;\n`);
  }
  write(placeOf(CLOCK, 99), 'export const now = Date.now();\n');
  const biome = join(process.cwd(), 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as {
    readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: string } }[];
  };
  const found = new Map<string, string[]>();
  for (const { category, location } of diagnostics) {
    const path = location.path.replace(/^\.\//, '');
    found.set(path, [...(found.get(path) ?? []), category]);
  }
  complaints = found;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the linter refuses', () => {
  it.each(REFUSED.map(([file, specifier], index) => [file, specifier, index] as const))(
    'in %s an import of %s',
    (file, _, index) => {
      expect(complaints.get(placeOf(file, index))).toContain('lint/style/noRestrictedImports');
    },
  );

  it('in the core a look at the clock', () => {
    expect(complaints.get(placeOf(CLOCK, 99))).toContain('lint/style/noRestrictedGlobals');
  });
});

describe('the linter allows', () => {
  it.each(ALLOWED.map(([file, specifier], index) => [file, specifier, REFUSED.length + index] as const))(
    'in %s an import of %s',
    (file, _, index) => {
      expect(complaints.get(placeOf(file, index)) ?? []).not.toContain('lint/style/noRestrictedImports');
    },
  );
});
