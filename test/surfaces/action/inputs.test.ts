import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { INPUTS, readInputs } from '#surfaces/action/inputs.ts';

const manifest = parse(readFileSync('action.yml', 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
};

const read = (given: Readonly<Record<string, string>>) =>
  readInputs((name) => given[name] ?? (name === 'github-token' ? 't' : ''));

test('action.yml declares exactly the inputs that are read, in their order', () => {
  expect(Object.keys(manifest.inputs)).toEqual(Object.keys(INPUTS));
});

test('every default of action.yml is read as what an empty input is read as', () => {
  const defaults = Object.fromEntries(Object.entries(manifest.inputs).map(([name, input]) => [name, input.default]));
  expect(read({ ...defaults, 'github-token': 't' })).toEqual(read({}));
});

test.each(Object.entries(INPUTS).filter(([, choices]) => choices !== null))(
  'action.yml names every value of %s that is not plainly true or false',
  (name, choices) => {
    for (const choice of choices ?? []) {
      if (choice === 'true' || choice === 'false') continue;
      expect(manifest.inputs[name]?.description).toContain(choice);
    }
  },
);

test('every output that action.yml declares is set', () => {
  const source = ['report', 'post-summary']
    .map((name) => readFileSync(`src/surfaces/action/${name}.ts`, 'utf8'))
    .join();
  const set = [...source.matchAll(/core\.setOutput\('([\w-]+)'/g)].map(([, name]) => name);
  expect(Object.keys(manifest.outputs)).toEqual([...new Set(set)]);
});

test.each([
  [{}, { token: 't', command: 'auto', dryRun: false, mode: 'enforce', checkRun: false }],
  [
    { 'dry-run': 'TRUE', mode: ' Warn ' },
    { dryRun: true, mode: 'warn' },
  ],
  [
    { command: 'validate', 'check-run': 'true' },
    { command: 'validate', checkRun: true },
  ],
])('reads %j', (given, value) => {
  expect(read(given)).toMatchObject({ ok: true, value });
});

test.each([
  [{ mode: 'enforcing' }, ['The input `mode` must be one of off, report, warn, enforce, not `enforcing`.']],
  [{ mode: 'wran' }, ['The input `mode` must be one of off, report, warn, enforce, not `wran`.']],
  [{ 'dry-run': 'ture' }, [expect.stringContaining('`dry-run`')]],
  [{ 'github-token': ' ' }, [expect.stringContaining('`github-token` is empty')]],
  [
    { mode: 'x', command: 'y', 'github-token': '' },
    [/command/, /mode/, /token/].map((text) => expect.stringMatching(text)),
  ],
])('refuses %j with every problem at once', (given, problems) => {
  const result = read(given);
  expect(result).toMatchObject({ ok: false });
  expect(result.ok ? [] : result.problems).toEqual(
    problems.map((problem) => (typeof problem === 'string' ? expect.stringContaining(problem) : problem)),
  );
});
