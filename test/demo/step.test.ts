import { describe, expect, it } from 'vitest';
import type { CheckRun } from '../../demo/sandbox-client.ts';
import { differences, type Step } from '../../demo/step.ts';

const RUN: CheckRun = {
  id: 1,
  name: 'leadership',
  status: 'completed',
  conclusion: 'failure',
  output: {
    title: 'No objective linked · one line fixes it',
    summary: '**Nothing** names an objective. Likely: **#12** Cart',
  },
};

const step = (runs: readonly CheckRun[]): Step => ({
  deed: 'somebody does something',
  pullRequest: { number: 1, headOid: 'a', title: 't', body: '', author: 'kofi' },
  checks: new Map(runs.map((run) => [run.name, run])),
  expected: [{ check: 'leadership', conclusion: 'failure', title: 'No objective linked', says: ['Likely: #12 Cart'] }],
  labels: ['tech-debt'],
  expectedLabels: null,
});

describe('what a step showed', () => {
  it('does not differ when conclusion, title and words are as they should be', () => {
    expect(differences(step([RUN]))).toEqual([]);
  });

  it.each([
    ['the conclusion', { ...RUN, conclusion: 'success' }, 'leadership is success, not failure'],
    [
      'the title',
      { ...RUN, output: { ...RUN.output, title: 'Linked to #12' } },
      'leadership has the title “Linked to #12”, not “No objective linked…”',
    ],
    [
      'the words',
      { ...RUN, output: { ...RUN.output, summary: 'Nothing.' } },
      'leadership does not say “Likely: #12 Cart”',
    ],
  ])('differs when %s is another', (_, run, difference) => {
    expect(differences(step([run]))).toEqual([difference]);
  });

  it('differs when the labels are others, and only where the step is about them', () => {
    expect(differences({ ...step([RUN]), expectedLabels: ['tech-debt'] })).toEqual([]);
    expect(differences({ ...step([RUN]), expectedLabels: [] })).toEqual(['its labels are “tech-debt”, not none']);
  });

  it('differs when the check is missing', () => {
    expect(differences(step([]))).toEqual(['leadership is missing']);
  });
});
