/** What a pull request counts as and what decided it, read from its check as a person would. */
import { CLASSES, type DetectorId, type PullRequestClass } from '#core/classes/class.ts';
import { CLASS_WORDS } from '#core/reports/classification.ts';
import type { CheckRun } from './sandbox-client.ts';
import { plainText } from './terminal.ts';

export interface CountedAs {
  readonly class: PullRequestClass;
  /** `nothing`: no detector found anything that counts. */
  readonly decidedBy: DetectorId | 'nothing';
}

/** Beginnings of a reason, of which no one begins another. */
const REASONS: readonly (readonly [start: RegExp, detector: CountedAs['decidedBy']])[] = [
  [/^(?:routine work|opened) by the bot /, 'bot'],
  [/ is under `exclude\.authors`/, 'author'],
  [/^merges /, 'back-merge'],
  [/^it reverts /, 'revert'],
  [/^somebody (?:set|removed) the label /, 'person'],
  [/^its title starts with /, 'title'],
  [/^its branch starts with /, 'branch'],
  [/^all of its files match /, 'paths'],
  [/^nothing (?:that could be read )?says debt/, 'nothing'],
];
/** One wording, another detector in each class. */
const LABELS = { excluded: 'ignore-label', expedite: 'expedite-label', debt: 'label', other: 'label' } as const;
const ISSUES = { excluded: 'issue', expedite: 'expedite-issue', debt: 'issue', other: 'issue' } as const;

/** Null for a check that says nothing of it. */
export function countedAs({ output }: CheckRun): CountedAs | null {
  for (const paragraph of (output.summary ?? '').split('\n\n')) {
    const words = plainText(paragraph).replace(/^✔ /, '');
    for (const [start, found] of STARTS) {
      if (!words.startsWith(start)) continue;
      const decidedBy = detectorIn(words.slice(start.length), found);
      return decidedBy === null ? null : { class: found, decidedBy };
    }
  }
  return null;
}

const STARTS: readonly (readonly [string, PullRequestClass])[] = [
  ['Not checked: ', 'excluded'],
  ['Passes every guardrail as urgent work: ', 'expedite'],
  ['Passes for now as urgent work: ', 'expedite'],
  ...CLASSES.map((one) => [`Counts as ${CLASS_WORDS[one]}: `, one] as const),
];

function detectorIn(reason: string, found: PullRequestClass): CountedAs['decidedBy'] | null {
  if (/^label /.test(reason)) return LABELS[found];
  if (/^(?:a )?linked issue /.test(reason)) return ISSUES[found];
  return REASONS.find(([start]) => start.test(reason))?.[1] ?? null;
}
