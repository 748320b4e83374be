import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseMergedPullRequest, readMergedPullRequests } from '../../demo/merged-pull-requests.ts';

const VALID = {
  number: 7,
  title: 'fix: count gift wrapping',
  body: '',
  mergedAt: '2026-02-10T12:02:52+01:00',
  isBot: false,
  additions: 3,
  deletions: 1,
  changedFiles: 1,
  paths: ['src/cart.ts'],
};

function fileWith(...lines: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'merged-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'merged.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('a line of the file', () => {
  it('is read with its time in UTC', () => {
    expect(parseMergedPullRequest(JSON.stringify(VALID))).toEqual({
      ...VALID,
      mergedAt: '2026-02-10T11:02:52.000Z',
      author: null,
      branch: null,
      labels: null,
    });
  });

  it('may name author, branch and labels', () => {
    const more = { author: 'renovate[bot]', branch: 'debt/cart', labels: ['maintenance'] };
    expect(parseMergedPullRequest(JSON.stringify({ ...VALID, ...more }))).toMatchObject(more);
  });

  it.each([
    ['nothing like JSON', '{"number": 7', 'not JSON'],
    ['a list', '[]', 'not an object'],
    ['null', 'null', 'not an object'],
    ['no title', JSON.stringify({ ...VALID, title: ' ' }), '`title` is not a text'],
    ['a body that is no text', JSON.stringify({ ...VALID, body: 1 }), '`body` is not a text'],
    ['no time', JSON.stringify({ ...VALID, mergedAt: 'yesterday' }), '`mergedAt` is not a time'],
    ['a word for isBot', JSON.stringify({ ...VALID, isBot: 'no' }), '`isBot` is neither true nor false'],
    ['half a number', JSON.stringify({ ...VALID, number: 1.5 }), '`number` is not a whole number'],
    ['negative additions', JSON.stringify({ ...VALID, additions: -1 }), '`additions` is not a whole number'],
    ['no deletions', JSON.stringify({ ...VALID, deletions: undefined }), '`deletions` is not a whole number'],
    [
      'a text for changedFiles',
      JSON.stringify({ ...VALID, changedFiles: '1' }),
      '`changedFiles` is not a whole number',
    ],
    ['paths that are no texts', JSON.stringify({ ...VALID, paths: [1] }), '`paths` is not a list of texts'],
    [
      'too many paths',
      JSON.stringify({ ...VALID, paths: Array(3001).fill('a') }),
      '`paths` has more than 3000 entries',
    ],
    ['an empty author', JSON.stringify({ ...VALID, author: '' }), '`author` is not a name'],
    ['a number for the branch', JSON.stringify({ ...VALID, branch: 1 }), '`branch` is not a name'],
    ['labels that are no texts', JSON.stringify({ ...VALID, labels: 'bug' }), '`labels` is not a list of texts'],
    [
      'too many labels',
      JSON.stringify({ ...VALID, labels: Array(101).fill('a') }),
      '`labels` has more than 100 entries',
    ],
    ['an endless line', JSON.stringify({ ...VALID, body: 'a'.repeat(1_000_001) }), 'longer than 1000000 characters'],
  ])('with %s is refused with the reason', (_, line, reason) => {
    expect(parseMergedPullRequest(line)).toBe(reason);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
        parseMergedPullRequest(line);
      }),
    );
  });
});

describe('the file', () => {
  it('goes on after a bad line, which it names, and orders by the time of the merge', async () => {
    const later = { ...VALID, number: 8, mergedAt: '2026-02-10T11:30:00Z' };
    const path = fileWith(JSON.stringify(later), 'oops', '', JSON.stringify(VALID));
    const { pullRequests, badLines } = await readMergedPullRequests(path);
    expect(pullRequests.map(({ number }) => number)).toEqual([7, 8]);
    expect(badLines).toEqual([{ line: 2, reason: 'not JSON' }]);
  });

  it('that does not exist is an error that names it', async () => {
    await expect(readMergedPullRequests('/nowhere/at-all.jsonl')).rejects.toThrow('/nowhere/at-all.jsonl');
  });
});
