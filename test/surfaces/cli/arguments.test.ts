import { describe, expect, test } from 'vitest';
import { parseArguments } from '#surfaces/cli/arguments.ts';

const repository = { owner: 'octo-org', name: 'octo.repo' };
const plainCheck = { name: 'check', repository, number: 12, host: null, apply: false, json: false, tokenFile: null };
const plainLabel = {
  name: 'label',
  repository,
  since: '2026-01-31',
  host: null,
  apply: false,
  asMyself: false,
  json: false,
  tokenFile: null,
};
const plainSummary = {
  name: 'summary',
  repository,
  host: null,
  week: null,
  apply: false,
  asMyself: false,
  json: false,
  tokenFile: null,
};

describe('understands', () => {
  test.each([
    ['', { name: 'help', about: null }],
    ['--help', { name: 'help', about: null }],
    ['-h', { name: 'help', about: null }],
    ['help check', { name: 'help', about: 'check' }],
    ['check -h', { name: 'help', about: 'check' }],
    ['validate x.yml --help', { name: 'help', about: 'validate' }],
    ['--version', { name: 'version' }],
    ['check octo-org/octo.repo#12', plainCheck],
    ['check octo-org/octo.repo#0012', plainCheck],
    [
      'check https://GitHub.example.com/octo-org/octo.repo/pull/12/files',
      { ...plainCheck, host: 'github.example.com' },
    ],
    [
      'check --apply --json --token-file t octo-org/octo.repo#12',
      { ...plainCheck, apply: true, json: true, tokenFile: 't' },
    ],
    ['check octo-org/octo.repo#12 --token-file=t', { ...plainCheck, tokenFile: 't' }],
    ['label octo-org/octo.repo --since 2026-01-31', plainLabel],
    [
      'label https://GitHub.example.com/octo-org/octo.repo/ --since=2026-01-31',
      { ...plainLabel, host: 'github.example.com' },
    ],
    [
      'label --apply --as-myself --json --token-file t --since 2026-01-31 octo-org/octo.repo',
      { ...plainLabel, apply: true, asMyself: true, json: true, tokenFile: 't' },
    ],
    ['summary octo-org/octo.repo', plainSummary],
    [
      'summary https://GitHub.example.com/octo-org/octo.repo --apply --as-myself --json --week 2026-W46 --token-file t',
      {
        ...plainSummary,
        host: 'github.example.com',
        week: '2026-W46',
        apply: true,
        asMyself: true,
        json: true,
        tokenFile: 't',
      },
    ],
    ['validate', { name: 'validate', file: '.github/leadership.yml', json: false }],
    ['validate -', { name: 'validate', file: '-', json: false }],
    ['validate a.yml --json', { name: 'validate', file: 'a.yml', json: true }],
    ['explain', { name: 'explain', subject: { kind: 'rule', rule: null }, json: false }],
    [
      'explain linked-objective --json',
      { name: 'explain', subject: { kind: 'rule', rule: 'linked-objective' }, json: true },
    ],
    [
      'explain shop/web#12 --token-file t',
      {
        name: 'explain',
        subject: {
          kind: 'pull-request',
          repository: { owner: 'shop', name: 'web' },
          number: 12,
          host: null,
          tokenFile: 't',
        },
        json: false,
      },
    ],
    [
      'explain --capacity shop/web --json',
      {
        name: 'explain',
        subject: { kind: 'capacity', repository: { owner: 'shop', name: 'web' }, host: null, tokenFile: null },
        json: true,
      },
    ],
    [
      'explain https://ghe.example/shop/web/pull/12',
      {
        name: 'explain',
        subject: {
          kind: 'pull-request',
          repository: { owner: 'shop', name: 'web' },
          number: 12,
          host: 'ghe.example',
          tokenFile: null,
        },
        json: false,
      },
    ],
    ['demo --keep', { name: 'demo', json: false, keep: true }],
  ])('leadership %s', (line, command) => {
    expect(parseArguments(line.split(' ').filter(Boolean))).toEqual({ ok: true, command });
  });
});

describe('refuses, and says what to write', () => {
  test.each([
    ['chek', 'Did you mean check?'],
    ['backtest', 'The commands are check, summary, label, validate, explain, demo.'],
    ['sumary', 'Did you mean summary?'],
    ['summary', 'Which repository? For example: leadership summary octo-org/octo-repo'],
    ['summary a/b#1', 'a/b#1 names no repository'],
    ['summary a/b --week', '--week=YYYY-Www'],
    ['summary a/b --week 46', '46 is none'],
    ['summary a/b --week 2026-W54', '2026-W54 is none'],
    ['summary a/b --since 2026-01-01', 'has no option --since'],
    ['octo-org/octo-repo#1', 'leadership check octo-org/octo-repo#1'],
    ['--jsn', 'Option --jsn is not known'],
    ['check', 'for example: leadership check octo-org/octo-repo#12'],
    ['check 12', '12 names no pull request'],
    ['check octo-repo#12', 'OWNER/REPO#NUMBER'],
    ['check octo-org/octo-repo#0', 'names no pull request'],
    ['check octo-org/octo-repo#x', 'names no pull request'],
    ['check a/b#1 c/d#2', 'takes one argument, not 2'],
    ['check a/b#1 --aply', 'has no option --aply. Did you mean --apply?'],
    ['check a/b#1 --apply=yes', '--apply takes no value'],
    ['check a/b#1 --token-file', '--token-file needs a value'],
    ['label a/b', 'Since when?'],
    ['label --since 2026-01-01', 'Which repository?'],
    ['label a/b#1 --since 2026-01-01', 'a/b#1 names no repository'],
    ['label a/b --since 2026-02-29', '2026-02-29 is none'],
    ['label a/b --since 01.02.2026', 'YYYY-MM-DD'],
    ['label a/b --since', '--since=YYYY-MM-DD'],
    ['label a/b --until 2026-01-01', 'has no option --until'],
    ['check a/b#1 --constructor', 'has no option --constructor'],
    ['validate --apply', 'leadership validate has no option --apply'],
    ['explain linked-objectives', 'Did you mean linked-objective?'],
    ['explain shop/web', 'A pull request is written OWNER/REPO#NUMBER.'],
    ['explain shop/web', 'Of the sprint: leadership explain --capacity shop/web'],
    ['explain --capacity', 'Which repository?'],
    ['explain --capacity shop', 'shop names no repository.'],
    ['demo now', 'takes no argument'],
  ])('leadership %s', (line, said) => {
    const parsed = parseArguments(line.split(' '));
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? '' : parsed.problem).toContain(said);
  });
});
