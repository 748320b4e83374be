import { describe, expect, it } from 'vitest';
import type { Actor } from '#core/facts/actor.ts';
import { type LabelContext, setterMayTriage } from '#core/facts/label-trust.ts';
import { titleType } from '#core/facts/title-type.ts';
import { ANNE } from '../../support/facts.ts';

const BOB: Actor = { login: 'bob', kind: 'User' };
const LABELLER: Actor = { login: 'github-actions', kind: 'Bot' };

const ISSUE: LabelContext = {
  author: ANNE,
  createdAt: '2026-11-17T09:00:00Z',
  isTimelineComplete: true,
  templatesLabel: true,
};
const PULL_REQUEST: LabelContext = { ...ISSUE, templatesLabel: false };
const TRUSTED = ['github-actions[bot]'];

describe('setterMayTriage', () => {
  it.each<[string, { setBy?: Actor | null; setAt?: string }, LabelContext, readonly string[], boolean | undefined]>([
    ['somebody else’s label on an issue', { setBy: BOB, setAt: ISSUE.createdAt }, ISSUE, [], true],
    ['the author’s own, later', { setBy: ANNE, setAt: '2026-11-17T09:01:01Z' }, ISSUE, [], true],
    ['the author’s own, at creation', { setBy: ANNE, setAt: '2026-11-17T09:00:01Z' }, ISSUE, [], undefined],
    ['the author’s own, within a minute', { setBy: ANNE, setAt: '2026-11-17T09:01:00Z' }, ISSUE, [], undefined],
    ['the author’s own on a pull request', { setBy: ANNE, setAt: ISSUE.createdAt }, PULL_REQUEST, [], true],
    ['an app’s', { setBy: LABELLER, setAt: '2026-11-18T09:00:00Z' }, ISSUE, [], false],
    ['a trusted app’s', { setBy: LABELLER, setAt: '2026-11-18T09:00:00Z' }, ISSUE, TRUSTED, true],
    [
      'a person’s who is called like a trusted app',
      { setBy: { ...LABELLER, kind: 'User' }, setAt: ISSUE.createdAt },
      ISSUE,
      TRUSTED,
      true,
    ],
    ['an account’s that is gone', { setBy: null, setAt: '2026-11-18T09:00:00Z' }, ISSUE, [], false],
    ['nobody’s in a whole timeline (a transfer)', {}, ISSUE, [], true],
    ['nobody’s in a timeline that was cut', {}, { ...ISSUE, isTimelineComplete: false }, [], undefined],
    ['nobody’s on a pull request, which is never transferred', {}, PULL_REQUEST, [], false],
  ])('%s', (_, label, context, trusted, expected) => {
    expect(setterMayTriage(label, context, trusted)).toBe(expected);
  });
});

describe('titleType', () => {
  it.each([
    ['docs: a', 'docs'],
    ['Docs(api)!: a', 'docs'],
    ['fix!: a', 'fix'],
    ['docs:a', null],
    ['docs : a', null],
    ['a word: b', null],
    ['', null],
    [`${'a'.repeat(40)}: b`, null],
    ['feat((x)): y', null],
  ])('of %j is %j', (title, expected) => {
    expect(titleType(title)).toBe(expected);
  });
});
