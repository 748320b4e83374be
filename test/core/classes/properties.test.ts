import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASSES, type DetectorId } from '#core/classes/class.ts';
import type { ClassFacts } from '#core/classes/class-facts.ts';
import { classify } from '#core/classes/classify.ts';
import type { Actor, AppliedLabel } from '#core/facts/actor.ts';
import { isUnavailable, unavailable } from '#core/facts/unavailable.ts';
import {
  ANNE,
  classFacts,
  LABELLER,
  LEADERSHIP,
  label,
  labelBy,
  labelEvent,
  linkedIssue,
} from '../../support/facts.ts';
import { CASES } from './cases.ts';
import { doubtsOf, told } from './told.ts';
import {
  classOf,
  IDS,
  SILENT,
  TRIGGERS,
  withConfig,
  withEvents,
  withIssue,
  withLabel,
  withPullRequest,
} from './triggers.ts';

const known = [
  'tech-debt',
  'Refactor',
  'maintenance',
  'technical-debt',
  'security',
  'incident',
  'Hotfix',
  'leadership-ignore',
  'bug',
  'ux',
];
const name = fc.constantFrom(...known);
const actors: readonly (Actor | null)[] = [ANNE, LEADERSHIP, LABELLER, null, { login: 'Leadership[bot]', kind: 'Bot' }];
const actor = fc.constantFrom(...actors);
const applied = (by: fc.Arbitrary<Actor | null>) =>
  fc
    .uniqueArray(fc.tuple(by, name), { maxLength: 5, selector: ([, text]) => text })
    .map((all) => all.map(([who, text]) => labelBy(who, text)));
const events = (by: fc.Arbitrary<Actor | null>) =>
  fc.array(
    fc
      .tuple(by, fc.constantFrom('set' as const, 'removed' as const), name)
      .map(([who, action, text]) => labelEvent(who, action, text)),
    { maxLength: 6 },
  );
const triggers = fc.subarray([...IDS]);
const withAll = (ids: readonly DetectorId[], facts = SILENT) => ids.reduce((all, id) => TRIGGERS[id](all), facts);

describe('every classification', () => {
  it('is exactly one class, that of the first detector that counts, with all of the evidence in order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...IDS]), (ids) => {
        const { class: found, evidence, isUnverified } = classify(withAll(ids));
        const ordered = IDS.filter((id) => ids.includes(id));

        expect(CLASSES.filter((one) => one === found)).toHaveLength(1);
        expect(evidence.map(({ detector }) => detector)).toEqual(ordered);
        expect(found).toBe(ordered[0] === undefined ? 'other' : classOf(ordered[0]));
        expect(isUnverified).toBeUndefined();
      }),
    );
  });

  it('takes its class and reason from its evidence', () => {
    fc.assert(
      fc.property(triggers, applied(actor), events(actor), fc.boolean(), (ids, labels, own, isLost) => {
        const some = withEvents(labels.reduce(withLabel, withAll(ids)), own);
        const facts = isLost ? withPullRequest(some, { labelHistory: unavailable('labels', 'unreachable') }) : some;
        const { class: found, reason, evidence, isUnverified } = classify(facts);
        const counting = evidence.filter(({ says }) => says !== null);
        const chosen = counting.find((one) => one.reason === reason);

        expect(chosen?.says ?? 'other').toBe(found);
        expect(chosen?.isUnverified).toBe(isUnverified);
        if (counting.length > 0) expect(chosen).toBeDefined();
        // What says something has no doubt, and what has one says nothing.
        for (const { says, doubt } of evidence) expect(says === null).toBe(doubt !== undefined);
        const places = evidence.map(({ detector }) => IDS.indexOf(detector));
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      }),
    );
  });

  it('never counts what a bot of ours did', () => {
    const ours = fc.constantFrom<Actor>(LEADERSHIP, { login: 'Leadership[bot]', kind: 'Bot' });
    const configured = fc.constantFrom('tech-debt', 'maintenance', 'bug', 'chore');
    fc.assert(
      fc.property(
        applied(ours),
        events(ours),
        applied(ours),
        configured,
        fc.boolean(),
        (labels, own, ofIssue, debt, isDated) => {
          const changed = withConfig(SILENT, { debt: { ...SILENT.config.debt, label: debt } });
          const dated = isDated ? labels.map(({ name: text }) => labelEvent(LEADERSHIP, 'set', text)) : [];
          const facts = withEvents(withIssue(labels.reduce(withLabel, changed), linkedIssue({ labels: ofIssue })), [
            ...own,
            ...dated,
          ]);
          const { class: found, evidence } = classify(facts);

          expect(found).toBe('other');
          expect(evidence.filter(({ says }) => says !== null)).toEqual([]);
        },
      ),
    );
  });

  it('never exempts by a label that nobody with triage is known to have set', () => {
    const untrusted = fc.tuple(name, fc.constantFrom(false, undefined), fc.constantFrom(undefined, ...actors)).map(
      ([text, may, setBy]): AppliedLabel => ({
        name: text,
        ...(may !== undefined && { setterMayTriage: may }),
        ...(setBy !== undefined && { setBy }),
      }),
    );
    const lists = fc.array(untrusted, { maxLength: 5 });
    const unread = fc.constantFrom('not-found' as const, 'forbidden' as const);
    fc.assert(
      fc.property(lists, lists, fc.option(unread), (labels, ofIssue, reason) => {
        const issue = linkedIssue({
          labels: ofIssue,
          ...(reason !== null && { unread: [{ part: 'setters', reason }] }),
        });
        const some = withIssue(labels.reduce(withLabel, SILENT), issue);
        const facts = reason === null ? some : withPullRequest(some, { labelHistory: unavailable('labels', reason) });

        expect(['debt', 'other']).toContain(classify(facts).class);
      }),
    );
  });

  it('lets nothing but urgent work pass while its proof can’t be read, and says that it is unverified', () => {
    const nameless = fc
      .uniqueArray(name, { maxLength: 5 })
      .map((all) => all.map((text): AppliedLabel => ({ name: text })));
    fc.assert(
      fc.property(nameless, (labels) => {
        const facts = withPullRequest(labels.reduce(withLabel, SILENT), {
          labelHistory: unavailable('labels', 'unreachable'),
        });
        const { class: found, isUnverified } = classify(facts);
        const isUrgent = labels.some(({ name: text }) => ['security', 'incident', 'Hotfix'].includes(text));

        expect(found === 'expedite').toBe(isUrgent);
        expect(isUnverified).toBe(isUrgent ? true : undefined);
        expect(found).not.toBe('excluded');
      }),
    );
  });

  it('does not see capitals', () => {
    const louder = (text: string) => text.toUpperCase();
    const loudly = (labels: readonly AppliedLabel[]) =>
      labels.map((one) => ({
        ...one,
        name: louder(one.name),
        ...(one.setBy && { setBy: { ...one.setBy, login: louder(one.setBy.login) } }),
      }));
    for (const [what, given] of CASES) {
      const facts = classFacts(given);
      const { labels, labelHistory, title, author } = facts.pullRequest;
      const loud: ClassFacts = {
        ...withPullRequest(facts, {
          labels: loudly(labels),
          title: louder(title),
          author: author && { ...author, login: louder(author.login) },
          labelHistory: isUnavailable(labelHistory)
            ? labelHistory
            : {
                ...labelHistory,
                events: labelHistory.events.map((one) => ({
                  ...one,
                  label: louder(one.label),
                  by: one.by && { ...one.by, login: louder(one.by.login) },
                })),
              },
        }),
        linked: facts.linked.map((one) => ({
          ...one,
          issue: { ...one.issue, labels: loudly(one.issue.labels), type: one.issue.type && louder(one.issue.type) },
        })),
      };

      expect([what, told(classify(loud)), doubtsOf(classify(loud))]).toEqual([
        what,
        told(classify(facts)),
        doubtsOf(classify(facts)),
      ]);
    }
  });

  it('is changed by nothing that is beside the point', () => {
    const beside = [
      (facts: ClassFacts) => withLabel(facts, label('needs-review')),
      (facts: ClassFacts) => withLabel(facts, labelBy(LABELLER, 'size/xl')),
      (facts: ClassFacts) => ({
        ...facts,
        linked: [linkedIssue({ number: 90, labels: [label('needs-review')], type: 'Feature' }), ...facts.linked],
      }),
      (facts: ClassFacts) =>
        withEvents(facts, [labelEvent(LABELLER, 'set', 'size/xl'), labelEvent(ANNE, 'removed', 'bug')]),
      (facts: ClassFacts) =>
        withPullRequest(facts, { body: 'refactor: tech-debt, security', isDraft: true, number: 99 }),
      (facts: ClassFacts) => withPullRequest(facts, { milestone: { number: 1, title: 'tech-debt', isOpen: true } }),
    ];
    for (const [what, given] of CASES) {
      const facts = classFacts(given);
      const all = beside.reduce((changed, change) => change(changed), facts);
      const { categories: _, ...plain } = classify(facts);
      const { categories: __, ...changed } = classify(all);

      expect([what, changed]).toEqual([what, plain]);
    }
  });

  it('is plain JSON', () => {
    for (const [, given] of CASES) {
      const classification = classify(classFacts(given));

      expect(JSON.parse(JSON.stringify(classification))).toEqual(classification);
    }
  });
});
