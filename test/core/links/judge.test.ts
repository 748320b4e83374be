import { describe, expect, it } from 'vitest';
import type { Config } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { IssueFacts, UnreadPart } from '#core/facts/issue.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { judgeLinks } from '#core/links/judge.ts';
import type { ClosingReference, LinkReport, LinkSources, ReadReference } from '#core/links/link.ts';
import { parseReferences } from '#core/links/parse.ts';
import { targetsToRead } from '#core/links/targets.ts';
import { issueFacts, label, NOW, pullRequestFacts, repositoryFacts } from '../../support/facts.ts';
import { LINK_CONTEXT } from './context.ts';

interface Scene {
  readonly body?: string;
  readonly closing?: LinkSources['closing'];
  readonly read?: Readonly<Record<string, ReadReference>>;
  readonly pullRequest?: Partial<PullRequestFacts>;
  readonly objectives?: Partial<Config['objectives']>;
  readonly openObjectives?: LinkSources['openObjectives'];
}

function report({
  body = '',
  closing = [],
  read = {},
  pullRequest = {},
  objectives = {},
  openObjectives = null,
}: Scene) {
  const config = { ...DEFAULTS, objectives: { ...DEFAULTS.objectives, ...objectives } };
  const facts = pullRequestFacts({ body, ...pullRequest });
  const { accept, known, external } = config.objectives;
  const parsed = parseReferences(
    { body: facts.body, title: facts.title, headRef: facts.headRef, labels: facts.labels.map(({ name }) => name) },
    { ...LINK_CONTEXT, accept, knownIds: Object.keys(known), externalPrefixes: external.map(({ prefix }) => prefix) },
  );
  const sources: LinkSources = { parsed, closing, references: read, openObjectives };
  return judgeLinks({ now: NOW, repository: repositoryFacts(), pullRequest: facts, sources, config });
}

/** All of a report but what never leaves the engine. */
function shown({ issues: _, ...rest }: LinkReport) {
  return rest;
}

function told({ links, rejected }: LinkReport): string[] {
  return [
    ...links.map(({ way, ref, objective, flags }) =>
      [way, ref, ...(objective === null ? [] : [`→ ${objective.ref} by ${objective.by}`]), ...flags].join(' '),
    ),
    ...rejected.map(({ reason, text }) => `${reason} ${text}`),
  ];
}

function issue(number: number, facts: Partial<IssueFacts> = {}): IssueFacts {
  return issueFacts({ number, labels: [], type: null, milestone: null, ancestors: [], ...facts });
}

const objective = (number: number, facts: Partial<IssueFacts> = {}) =>
  issue(number, { labels: [label('OKR')], ...facts });
const held = (facts: IssueFacts, isUserLinked = false): ClosingReference => ({ issue: facts, isUserLinked });
const closed = (closedAt: string, stateReason: IssueFacts['stateReason'] = 'COMPLETED') => ({
  isOpen: false,
  closedAt,
  stateReason,
});
const plans = (isPrivate: boolean) => ({
  repository: { owner: 'shop', name: 'plans', nameWithOwner: 'shop/plans', isPrivate },
  url: 'https://github.com/shop/plans/issues/7',
});
const toys = (isPrivate = false) => ({
  repository: { owner: 'mallory', name: 'toys', nameWithOwner: 'mallory/toys', isPrivate },
  url: 'https://github.com/mallory/toys/issues/7',
});
const q3 = { number: 3, title: 'Q3 goals', isOpen: true };
const parents = (count: number): IssueFacts[] =>
  Array.from({ length: count }, (_, step) => (step === count - 1 ? objective(100 + step) : issue(100 + step)));
const known = { 'O-3': { title: 'Faster checkout' } };

describe('judging', () => {
  // biome-ignore format: one example a line reads best
  it.each<[string, Scene, string[]]>([
    ['links an issue that the text names', { body: 'Closes #12', read: { 'shop/web#12': issue(12) } }, ['closing #12']],
    ['sees an objective by its label', { body: 'Objective: #12', read: { 'shop/web#12': objective(12) } }, ['trailer #12 → #12 by label']],
    ['sees an objective by its type', { body: 'Objective: #12', read: { 'shop/web#12': issue(12, { type: 'key result' }) } }, ['trailer #12 → #12 by type']],
    ['sees an objective by its milestone', { body: 'Closes #12', read: { 'shop/web#12': issue(12, { milestone: q3 }) }, objectives: { milestones: 'Q*' } }, ['closing #12 → Q3 goals by milestone']],
    ['does not when milestones are not accepted', { body: 'Closes #12', read: { 'shop/web#12': issue(12, { milestone: q3 }) }, objectives: { milestones: 'Q*', accept: ['closing'] } }, ['closing #12']],
    ['does not when the milestone is closed', { body: 'Closes #12', read: { 'shop/web#12': issue(12, { milestone: { ...q3, isOpen: false } }) }, objectives: { milestones: 'Q*' } }, ['closing #12']],
    ['sees an objective listed by its address', { body: 'Objective: #12', read: { 'shop/web#12': issue(12, { url: 'https://github.com/shop/web/issues/12' }) }, objectives: { known: { A: { title: 'Cart', url: 'https://github.com/shop/web/issues/12' } } } }, ['trailer #12 → #12 by known']],
    ['does not trust a label of unknown origin', { body: 'Objective: #12', read: { 'shop/web#12': issue(12, { labels: [{ name: 'okr' }] }) } }, ['trailer #12 objective-label-not-trusted']],
    ['does not trust a label that a stranger set', { body: 'Objective: #12', read: { 'shop/web#12': issue(12, { labels: [{ name: 'okr', setterMayTriage: false }] }) } }, ['trailer #12 objective-label-not-trusted']],
    ['takes no label of another owner’s for an objective', { body: 'Objective: mallory/toys#7', read: { 'mallory/toys#7': objective(7, toys()) } }, ['trailer mallory/toys#7 objective-of-other-owner']],
    ['nor one that nobody knows who set', { body: 'Objective: mallory/toys#7', read: { 'mallory/toys#7': issue(7, { ...toys(), labels: [{ name: 'okr' }] }) } }, ['trailer mallory/toys#7 objective-of-other-owner']],
    ['nor a type', { body: 'Closes mallory/toys#7', read: { 'mallory/toys#7': issue(7, { ...toys(), type: 'Key Result' }) } }, ['closing mallory/toys#7 objective-of-other-owner']],
    ['nor a milestone', { body: 'Closes mallory/toys#7', read: { 'mallory/toys#7': issue(7, { ...toys(), milestone: q3 }) }, objectives: { milestones: 'Q*' } }, ['closing mallory/toys#7 objective-of-other-owner']],
    ['nor the parent of an issue here', { body: 'Closes #12', read: { 'shop/web#12': issue(12, { ancestors: [objective(7, toys())] }) } }, ['closing #12 objective-of-other-owner']],
    ['takes one that is listed by its address', { body: 'Closes mallory/toys#7', read: { 'mallory/toys#7': objective(7, toys()) }, objectives: { known: { A: { title: 'Toys', url: 'https://github.com/mallory/toys/issues/7' } } } }, ['closing mallory/toys#7 → mallory/toys#7 by known closes-objective']],
    ['takes an objective here above another owner’s', { body: 'Closes mallory/toys#7', read: { 'mallory/toys#7': objective(7, { ...toys(), ancestors: [objective(12)] }) } }, ['closing mallory/toys#7 → #12 by label']],
    ['takes an objective of the same owner, in any case', { body: 'Objective: Shop/Plans#7', read: { 'shop/plans#7': objective(7, { ...plans(false), repository: { owner: 'SHOP', name: 'plans', nameWithOwner: 'SHOP/plans', isPrivate: false } }) } }, ['trailer SHOP/plans#7 → SHOP/plans#7 by label']],
    ['links what another owner keeps', { body: 'Closes mallory/toys#7', read: { 'mallory/toys#7': issue(7, toys()) } }, ['closing mallory/toys#7']],
    ['says nothing of labels that are private elsewhere', { body: 'Closes shop/plans#7', read: { 'shop/plans#7': issue(7, { ...plans(true), labels: [{ name: 'okr' }] }) } }, ['closing shop/plans#7']],
    ['nor of those that another owner keeps private', { body: 'Closes mallory/toys#7', read: { 'mallory/toys#7': objective(7, toys(true)) } }, ['closing mallory/toys#7']],
    ['flags a keyword that closes an objective', { body: 'Closes #12', read: { 'shop/web#12': objective(12) } }, ['closing #12 → #12 by label closes-objective']],
    ['flags it for a link of GitHub by keyword too', { closing: [held(objective(12))] }, ['closing #12 → #12 by label closes-objective']],
    ['does not off the default branch, where nothing closes', { body: 'Closes #12', read: { 'shop/web#12': objective(12) }, pullRequest: { baseRef: 'next' } }, ['closing #12 → #12 by label']],
    ['does not for a task under it', { body: 'Closes #12', read: { 'shop/web#12': issue(12, { ancestors: parents(1) }) } }, ['closing #12 → #100 by label']],
    ['takes a known id', { body: 'OKR: O-3', objectives: { known } }, ['trailer O-3 → O-3 by known']],
    ['takes a key of another tracker unverified', { body: 'SHOP-7', objectives: { external: [{ prefix: 'SHOP' }] } }, ['external SHOP-7 not-verified']],
    ['sees an objective in a key that is known', { body: 'SHOP-7', objectives: { external: [{ prefix: 'SHOP' }], known: { 'SHOP-7': { title: 'Cart' } } } }, ['external SHOP-7 → SHOP-7 by known not-verified']],
    ['takes the milestone of the pull request', { pullRequest: { milestone: q3 } }, ['milestone Q3 goals']],
    ['sees an objective in a milestone that matches', { pullRequest: { milestone: q3 }, objectives: { milestones: 'q*' } }, ['milestone Q3 goals → Q3 goals by milestone']],
    ['rejects a closed milestone', { pullRequest: { milestone: { ...q3, isOpen: false } } }, ['closed-milestone Q3 goals']],
    ['rejects a milestone where none is accepted', { pullRequest: { milestone: q3 }, objectives: { accept: ['closing'] } }, ['way-not-accepted Q3 goals']],
    ['rejects the pull request itself', { body: 'Closes #40' }, ['itself Closes #40']],
    ['takes the same number elsewhere', { body: 'Closes shop/plans#40', read: { 'shop/plans#40': issue(40, plans(false)) } }, ['closing shop/plans#40']],
    ['rejects a pull request', { body: 'Closes #39', read: { 'shop/web#39': 'pull-request' } }, ['is-pull-request Closes #39']],
    ['rejects what does not exist here', { body: 'Closes #9', read: { 'shop/web#9': unavailable('the issue', 'not-found') } }, ['not-found Closes #9']],
    ['can not tell elsewhere', { body: 'Closes shop/plans#9', read: { 'shop/plans#9': unavailable('the issue', 'not-found') } }, ['unreadable Closes shop/plans#9']],
    ['likewise when it is forbidden', { body: 'Closes shop/plans#9', read: { 'shop/plans#9': unavailable('the issue', 'forbidden') } }, ['unreadable Closes shop/plans#9']],
    ['rejects what was closed as not planned', { body: 'Closes #9', read: { 'shop/web#9': issue(9, closed('2026-11-17T00:00:00Z', 'NOT_PLANNED')) } }, ['not-planned Closes #9']],
    ['rejects a duplicate', { body: 'Closes #9', read: { 'shop/web#9': issue(9, closed('2026-11-17T00:00:00Z', 'DUPLICATE')) } }, ['duplicate Closes #9']],
    ['takes what was closed just within the grace', { body: 'Closes #9', read: { 'shop/web#9': issue(9, closed('2026-11-04T12:00:00Z')) } }, ['closing #9']],
    ['rejects what was closed a second earlier', { body: 'Closes #9', read: { 'shop/web#9': issue(9, closed('2026-11-04T11:59:59Z')) } }, ['closed-too-long Closes #9']],
    ['counts the grace to the merge', { body: 'Closes #9', read: { 'shop/web#9': issue(9, closed('2026-07-01T00:00:00Z')) }, pullRequest: { mergedAt: '2026-07-10T00:00:00Z', state: 'MERGED' } }, ['closing #9']],
    ['takes what was dropped after the merge', { body: 'Closes #9', read: { 'shop/web#9': issue(9, closed('2026-08-01T00:00:00Z', 'NOT_PLANNED')) }, pullRequest: { mergedAt: '2026-07-10T00:00:00Z', state: 'MERGED' } }, ['closing #9']],
    ['sees no objective in an ancestor closed too long ago', { body: 'Closes #9', read: { 'shop/web#9': issue(9, { ancestors: [objective(1, closed('2026-01-01T00:00:00Z'))] }) } }, ['closing #9']],
    ['takes a link of the sidebar', { closing: [held(issue(12), true)] }, ['sidebar #12']],
    ['rejects it where the sidebar is not accepted', { closing: [held(issue(12), true)], objectives: { accept: ['closing'] } }, ['way-not-accepted shop/web#12']],
    ['rejects GitHub\'s own link where keywords are not accepted', { closing: [held(issue(12))], objectives: { accept: ['sidebar'] } }, ['way-not-accepted shop/web#12']],
    ['rejects what a keyword names where keywords are not accepted, once', { body: 'Closes #12', closing: [held(issue(12))], objectives: { accept: ['sidebar'] } }, ['way-not-accepted Closes #12']],
    ['lets a trailer count all the same', { body: 'Objective: #12\nCloses #12', closing: [held(issue(12))], objectives: { accept: ['trailer'] } }, ['trailer #12']],
    ['names once what both sources have', { body: 'Closes #12', closing: [held(issue(12))] }, ['closing #12']],
    ['takes what GitHub holds although the text seems not to', { body: '`closes #12`', closing: [held(issue(12))] }, ['closing #12 held-by-github']],
    ['waits while GitHub may lag behind an edit', { closing: [held(issue(12))], pullRequest: { lastEditedAt: '2026-11-18T11:59:01Z' } }, []],
    ['does not wait longer than a minute', { closing: [held(issue(12))], pullRequest: { lastEditedAt: '2026-11-18T11:59:00Z' } }, ['closing #12']],
    ['does not wait for what the text names', { body: 'Closes #12', closing: [held(issue(12))], pullRequest: { lastEditedAt: NOW } }, ['closing #12']],
    ['does not wait for the sidebar', { closing: [held(issue(12), true)], pullRequest: { lastEditedAt: NOW } }, ['sidebar #12']],
  ])('%s', (_, scene, expected) => expect(told(report(scene))).toEqual(expected));

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('climbs %i levels to an objective', (levels) => {
    const task = levels === 0 ? objective(12) : issue(12, { ancestors: parents(levels) });
    const { links } = report({ body: 'Objective: #12', read: { 'shop/web#12': task } });
    expect(links[0]?.objective?.distance).toBe(levels);
  });

  it('climbs no further than eight levels, and not at all where parents are not accepted', () => {
    const nine = { body: 'Objective: #12', read: { 'shop/web#12': issue(12, { ancestors: parents(9) }) } };
    expect(report(nine).links[0]?.objective).toBeNull();
    const one = { body: 'Objective: #12', read: { 'shop/web#12': issue(12, { ancestors: parents(1) }) } };
    expect(report({ ...one, objectives: { accept: ['trailer'] } }).links[0]?.objective).toBeNull();
  });

  it('tells nothing of a private issue elsewhere but its place', () => {
    const secret = objective(7, {
      title: 'Buy the rival',
      ...plans(true),
      milestone: { ...q3, title: 'Secret quarter' },
    });
    const scenes: Scene[] = [
      { body: 'Objective: shop/plans#7', read: { 'shop/plans#7': secret } },
      { body: 'Closes #12', read: { 'shop/web#12': issue(12, { ancestors: [secret] }) } },
      {
        body: 'Closes #12',
        read: { 'shop/web#12': issue(12, { ancestors: [{ ...secret, labels: [] }] }) },
        objectives: { milestones: 'Secret*' },
      },
      { openObjectives: [secret] },
    ];
    for (const scene of scenes)
      expect(JSON.stringify(shown(report(scene)))).not.toMatch(/rival|Secret quarter|plans\/issues/);
  });

  it('hands on what may be told of an issue, and whether its owner is ours', () => {
    const found = (read: IssueFacts) => {
      const { nameWithOwner } = read.repository;
      const [first] = report({ body: `Closes ${nameWithOwner}#7`, read: { [`${nameWithOwner}#7`]: read } }).issues;
      return first && [first.ref, first.isPublicHere, first.isOfSameOwner];
    };

    expect(found(issue(7))).toEqual(['#7', true, true]);
    expect(found(issue(7, plans(false)))).toEqual(['shop/plans#7', true, true]);
    expect(found(issue(7, plans(true)))).toEqual(['shop/plans#7', false, true]);
    expect(found(issue(7, toys()))).toEqual(['mallory/toys#7', true, false]);
  });

  it('misses nothing of another owner’s issue that could not make it an objective', () => {
    for (const part of ['labels', 'setters', 'type', 'milestone'] as const) {
      const unread = [{ part, reason: 'unreachable' as const }];
      const read = { 'mallory/toys#7': issue(7, { ...toys(), labels: [{ name: 'OKR' }], unread }) };
      expect(report({ body: 'Closes mallory/toys#7', read, objectives: { milestones: 'Q*' } }).unread).toEqual([]);
    }
  });

  it('keeps what could not be read apart from what is not there', () => {
    const { links, rejected, unread } = report({
      body: 'Closes #9',
      closing: [unavailable('GitHub’s list', 'unreachable')],
      read: { 'shop/web#9': unavailable('the issue shop/web#9', 'unreachable') },
    });
    expect({ links, rejected }).toEqual({ links: [], rejected: [] });
    expect(unread.map(({ what }) => what)).toEqual(['GitHub’s list', 'the issue shop/web#9']);
  });

  it('tells links that were not read from what is unknown of an issue that was', () => {
    const { unread, unreadLinks } = report({
      body: 'Closes #9, closes #12',
      closing: [unavailable('GitHub’s list', 'unreachable')],
      read: {
        'shop/web#9': unavailable('the issue shop/web#9', 'unreachable'),
        'shop/web#12': issue(12, { unread: [{ part: 'parent', reason: 'forbidden' }] }),
      },
    });

    expect(unread.map(({ what }) => what)).toEqual(['GitHub’s list', 'the issue shop/web#9', 'the parent of #12']);
    expect(unreadLinks.map(({ what }) => what)).toEqual(['GitHub’s list', 'the issue shop/web#9']);
  });

  it.each<[string, UnreadPart['part'], Partial<IssueFacts>, Partial<Config['objectives']>, string[]]>([
    ['a parent', 'parent', {}, {}, ['the parent of #12']],
    ['no parent where parents do not count', 'parent', {}, { accept: ['closing'] }, []],
    ['labels', 'labels', {}, {}, ['the labels of #12']],
    ['no labels where none makes an objective', 'labels', {}, { labels: [] }, []],
    ['who set the label of an objective', 'setters', { labels: [{ name: 'OKR' }] }, {}, ['who set the label of #12']],
    ['not who set another label', 'setters', { labels: [{ name: 'bug' }] }, {}, []],
    ['a type', 'type', {}, {}, ['the type of #12']],
    ['no milestone where none is an objective', 'milestone', {}, {}, []],
    ['a milestone', 'milestone', {}, { milestones: 'Q*' }, ['the milestone of #12']],
    ['nothing of what is an objective all the same', 'parent', { labels: [label('okr')] }, {}, []],
    ['nothing of what was rejected', 'parent', closed('2026-01-01T00:00:00Z'), {}, []],
  ])('tells what was missing only where it could lead to an objective: %s', (_, part, facts, objectives, expected) => {
    const unread = [{ part, reason: 'unreachable' as const }];
    const found = report({ body: 'Closes #12', read: { 'shop/web#12': issue(12, { ...facts, unread }) }, objectives });
    expect(found.unread.map(({ what }) => what)).toEqual(expected);
  });

  it('never names a private issue elsewhere that the text does not', () => {
    const secret = issue(7, { title: 'Buy the rival', ...plans(true) });
    const lost = { ...secret, unread: [{ part: 'parent' as const, reason: 'forbidden' as const }] };
    const scenes: Scene[] = [
      { closing: [held(secret, true)] },
      { closing: [held(secret, true)], objectives: { accept: ['trailer'] } },
      { closing: [held({ ...secret, ...closed('2026-01-01T00:00:00Z') })] },
      { closing: [held(lost, true)] },
      { body: 'Closes #12', read: { 'shop/web#12': issue(12, { ancestors: [objective(7, plans(true))] }) } },
    ];
    for (const scene of scenes) expect(JSON.stringify(shown(report(scene)))).not.toContain('plans');
    expect(report({ body: '`Closes shop/plans#7`', closing: [held(secret, true)] }).links[0]?.ref).toBe('shop/plans#7');
  });

  it('names the instant at which a grace ends or GitHub has settled', () => {
    const grace = { body: 'Closes #9', read: { 'shop/web#9': issue(9, closed('2026-11-10T12:00:00Z')) } };
    expect(report(grace).validUntil).toBe('2026-11-24T12:00:01Z');
    const lag = report({ closing: [held(issue(12))], pullRequest: { lastEditedAt: '2026-11-18T11:59:30Z' } });
    expect([lag.settlesAt, lag.validUntil]).toEqual(['2026-11-18T12:00:30Z', '2026-11-18T12:00:30Z']);
    expect(report({ body: 'Closes #9', read: { 'shop/web#9': issue(9) } }).validUntil).toBeNull();
  });

  it('stays linked when a valid link is added', () => {
    const bodies = [
      'Closes #12',
      'Objective: #12',
      'Closes shop/plans#9',
      '> quoted',
      '<!-- Closes #1 -->',
      '```\nx\n```',
      '',
    ];
    const read = { 'shop/web#12': issue(12), 'shop/web#13': issue(13), 'shop/plans#9': unavailable('it', 'not-found') };
    for (const body of bodies) {
      const before = report({ body, read }).links.map(({ ref }) => ref);
      const after = report({ body: `${body}\n\nCloses #13`, read }).links.map(({ ref }) => ref);
      expect(after).toEqual(expect.arrayContaining([...before, '#13']));
    }
  });
});

describe('what is still to be read', () => {
  it('is what the text names and GitHub did not list, each once', () => {
    const { parsed } = {
      parsed: parseReferences(
        { body: 'Closes #12\ncloses #13\nObjective: Shop/Plans#7\nOKR: O-3', title: '', headRef: '', labels: [] },
        LINK_CONTEXT,
      ),
    };
    const targets = (closing: LinkSources['closing']) => targetsToRead(parsed, closing).map(({ number }) => number);
    expect(targets([held(issue(12))])).toEqual([13, 7]);
    expect(targets([unavailable('it', 'unreachable')])).toEqual([12, 13, 7]);
  });
});
