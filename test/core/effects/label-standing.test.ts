import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#core/config/defaults.ts';
import { type Labelled, planLabel } from '#core/effects/label.ts';
import { labelStanding } from '#core/effects/label-standing.ts';
import type { Actor } from '#core/facts/actor.ts';
import type { LabelEvent } from '#core/facts/label-history.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import { ANNE, label } from '../../support/facts.ts';

const OURS: Actor = { login: 'guard', kind: 'Bot' };
const OTHER: Actor = { login: 'labeller', kind: 'Bot' };
const HANDS = { ourLogin: 'guard', trustedApps: [] };

const event = (action: LabelEvent['action'], by: Actor): LabelEvent => ({ label: 'tech-debt', action, by });

function item(parts: Partial<Labelled> = {}): Labelled {
  return { number: 40, labels: [], labelHistory: { events: [], isComplete: true }, ...parts };
}

const PRESENT = { labels: [label('Tech-Debt')] };
const history = (...events: LabelEvent[]) => ({ labelHistory: { events, isComplete: true } });
const config = (debt: Partial<typeof DEFAULTS.debt>) => ({ ...DEFAULTS, debt: { ...DEFAULTS.debt, ...debt } });

describe('labelStanding', () => {
  it.each<[string, ReturnType<typeof labelStanding>, Labelled, boolean | null, typeof DEFAULTS?]>([
    ['debt without the label', 'add', item(), true],
    ['our label on what is no debt any more', 'remove', item({ ...PRESENT, ...history(event('set', OURS)) }), false],
    ['a hundred labels', 'full', item({ labels: Array.from({ length: 100 }, (_, at) => label(`l${at}`)) }), true],
    ['labels switched off', 'off', item(), true, config({ 'auto-label': false })],
    ['a name that GitHub does not take', 'name-too-long', item(), true, config({ label: 'x'.repeat(51) })],
    ['a history that was not read', 'unread', item({ labelHistory: unavailable('labels', 'unreachable') }), true],
    ['facts that were not read', 'unread', item(), null],
    ['a person who set it', 'set-by-person', item({ ...PRESENT, ...history(event('set', ANNE)) }), false],
    ['a person who removed it', 'removed-by-person', item(history(event('removed', ANNE))), true],
    ['another bot that removed it', 'touched-by-bot', item(history(event('removed', OTHER))), true],
    ['a label from before the history', 'older', item(PRESENT), false],
    ['a history that is cut', 'older', item({ labelHistory: { events: [], isComplete: false } }), true],
    [
      'our label, of a history that is cut',
      'older',
      item({ ...PRESENT, labelHistory: { events: [event('set', OURS)], isComplete: false } }),
      false,
    ],
    ['neither debt nor labelled', 'right', item(), false],
    ['debt that we labelled', 'right', item({ ...PRESENT, ...history(event('set', OURS)) }), true],
  ])('%s: %s', (_, expected, labelled, isDebt, given = DEFAULTS) => {
    expect(labelStanding(labelled, isDebt, given, HANDS)).toBe(expected);
  });

  it('promises a write exactly where one is planned', () => {
    const events = fc.array(
      fc.record({
        label: fc.constantFrom('tech-debt', 'bug'),
        action: fc.constantFrom('set' as const, 'removed' as const),
        by: fc.constantFrom(OURS, OTHER, ANNE, null),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        events,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(true, false, null),
        (some, isComplete, isPresent, isDebt) => {
          const labelled = item({
            labels: isPresent ? [label('tech-debt')] : [],
            labelHistory: { events: some, isComplete },
          });
          const standing = labelStanding(labelled, isDebt, DEFAULTS, HANDS);
          const { effect } = planLabel(labelled, isDebt, DEFAULTS, HANDS);

          expect(standing === 'add' || standing === 'remove' ? standing : null).toBe(effect?.action ?? null);
        },
      ),
    );
  });
});
