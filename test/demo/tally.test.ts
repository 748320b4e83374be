import { describe, expect, it } from 'vitest';
import { countBy, saidBy } from '../../demo/tally.ts';

const run = (conclusion: string, title: string, summary: string) =>
  saidBy({ id: 1, name: 'leadership', status: 'completed', conclusion, output: { title, summary } });

describe('what a check says', () => {
  it('is sorted by its title, with the reason in its own words', () => {
    expect(run('success', 'Linked to #12', '✔ **Objective:** #12 Cart')).toEqual({
      group: 'linked',
      reason: 'linked',
      rejected: [],
    });
    expect(run('success', 'No objective needed', '✔ **No objective needed:** label `x`.')).toMatchObject({
      group: 'needs no link',
      reason: 'label `x`',
    });
    expect(run('success', 'Not checked: routine work by the bot renovate', '✔ **Not checked**')).toMatchObject({
      group: 'not checked',
      reason: 'routine work by the bot renovate',
    });
  });

  it.each([
    ['Passes as urgent work: label hotfix', 'label hotfix'],
    ['Passes for now as urgent work · could not be verified yet', 'could not be verified yet'],
  ])('is urgent: %s', (title, reason) => {
    expect(run('success', title, '✔ **Passes**')).toEqual({ group: 'urgent', reason, rejected: [] });
  });

  it('names the reason of each rejected reference', () => {
    const summary =
      '**Nothing.**\n\nLooked at: description, labels. · `#3` is a pull request · `` a`b `` is inside code';
    expect(run('failure', 'No issue linked · one line in the description fixes it', summary)).toEqual({
      group: 'nothing accepted is linked',
      reason: 'No issue linked',
      rejected: ['is a pull request', 'is inside code'],
    });
  });

  it('is null when it says something else', () => {
    expect(run('failure', 'Links could not be read from GitHub', '**Not read**')).toBeNull();
  });
});

it('counts with the most frequent first', () => {
  expect(countBy(['b', 'a', 'b'], (value) => value)).toEqual([
    ['b', 2],
    ['a', 1],
  ]);
});
