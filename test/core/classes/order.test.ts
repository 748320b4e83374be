import { describe, expect, it } from 'vitest';
import { classify } from '#core/classes/classify.ts';
import { ANNE, LEADERSHIP, labelEvent } from '../../support/facts.ts';

import { told } from './told.ts';
import { CODES, classOf, IDS, SILENT, TRIGGERS, withEvents } from './triggers.ts';

describe('the order of the detectors', () => {
  it.each(IDS)('%s speaks alone', (id) => {
    const { class: found, reason, evidence } = classify(TRIGGERS[id](SILENT));

    expect(evidence.map(({ detector }) => detector)).toEqual([id]);
    expect([found, reason.code]).toEqual([classOf(id), CODES[id] ?? id]);
  });

  const pairs = IDS.flatMap((a) => IDS.filter((b) => b !== a).map((b) => [a, b] as const));

  it('covers every ordered pair of the thirteen', () => {
    expect(pairs).toHaveLength(156);
    expect(new Set(pairs.map(String)).size).toBe(156);
  });

  it.each(pairs)('%s and %s: the earlier of section 6 decides', (a, b) => {
    const { class: found, reason, evidence } = classify(TRIGGERS[b](TRIGGERS[a](SILENT)));
    const [first, second] = IDS.indexOf(a) < IDS.indexOf(b) ? [a, b] : [b, a];

    expect(evidence.map(({ detector }) => detector)).toEqual([first, second]);
    expect([found, reason.code]).toEqual([classOf(first), CODES[first] ?? first]);
  });

  it.each(IDS.slice(7))('a person’s removal of the label goes before %s and what follows', (id) => {
    const removed = withEvents(SILENT, [
      labelEvent(LEADERSHIP, 'set', 'tech-debt'),
      labelEvent(ANNE, 'removed', 'tech-debt'),
    ]);
    // Setting it again is the newer word.
    const expected = id === 'person' ? 'debt person' : 'other person';

    expect(told(classify(TRIGGERS[id](removed)))).toBe(expected);
  });

  it.each(IDS.slice(0, 7))('and takes nothing from %s', (id) => {
    const removed = withEvents(SILENT, [labelEvent(ANNE, 'removed', 'tech-debt')]);

    expect(classify(TRIGGERS[id](removed)).class).toBe(classOf(id));
  });
});
