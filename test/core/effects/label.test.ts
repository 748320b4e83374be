import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '#core/classes/classify.ts';
import type { Config } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { LabelEffect } from '#core/effects/effect.ts';
import { type Labelled, planLabel } from '#core/effects/label.ts';
import type { Actor, AppliedLabel } from '#core/facts/actor.ts';
import type { LabelEvent } from '#core/facts/label-history.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { ANNE, LABELLER, LEADERSHIP, labelBy, labelEvent, WORKFLOW } from '../../support/facts.ts';
import { IDS, SILENT, TRIGGERS, withPullRequest } from '../classes/triggers.ts';

const BEN: Actor = { login: 'ben', kind: 'User' };
const TRUSTED: Actor = { login: 'triage-bot', kind: 'Bot' };
const HANDS = { ourLogin: 'leadership', trustedApps: ['Triage-Bot[bot]'] };
/** With the token of a workflow's job, whose login every other workflow has, too. */
const SHARED = { ...HANDS, ourLogin: 'github-actions' };
const config = (debt: Partial<Config['debt']> = {}): Config => ({ ...DEFAULTS, debt: { ...DEFAULTS.debt, ...debt } });

type Did = readonly [by: Actor | null, action: LabelEvent['action'], name?: string];
const did = (...all: readonly Did[]) => all.map(([by, action, name = 'tech-debt']) => labelEvent(by, action, name));
const others = (count: number) => Array.from({ length: count }, (_, at) => labelBy(ANNE, `l${at}`));

interface Given {
  readonly labels?: readonly AppliedLabel[];
  readonly events?: readonly LabelEvent[];
  readonly isComplete?: boolean;
  readonly history?: Labelled['labelHistory'];
  readonly isDebt: boolean | null;
  readonly debt?: Partial<Config['debt']>;
  readonly hands?: Parameters<typeof planLabel>[3];
}

function planned({ labels = [], events = [], isComplete = true, history, isDebt, debt, hands = HANDS }: Given): string {
  const item: Labelled = { number: 40, labels, labelHistory: history ?? { events, isComplete } };
  const { effect, problem } = planLabel(item, isDebt, config(debt), hands);
  if (problem !== null) return `${problem.code} ${problem.label}${effect === null ? '' : ' and an effect'}`;
  return effect === null ? 'nothing' : `${effect.action} ${effect.label}`;
}

const OURS = { labels: [labelBy(LEADERSHIP, 'tech-debt')], events: did([LEADERSHIP, 'set']) };
const ANNES = { labels: [labelBy(ANNE, 'tech-debt')], events: did([ANNE, 'set']) };
const THEIRS = { labels: [labelBy(WORKFLOW, 'tech-debt')], events: did([WORKFLOW, 'set']) };
const LOST = unavailable('who set and removed the labels', 'unreachable');

describe('planLabel', () => {
  // biome-ignore format: one case a line reads best
  it.each<[what: string, given: Given, expected: string]>([
    ['sets it on debt', { isDebt: true }, 'add tech-debt'],
    ['sets none on other work', { isDebt: false }, 'nothing'],
    ['leaves what we set on debt', { ...OURS, isDebt: true }, 'nothing'],
    ['takes away what we set on what is debt no more', { ...OURS, isDebt: false }, 'remove tech-debt'],
    ['sets it again on what is debt again', { events: did([LEADERSHIP, 'set'], [LEADERSHIP, 'removed']), isDebt: true }, 'add tech-debt'],
    ['does nothing while nobody knows whether it is debt', { isDebt: null }, 'nothing'],
    ['leaves what we set while nobody knows', { ...OURS, isDebt: null }, 'nothing'],
    ['knows us as REST writes us', { labels: OURS.labels, events: did([{ login: 'Leadership[bot]', kind: 'Bot' }, 'set']), isDebt: false }, 'remove tech-debt'],

    // A person's word
    ['leaves what a person set on other work', { ...ANNES, isDebt: false }, 'nothing'],
    ['leaves what a person removed from debt', { events: did([LEADERSHIP, 'set'], [ANNE, 'removed']), isDebt: true }, 'nothing'],
    ['leaves what a trusted app set on other work', { labels: [labelBy(TRUSTED, 'tech-debt')], events: did([TRUSTED, 'set']), isDebt: false }, 'nothing'],
    ['leaves what an account set that is gone', { labels: [labelBy(null, 'tech-debt')], events: did([null, 'set']), isDebt: false }, 'nothing'],
    ['leaves what a person of our name set', { labels: [labelBy(ANNE, 'tech-debt')], events: did([{ ...LEADERSHIP, kind: 'User' }, 'set']), isDebt: false }, 'nothing'],
    ['leaves everything that was done under the person’s token that we use', { ...ANNES, isDebt: false, hands: { ...HANDS, ourLogin: null } }, 'nothing'],

    // Written over a person's word
    ['takes away what we set over a person’s removal', { ...OURS, events: did([LEADERSHIP, 'set'], [ANNE, 'removed'], [LEADERSHIP, 'set']), isDebt: true }, 'remove tech-debt'],
    ['sets again what we removed over a person’s word', { events: did([ANNE, 'set'], [LEADERSHIP, 'removed']), isDebt: false }, 'add tech-debt'],
    ['does so even while nobody knows whether it is debt', { ...OURS, events: did([ANNE, 'removed'], [LEADERSHIP, 'set']), isDebt: null }, 'remove tech-debt'],
    ['is done once it has undone it', { events: did([ANNE, 'removed'], [LEADERSHIP, 'set'], [LEADERSHIP, 'removed']), isDebt: true }, 'nothing'],
    ['follows the last of two people', { ...OURS, events: did([ANNE, 'removed'], [BEN, 'set'], [LEADERSHIP, 'removed'], [LEADERSHIP, 'set']), isDebt: false }, 'nothing'],

    // Other bots
    ['does not fight a bot that sets it', { labels: [labelBy(LABELLER, 'tech-debt')], events: did([LABELLER, 'set']), isDebt: false }, 'nothing'],
    ['does not fight a bot that removes it', { events: did([LEADERSHIP, 'set'], [LABELLER, 'removed']), isDebt: true }, 'nothing'],
    ['does not fight a bot that overrules a person', { events: did([ANNE, 'set'], [LABELLER, 'removed']), isDebt: true }, 'nothing'],
    ['does not take an app of another name for us', { labels: [labelBy(LABELLER, 'tech-debt')], events: did([{ login: 'leadership-2', kind: 'Bot' }, 'set']), isDebt: false }, 'nothing'],

    // A login that many share
    ['sets it on debt that nobody ever labelled, under a shared login', { isDebt: true, hands: SHARED }, 'add tech-debt'],
    ['does not take away what may be another workflow’s', { ...THEIRS, isDebt: false, hands: SHARED }, 'nothing'],
    ['sets nothing again that another workflow may have removed', { events: did([WORKFLOW, 'set'], [WORKFLOW, 'removed']), isDebt: true, hands: SHARED }, 'nothing'],
    ['does not fight a workflow that sets it again after a person removed it', { ...THEIRS, events: did([ANNE, 'removed'], [WORKFLOW, 'set']), isDebt: true, hands: SHARED }, 'nothing'],
    ['does not fight a workflow that removes what a person set', { events: did([ANNE, 'set'], [WORKFLOW, 'removed']), isDebt: true, hands: SHARED }, 'nothing'],
    ['does not take a workflow’s for a person’s where it is trusted', { ...THEIRS, isDebt: false, hands: { ...SHARED, trustedApps: ['github-actions'] } }, 'nothing'],
    ['leaves a workflow’s alone under a login of our own', { ...THEIRS, isDebt: false }, 'nothing'],

    // What was not read
    ['does nothing where the history is unknown', { history: LOST, isDebt: true }, 'nothing'],
    ['and takes nothing away', { labels: OURS.labels, history: LOST, isDebt: false }, 'nothing'],
    ['does nothing where older events may hold a word', { isComplete: false, isDebt: true }, 'nothing'],
    ['takes nothing of ours away where older events may hold a word', { ...OURS, isComplete: false, isDebt: false }, 'nothing'],
    ['sets nothing again that we removed where older events may hold a word', { events: did([LEADERSHIP, 'set'], [LEADERSHIP, 'removed']), isComplete: false, isDebt: true }, 'nothing'],
    ['goes by a person’s word, however old the rest', { ...OURS, events: did([ANNE, 'removed'], [LEADERSHIP, 'set']), isComplete: false, isDebt: true }, 'remove tech-debt'],
    ['leaves a label of which no event tells', { labels: [{ name: 'tech-debt' }], isDebt: false }, 'nothing'],

    // Names
    ['compares without regard to case', { labels: [labelBy(LEADERSHIP, 'Tech-Debt')], events: did([LEADERSHIP, 'set', 'TECH-DEBT']), isDebt: true }, 'nothing'],
    ['takes it away as it is spelt there', { labels: [labelBy(LEADERSHIP, 'Tech-Debt')], events: did([LEADERSHIP, 'set', 'TECH-DEBT']), isDebt: false }, 'remove Tech-Debt'],
    ['hears a person in other letters', { events: did([ANNE, 'removed', 'TECH-debt']), isDebt: true }, 'nothing'],
    ['sets the label that is configured', { isDebt: true, debt: { label: 'chore' } }, 'add chore'],
    ['leaves what it was called before', { ...OURS, isDebt: true, debt: { label: 'chore' } }, 'add chore'],
    ['looks at no other label', { labels: [labelBy(ANNE, 'bug')], events: did([ANNE, 'removed', 'chore'], [LABELLER, 'set', 'bug']), isDebt: true }, 'add tech-debt'],
    ['sets again what was deleted while it was in use', { events: OURS.events, isDebt: true }, 'add tech-debt'],
    ['sets nothing again that a person had set and was deleted', { events: ANNES.events, isDebt: true }, 'nothing'],
    ['does nothing with a label that GitHub can’t hold', { isDebt: true, debt: { label: 'x'.repeat(51) } }, 'nothing'],
    ['uses the longest label that GitHub holds', { isDebt: true, debt: { label: 'x'.repeat(50) } }, `add ${'x'.repeat(50)}`],
    ['counts characters as GitHub does', { isDebt: true, debt: { label: '🧹'.repeat(50) } }, `add ${'🧹'.repeat(50)}`],

    // Limits and switches
    ['sets it beside ninety-nine others', { labels: others(99), isDebt: true }, 'add tech-debt'],
    ['says that there is no room beside a hundred', { labels: others(100), isDebt: true }, 'full tech-debt'],
    ['says nothing of room where none is needed', { labels: others(100), isDebt: false }, 'nothing'],
    ['says nothing of room where it is there', { labels: [...others(99), ...OURS.labels], events: OURS.events, isDebt: true }, 'nothing'],
    ['takes it away from among a hundred', { labels: [...others(99), ...OURS.labels], events: OURS.events, isDebt: false }, 'remove tech-debt'],
    ['sets nothing where it is switched off', { isDebt: true, debt: { 'auto-label': false } }, 'nothing'],
    ['takes nothing away where it is switched off', { ...OURS, isDebt: false, debt: { 'auto-label': false } }, 'nothing'],
    ['undoes nothing where it is switched off', { ...OURS, events: did([ANNE, 'removed'], [LEADERSHIP, 'set']), isDebt: true, debt: { 'auto-label': false } }, 'nothing'],
  ])('%s', (_, given, expected) => {
    expect(planned(given)).toBe(expected);
  });
});

/** Labels and their history as GitHub keeps them: what changes nothing leaves no event. */
interface State {
  readonly labels: readonly AppliedLabel[];
  readonly events: readonly LabelEvent[];
}

const EMPTY: State = { labels: [labelBy(ANNE, 'bug')], events: did([ANNE, 'set', 'bug']) };
const isThere = ({ labels }: State) => labels.some(({ name }) => name.toLowerCase() === 'tech-debt');

function done(state: State, by: Actor | null, action: LabelEvent['action'], name = 'tech-debt'): State {
  if (isThere(state) === (action === 'set')) return state;
  const rest = state.labels.filter((one) => one.name.toLowerCase() !== 'tech-debt');
  return {
    labels: action === 'set' ? [...rest, labelBy(by, name)] : rest,
    events: [...state.events, labelEvent(by, action, name)],
  };
}

const toggled = (state: State, by: Actor | null, name?: string) =>
  done(state, by, isThere(state) ? 'removed' : 'set', name);

function effectOn({ labels, events }: State, isDebt: boolean | null): LabelEffect | null {
  return planLabel({ number: 40, labels, labelHistory: { events, isComplete: true } }, isDebt, config(), HANDS).effect;
}

function applied(state: State, effect: LabelEffect | null): State {
  return effect === null ? state : done(state, LEADERSHIP, effect.action === 'add' ? 'set' : 'removed', effect.label);
}

const run = (state: State, isDebt: boolean | null) => applied(state, effectOn(state, isDebt));

const people = fc.constantFrom<Actor | null>(ANNE, BEN, TRUSTED, null);
const anybody = fc.oneof(people, fc.constantFrom<Actor | null>(LEADERSHIP, LABELLER));
const spelling = fc.constantFrom('tech-debt', 'Tech-Debt', 'TECH-DEBT');
const states = (by: fc.Arbitrary<Actor | null>) =>
  fc
    .array(fc.tuple(by, spelling), { maxLength: 8 })
    .map((acts) => acts.reduce((state, [who, name]) => toggled(state, who, name), EMPTY));
const verdict = fc.constantFrom(true, false, null);
const lastBy = ({ events }: State) => events.at(-1)?.by ?? null;

describe('a plan for the label', () => {
  it('leaves nothing to do once it is applied', () => {
    fc.assert(
      fc.property(states(anybody), verdict, (state, isDebt) => {
        expect(effectOn(run(state, isDebt), isDebt)).toBeNull();
      }),
    );
  });

  it('is nothing where the last word is a person’s, or another bot’s', () => {
    fc.assert(
      fc.property(states(anybody), fc.oneof(people, fc.constant(LABELLER)), verdict, (before, last, isDebt) => {
        expect(effectOn(toggled(before, last), isDebt)).toBeNull();
      }),
    );
  });

  it('keeps to the class where nobody else ever said a word', () => {
    fc.assert(
      fc.property(states(fc.constant(LEADERSHIP)), fc.boolean(), (state, isDebt) => {
        expect(isThere(run(state, isDebt))).toBe(isDebt);
      }),
    );
  });

  it('keeps to a person’s last word for good, whatever the class does and we wrote over it', () => {
    fc.assert(
      fc.property(
        states(anybody),
        people,
        fc.array(fc.constant(LEADERSHIP), { maxLength: 3 }),
        fc.array(verdict, { minLength: 1, maxLength: 6 }),
        (before, person, ours, classes) => {
          const said = toggled(before, person);
          const written = ours.reduce((state, who) => toggled(state, who), said);
          const after = classes.reduce(run, written);

          expect(isThere(after)).toBe(isThere(said));
        },
      ),
    );
  });

  it('that was made too early ends as the person wants who came in between', () => {
    fc.assert(
      fc.property(states(anybody), people, fc.boolean(), fc.boolean(), (before, person, early, late) => {
        const effect = effectOn(before, early);
        const said = toggled(before, person);
        const healed = run(applied(said, effect), late);

        expect(isThere(healed)).toBe(isThere(said));
        expect(effectOn(healed, early)).toBeNull();
      }),
    );
  });

  it('that was made twice at once is one change', () => {
    fc.assert(
      fc.property(states(anybody), verdict, (state, isDebt) => {
        const effect = effectOn(state, isDebt);
        const once = applied(state, effect);
        const twice = applied(once, effect);

        expect(twice).toEqual(once);
        expect(once.events.length - state.events.length).toBe(effect === null ? 0 : 1);
      }),
    );
  });

  it('never answers another bot, so that the two can’t go on for ever', () => {
    fc.assert(
      fc.property(states(anybody), verdict, (state, isDebt) => {
        const answered = run(toggled(run(state, isDebt), LABELLER), isDebt);

        expect(lastBy(answered)).toEqual(LABELLER);
      }),
    );
  });

  it('under a login that many share never takes a label away, and never writes after somebody else', () => {
    const anyone = fc.oneof(people, fc.constantFrom<Actor | null>(WORKFLOW, LEADERSHIP, LABELLER));
    fc.assert(
      fc.property(states(anyone), verdict, ({ labels, events }, isDebt) => {
        const item = { number: 40, labels, labelHistory: { events, isComplete: true } };
        const { effect } = planLabel(item, isDebt, config(), SHARED);
        const isUntouched = events.every(({ label }) => label.toLowerCase() !== 'tech-debt');

        expect(effect?.action ?? null).toBe(isUntouched && isDebt === true ? 'add' : null);
      }),
    );
  });

  it('does not change the class that it was made for', () => {
    const wordless = states(fc.constantFrom(LEADERSHIP, LABELLER));
    const without = fc.subarray(IDS.filter((id) => id !== 'person'));
    fc.assert(
      fc.property(wordless, without, (state, ids) => {
        const facts = ids.reduce((all, id) => TRIGGERS[id](all), SILENT);
        const on = ({ labels, events }: State) =>
          classify(
            withPullRequest(facts, {
              labels: [...facts.pullRequest.labels, ...labels],
              labelHistory: { events, isComplete: true },
            }),
          );
        const found = on(state);
        const after = run(state, found.class === 'debt');

        expect(on(after)).toMatchObject({ class: found.class, reason: found.reason });
        expect(effectOn(after, on(after).class === 'debt')).toBeNull();
      }),
    );
  });

  it('touches that one label and no other', () => {
    fc.assert(
      fc.property(states(anybody), verdict, (state, isDebt) => {
        const effect = effectOn(state, isDebt);

        if (effect !== null)
          expect(effect).toMatchObject({
            kind: 'label',
            number: 40,
            label: expect.stringMatching(/^tech-debt$/i) as string,
          });
      }),
    );
  });
});
