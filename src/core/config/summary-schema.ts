/** Keys of the weekly summary, and what it quotes. Zod is handed in: `schema.ts` alone loads it. */
import { MAX_LABEL_LENGTH } from '../facts/actor.ts';
import type { Zod } from '../rules/rule.ts';
import { named } from './checks.ts';

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** In the order in which they are shown. */
export const BLOCKS = ['headline', 'needs-you', 'objectives', 'debt', 'learned', 'zoom-out', 'flow'] as const;

/** Longer than a title: it is a sentence or two that somebody weighed. */
const MAX_VISION_LENGTH = 1000;
const MAX_VISION_ITEMS = 20;
const MAX_LABELS = 10;

export function summaryKeys(zod: Zod) {
  return zod
    .strictObject({
      enabled: zod.boolean().default(true).describe('Whether the issue is posted.'),
      day: zod
        .enum(DAYS)
        .default('monday')
        .describe('Day on which it is posted. It is about the seven days before, each from midnight to midnight.'),
      time: zod
        .string()
        .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time of day; write hours and minutes, such as `09:00`')
        .default('09:00')
        .describe('Local time, HH:MM, from which on it is posted that day.'),
      repository: zod
        .string()
        .trim()
        .min(1)
        .max(100)
        .refine(...named('repository-name'))
        .optional()
        .describe(
          'Name of the owner’s repository that it is posted in: this one unless written, of a team the first that it names.',
        ),
      labels: zod
        .array(zod.string().trim().min(1).max(MAX_LABEL_LENGTH))
        .min(1)
        .max(MAX_LABELS)
        .default(['leadership-summary'])
        .describe(
          'Labels that it gets. The first is the one by which it is found again; it is made when it is missing.',
        ),
      pin: zod
        .boolean()
        .default(false)
        .describe('Whether it is pinned. A repository has room for three pins; where they are taken it goes without.'),
      'close-previous': zod.boolean().default(true).describe('Whether the one before it is closed.'),
      blocks: zod
        .array(zod.enum(BLOCKS))
        .min(1)
        .max(BLOCKS.length)
        .default([...BLOCKS])
        .describe('Which parts it has. Their order is always the same.'),
      'max-items': zod
        .int()
        .min(1)
        .max(100)
        .default(10)
        .describe('Most entries of a list that are shown; of the others it says how many there are.'),
      'skip-if-quiet': zod.boolean().default(false).describe('Whether a week in which nothing merged has no issue.'),
    })
    .describe(
      'The weekly summary, an issue. A repository does not inherit this section from the owner’s file, unless it is locked there; a team has its own.',
    );
}

export function visionKeys(zod: Zod) {
  const text = zod.string().trim().min(1).max(MAX_VISION_LENGTH);
  const texts = zod.array(text).max(MAX_VISION_ITEMS).default([]);
  return zod
    .strictObject({
      statement: text.optional().describe('What all of this is for, in a sentence.'),
      problem: text.optional().describe('The problem that is being solved, and whose it is.'),
      outcomes: texts.describe('What is different for somebody once it is solved.'),
      constraints: texts.describe('What must hold on the way there.'),
    })
    .describe('Where the work leads. The weekly summary quotes it.');
}
