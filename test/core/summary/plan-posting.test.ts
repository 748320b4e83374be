import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeptFigures, keptBlock, markerOf } from '#core/summary/kept-figures.ts';
import {
  type DesiredIssue,
  type ListedIssue,
  MAX_PINS,
  type PostingEffect,
  type PostingOptions,
  planPosting,
} from '#core/summary/plan-posting.ts';

const SCOPE = 'shop/web';
const OPTIONS: PostingOptions = { login: 'leadership[bot]', pinsUsed: 0, isNew: true };

function bodyOf(period: string, text = '**1 Headline** All is well.', scope = SCOPE): string {
  const figures = { linked: 0, toObjective: 0, ofLinked: 0, merged: 0, reverts: 0, isPartial: false, kind: null };
  const unknown = { cycleP50: null, cycleP90: null, deliveries: null, restoreP50: null };
  const kept: Omit<KeptFigures, 'lines'> = {
    v: 1,
    period,
    scope,
    week: { period, ...figures, ...unknown },
    weeks: [],
    sprints: [],
    rules: 'a',
    boxes: [],
  };
  return `${markerOf(scope, period)}\n${text}\n\n${keptBlock(kept, text)}\n`;
}

function desired(changed: Partial<DesiredIssue> = {}): DesiredIssue {
  const period = changed.period ?? '2026-W47';
  return {
    scope: SCOPE,
    period,
    title: `Weekly alignment: web, ${period}`,
    body: bodyOf(period),
    labels: ['leadership-summary'],
    pin: false,
    closePrevious: true,
    ...changed,
  };
}

function issue(number: number, period = '2026-W47', changed: Partial<ListedIssue> = {}): ListedIssue {
  return {
    number,
    isOpen: true,
    author: 'leadership[bot]',
    title: `Weekly alignment: web, ${period}`,
    body: bodyOf(period),
    url: `https://github.com/shop/web/issues/${number}`,
    isPinned: false,
    ...changed,
  };
}

const planned = (wanted: DesiredIssue, listed: readonly ListedIssue[], options: Partial<PostingOptions> = {}) => {
  const { effects, notes } = planPosting(wanted, listed, { ...OPTIONS, ...options });
  return { effects: effects.map(short), notes };
};

function short(effect: PostingEffect): string {
  if (effect.type === 'create') return 'create';
  return `${effect.type} ${effect.number}${effect.type === 'close' ? ` ${effect.reason}` : ''}`;
}

describe('the weekly issue', () => {
  it('is made where there is none', () => {
    expect(planPosting(desired(), [], OPTIONS)).toEqual({
      effects: [{ type: 'create', title: desired().title, body: desired().body, labels: ['leadership-summary'] }],
      notes: [],
      issue: null,
    });
  });

  it('is left alone where it says all', () => {
    expect(planPosting(desired(), [issue(5)], OPTIONS)).toEqual({
      effects: [],
      notes: [],
      issue: { number: 5, url: 'https://github.com/shop/web/issues/5' },
    });
    const edited = issue(5, '2026-W47', { body: `${bodyOf('2026-W47').replaceAll('\n', '\r\n')}\r\nThanks!` });
    const [update] = planPosting(desired(), [edited], OPTIONS).effects;
    expect(update).toMatchObject({ type: 'update', body: expect.stringContaining('\nThanks!\n') });
    const settled = { ...edited, body: update?.type === 'update' ? update.body.replaceAll('\n', '\r\n') : '' };
    expect(planned(desired(), [settled]).effects).toEqual([]);
  });

  // biome-ignore format: one example a line reads best
  it.each([
    ['another text', { body: bodyOf('2026-W47', '**1 Headline** Old.') }, ['update 5']],
    ['another title', { title: 'Weekly' }, ['update 5']],
    ['somebody’s line above its marker', { body: `Look!\n${bodyOf('2026-W47')}` }, ['update 5']],
    ['an author in another case', { author: 'Leadership' }, []],
    ['a scope in another case', { body: bodyOf('2026-W47', undefined, 'Shop/Web') }, ['update 5']],
    ['been closed by a person', { isOpen: false }, []],
    ['been closed by a person, and another text', { isOpen: false, body: bodyOf('2026-W47', 'Old.') }, ['update 5']],
    ['another author', { author: 'mallory' }, ['create']],
    ['an author that is gone', { author: null }, ['create']],
    ['another scope', { body: bodyOf('2026-W47', undefined, 'shop/api') }, ['create']],
    ['no marker', { body: 'Weekly alignment' }, ['create']],
  ])('that has %s', (_, changed, effects) => {
    expect(planned(desired(), [issue(5, '2026-W47', changed)]).effects).toEqual(effects);
  });

  it('is one: those that were made later are closed as duplicates, with a link', () => {
    const { effects } = planPosting(desired(), [issue(9), issue(5), issue(7)], OPTIONS);
    expect(effects.map(short)).toEqual(['close 7 duplicate', 'close 9 duplicate']);
    expect(effects[0]).toMatchObject({
      body: `${markerOf(SCOPE, '2026-W47')}

The same as [#5](https://redirect.github.com/shop/web/issues/5), which was first. <!-- same:5 -->

${bodyOf('2026-W47').split('\n').slice(1).join('\n')}`,
    });
    // Somebody closed the first while the second was made.
    expect(planned(desired(), [issue(5, '2026-W47', { isOpen: false }), issue(7)]).effects).toEqual([]);
  });

  it('closes the one before, and any that is still open, in one write with a link to it', () => {
    const before = [issue(3, '2026-W45'), issue(4, '2026-W46')];
    const { effects } = planPosting(desired(), [...before, issue(5)], OPTIONS);
    expect(effects.map(short)).toEqual(['close 3 completed', 'close 4 completed']);
    expect(effects[1]).toMatchObject({
      body: expect.stringContaining(
        `${markerOf(SCOPE, '2026-W46')}\n\nFollowed by [#5](https://redirect.github.com/shop/web/issues/5). <!-- next:2026-W47 -->\n\n**1`,
      ),
    });
    expect(planned(desired({ closePrevious: false }), [...before, issue(5)]).effects).toEqual([]);
    // There is nothing yet to link to.
    expect(planned(desired(), before).effects).toEqual(['create']);
    const bare = { ...before[1], body: markerOf(SCOPE, '2026-W46') } as ListedIssue;
    expect(planPosting(desired(), [bare, issue(5)], OPTIONS).effects).toMatchObject([
      { body: expect.stringMatching(/^<!-- leadership:weekly .* -->\n\nFollowed by/) },
    ]);
  });

  it('leaves one open that has no room for the line, since a person who opens it again could not be told apart', () => {
    const full = issue(4, '2026-W46', { body: `${bodyOf('2026-W46')}${'z'.repeat(65_536)}`.slice(0, 65_497) });
    expect(planned(desired(), [full, issue(5)])).toEqual({ effects: [], notes: ['no-room-to-close'] });
    const closed = { ...full, isOpen: false };
    expect(planned(desired(), [closed, issue(5)])).toEqual({ effects: [], notes: [] });
  });

  it('gets its label back where that is gone, whoever closed it', () => {
    const bare = issue(5, '2026-W47', { isLabelled: false, isOpen: false });
    expect(planPosting(desired(), [bare], OPTIONS).effects).toEqual([
      { type: 'label', number: 5, labels: ['leadership-summary'] },
    ]);
    expect(planned(desired(), [issue(4, '2026-W46', { isLabelled: false }), issue(5)]).effects).toEqual([
      'close 4 completed',
    ]);
  });

  it('is pinned by the run that makes it, or goes on with what one left, and no more once a person took the pin off', () => {
    const wanted = desired({ pin: true });
    const before = issue(4, '2026-W46', { isPinned: true });
    expect(planned(wanted, [{ ...before, isOpen: false }, issue(5)], { isNew: false }).effects).toEqual([]);
    expect(planned(wanted, [before, issue(5)], { isNew: false }).effects).toEqual([
      'unpin 4',
      'pin 5',
      'close 4 completed',
    ]);
  });

  it('closes none again that a person opened again', () => {
    const [close] = planPosting(desired(), [issue(4, '2026-W46'), issue(5)], OPTIONS).effects;
    const reopened = issue(4, '2026-W46', { body: close?.type === 'close' ? close.body : '' });
    expect(planned(desired(), [reopened, issue(5)]).effects).toEqual([]);
  });

  it('of an earlier period is renewed, but neither made nor put before a later one', () => {
    const later = issue(8, '2026-W48');
    expect(planned(desired(), [later])).toEqual({ effects: [], notes: ['later-exists'] });
    const old = issue(5, '2026-W47', { body: bodyOf('2026-W47', 'Old.'), isOpen: false });
    expect(planned(desired({ pin: true }), [issue(4, '2026-W46'), old, later]).effects).toEqual(['update 5']);
    expect(planned(desired(), [issue(4, '2026-W46'), issue(5), later]).effects).toEqual([]);
    expect(planned(desired({ period: '2026-W53' }), [issue(8, '2027-W01')]).notes).toEqual(['later-exists']);
  });

  it('is pinned when that is asked and there is room, in place of the one before', () => {
    const before = issue(4, '2026-W46', { isOpen: false, isPinned: true });
    const wanted = desired({ pin: true });
    expect(planned(wanted, [issue(5)], { pinsUsed: 2 }).effects).toEqual(['pin 5']);
    expect(planned(wanted, [issue(5, '2026-W47', { isPinned: true })], { pinsUsed: 3 })).toEqual({
      effects: [],
      notes: [],
    });
    expect(planned(wanted, [before, issue(5)], { pinsUsed: 3 }).effects).toEqual(['unpin 4', 'pin 5']);
    expect(planned(wanted, [issue(5)], { pinsUsed: 3 })).toEqual({ effects: [], notes: ['no-room-to-pin'] });
    expect(planned(wanted, [issue(5, '2026-W47', { isOpen: false })], { pinsUsed: 0 }).effects).toEqual([]);
    expect(planned(desired(), [before, issue(5)], { pinsUsed: 1 }).effects).toEqual([]);
  });

  it('that people filled stays as it is, and the rest is done', () => {
    const full = issue(5, '2026-W47', { title: 'Old', body: `${bodyOf('2026-W47')}${'z'.repeat(65_000)}` });
    const longer = desired({ body: bodyOf('2026-W47', `**1 Headline** ${'a'.repeat(1000)}`) });
    expect(planned(longer, [issue(4, '2026-W46'), full])).toEqual({
      effects: ['close 4 completed'],
      notes: ['full'],
    });
  });
});

/** As much of GitHub as counts here. */
interface Repository {
  readonly issues: readonly ListedIssue[];
  /** Of issues that are not listed. */
  readonly otherPins: number;
}

const pinsOf = ({ issues, otherPins }: Repository) => otherPins + issues.filter(({ isPinned }) => isPinned).length;

function applied(repository: Repository, effect: PostingEffect): Repository {
  const { issues } = repository;
  if (effect.type === 'create') {
    const number = Math.max(0, ...issues.map((each) => each.number)) + 1;
    return { ...repository, issues: [...issues, { ...issue(number), title: effect.title, body: effect.body }] };
  }
  if (effect.type === 'pin') expect(pinsOf(repository)).toBeLessThan(MAX_PINS);
  const change = (each: ListedIssue): ListedIssue => {
    switch (effect.type) {
      case 'update':
        return { ...each, title: effect.title, body: effect.body.trimEnd() };
      case 'close':
        return { ...each, isOpen: false, body: effect.body };
      case 'label':
        return { ...each, isLabelled: true };
      case 'pin':
      case 'unpin':
        return { ...each, isPinned: effect.type === 'pin' };
    }
  };
  expect(issues.some(({ number }) => number === effect.number)).toBe(true);
  return { ...repository, issues: issues.map((each) => (each.number === effect.number ? change(each) : each)) };
}

const plan = (wanted: DesiredIssue, repository: Repository) =>
  planPosting(wanted, repository.issues, { ...OPTIONS, pinsUsed: pinsOf(repository) }).effects;

/** Until nothing is left; at most the round that makes the issue, and the one that does what hangs on its number. */
function settled(wanted: DesiredIssue, repository: Repository): Repository {
  let now = repository;
  for (let round = 0; round < 2; round++) now = plan(wanted, now).reduce(applied, now);
  expect(plan(wanted, now)).toEqual([]);
  return now;
}

const WEEKS = ['2026-W44', '2026-W45', '2026-W46', '2026-W47'];
const anyIssue = fc.record({
  period: fc.constantFrom(...WEEKS, '2026-W48'),
  isOpen: fc.boolean(),
  isPinned: fc.boolean(),
  author: fc.constantFrom('leadership[bot]', 'leadership', 'mallory', null),
  scope: fc.constantFrom(SCOPE, SCOPE, 'shop/api'),
  text: fc.constantFrom('**1 Headline** All is well.', '**1 Headline** Old.'),
  added: fc.constantFrom('', '', '\nMine.', '\n- [x] done\n'),
});
const anyRepository: fc.Arbitrary<Repository> = fc
  .record({ issues: fc.array(anyIssue, { maxLength: 8 }), otherPins: fc.nat(3) })
  .map(({ issues, otherPins }) => {
    const room = { left: MAX_PINS - otherPins };
    return {
      otherPins,
      issues: issues.map(({ period, scope, text, added, ...rest }, at) => ({
        ...issue(at + 1, period),
        ...rest,
        isPinned: rest.isPinned && room.left-- > 0,
        body: bodyOf(period, text, scope) + added,
      })),
    };
  });
const anyDesired = fc
  .record({ pin: fc.boolean(), closePrevious: fc.boolean(), period: fc.constantFrom('2026-W46', '2026-W47') })
  .map((changed) => desired(changed));

describe('the posting of weekly issues', () => {
  const isOurs = ({ author, body }: ListedIssue) =>
    author?.startsWith('leadership') === true && body.includes(`scope=${SCOPE} `);
  const ofPeriod = ({ issues }: Repository, { period }: DesiredIssue) =>
    issues.filter((each) => isOurs(each) && each.body.startsWith(markerOf(SCOPE, period)));

  it('comes to rest, with one open issue of the period unless a person closed it', () => {
    fc.assert(
      fc.property(anyRepository, anyDesired, (repository, wanted) => {
        const before = ofPeriod(repository, wanted);
        const after = ofPeriod(settled(wanted, repository), wanted);
        const isLate = [...WEEKS, '2026-W48'].some(
          (week) => week > wanted.period && ofPeriod(repository, { ...wanted, period: week }).length > 0,
        );
        if (before.length === 0) expect(after).toHaveLength(isLate ? 0 : 1);
        else expect(after).toHaveLength(before.length);
        const open = after.filter((each) => each.isOpen);
        expect(open).toHaveLength(
          after.length > 0 && (before.length === 0 || before.some((each) => each.isOpen)) ? 1 : 0,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('touches no issue of others, opens none again, and loses nothing that people wrote', () => {
    fc.assert(
      fc.property(anyRepository, anyDesired, (repository, wanted) => {
        const after = settled(wanted, repository);
        for (const [at, was] of repository.issues.entries()) {
          const is = after.issues[at];
          if (!isOurs(was)) expect(is).toEqual(was);
          expect(is?.isOpen === true && !was.isOpen).toBe(false);
          for (const line of ['Mine.', '- [x] done']) if (was.body.includes(line)) expect(is?.body).toContain(line);
        }
        expect(pinsOf(after)).toBeLessThanOrEqual(MAX_PINS);
      }),
      { numRuns: 500 },
    );
  });

  it('goes on after a crash between any two writes', () => {
    fc.assert(
      fc.property(anyRepository, anyDesired, fc.nat(6), (repository, wanted, writes) => {
        const crashed = plan(wanted, repository).slice(0, writes).reduce(applied, repository);
        expect(settled(wanted, crashed)).toEqual(settled(wanted, repository));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves one open issue when two post in the same second', () => {
    fc.assert(
      fc.property(anyRepository, anyDesired, fc.boolean(), (repository, wanted, isFirstFaster) => {
        const [one, other] = [plan(wanted, repository), plan(wanted, repository)];
        const both = [...one, ...other].reduce(applied, {
          ...repository,
          otherPins: 0,
          issues: repository.issues.map((each) => ({ ...each, isPinned: false })),
        });
        // Each looks again, and the slower one acts on what it saw before the faster one was done.
        const seen = plan(wanted, both);
        const faster = (isFirstFaster ? seen : seen.toReversed())
          .filter(({ type }) => type !== 'pin')
          .reduce(applied, both);
        const after = seen.filter(({ type }) => type !== 'pin').reduce(applied, faster);
        const open = ofPeriod(settled(wanted, after), wanted).filter((each) => each.isOpen);
        expect(open.length).toBeLessThanOrEqual(1);
        if (ofPeriod(repository, wanted).length === 0)
          expect(open).toHaveLength(ofPeriod(after, wanted).length > 0 ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });

  it('goes from week to week: one is open, and each leads to the next', () => {
    let repository: Repository = { issues: [], otherPins: 2 };
    for (const period of WEEKS) repository = settled(desired({ period, pin: true }), repository);
    expect(repository.issues.map(({ isOpen, isPinned }) => [isOpen, isPinned])).toEqual([
      [false, false],
      [false, false],
      [false, false],
      [true, true],
    ]);
    for (const [at, each] of repository.issues.slice(0, -1).entries())
      expect(each.body).toContain(`Followed by [#${at + 2}]`);
    // Time jumps back: nothing is made, opened or closed.
    expect(plan(desired({ period: '2026-W46', pin: true }), repository)).toEqual([]);
    expect(plan(desired({ period: '2026-W43' }), repository)).toEqual([]);
  });
});
