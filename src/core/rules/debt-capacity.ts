import { BASES } from '../capacity/weighing.ts';
import { UNITS } from '../capacity/weight.ts';
import { named } from '../config/checks.ts';
import { MODES } from '../verdict.ts';
import { configuredBand, factsOf, findingOf, withoutItself } from './debt-capacity.facts.ts';
import {
  type Args,
  explainFirst,
  explainForming,
  explainInside,
  explainNarrow,
  explainNoSprint,
  explainSuspended,
  explainUnarmed,
  explainUnread,
} from './debt-capacity.words.ts';
import { explainCeiling, explainFloor } from './debt-capacity-stop.words.ts';
import { defineRule } from './rule.ts';

export const debtCapacity = defineRule<Args>()({
  id: 'debt-capacity',
  check: 'leadership/debt',
  summary: 'Debt keeps its share of the sprint.',
  why:
    'Debt that never gets its share comes back as outages, and debt that takes the whole sprint leaves the objectives ' +
    'standing. The team plans how much of each sprint is for debt, and each pull request is weighed against that plan.',
  needs: ['now', 'repository', 'pullRequest', 'classification', 'classLabels', 'capacity'],
  options: (z) => {
    const percentage = z
      .union([z.string(), z.number()], 'must be a percentage, such as `15%`')
      .refine(...named('percentage'))
      .meta({ format: 'percentage' });
    const units = (least: number) =>
      z
        .number()
        .min(least)
        .max(1_000_000)
        .refine(...named('thousandths'));
    return z.strictObject({
      floor: percentage
        .optional()
        .describe(
          'Least share of a sprint that is for debt, `10%` unless written. Writing `floor` or `ceiling` arms the guardrail.',
        ),
      ceiling: percentage.optional().describe('Largest share of a sprint that is for debt, `30%` unless written.'),
      'floor-mode': z
        .enum(MODES)
        .default('warn')
        .describe(
          'Mode of the floor alone, which stops work that is not debt. Never stricter than that of the guardrail.',
        ),
      unit: z
        .enum(UNITS)
        .default('pull-requests')
        .describe(
          'What is counted: pull requests; sizes (1, 2, 3, 5 or 8 by changed lines); points from a label; or changed lines.',
        ),
      points: z
        .strictObject({
          labels: z
            .string()
            .trim()
            .min(1)
            .max(256)
            .default('points/')
            .describe('Start of the labels that hold points.'),
          default: units(0).default(1).describe('Points of a pull request without such a label.'),
        })
        .describe('For `unit: points`.')
        .prefault({}),
      'lines-cap': z
        .int()
        .min(1)
        .default(500)
        .describe('For `unit: lines`: most lines that one pull request counts as.'),
      capacity: z
        .union([z.literal('auto'), units(1)], 'must be `auto` or a number')
        .meta({ format: 'capacity' })
        .default('auto')
        .describe('How many units merge in a sprint, debt and all else; `auto` is the median of the last six sprints.'),
      basis: z
        .enum(BASES)
        .default('planned')
        .describe(
          'What the band is a share of: the planned sprint, the sprint as its days left project it, or what has merged so far.',
        ),
      'min-sample': z
        .int()
        .min(1)
        .max(100)
        .default(5)
        .describe(
          'Before so many have merged, a sprint of unknown or smaller size stops nothing. Where the band is narrow it is more: ' +
            '100 ÷ its width in points.',
        ),
      'carry-over': z
        .strictObject({
          mode: z
            .enum(['off', 'report', 'enforce'])
            .default('report')
            .describe(
              'Whether what earlier sprints left below the floor raises the band: not at all, in reports only, or in fact.',
            ),
          interest: percentage.default('10%').describe('By how much what is owed grows each sprint.'),
          'max-shift': percentage.default('10%').describe('Most that the band is raised.'),
        })
        .describe('What is owed from the last six sprints.')
        .prefault({}),
    });
  },
  modeUnlessWritten: ({ floor, ceiling }) => (floor === undefined && ceiling === undefined ? 'report' : null),
  problems: (options, isOwn) => {
    const { floor, ceiling } = configuredBand(options);
    if (floor < ceiling) return [];
    const why = 'a band without width would let nothing merge';
    const unlessWritten = (end: unknown) => (end === undefined ? ' unless written' : '');
    return isOwn(['floor']) || !isOwn(['ceiling'])
      ? [
          {
            path: ['floor'],
            message: `must be below \`ceiling\`, which is ${ceiling / 100}%${unlessWritten(options.ceiling)}: ${why}`,
          },
        ]
      : [
          {
            path: ['ceiling'],
            message: `must be above \`floor\`, which is ${floor / 100}%${unlessWritten(options.floor)}: ${why}`,
          },
        ];
  },
  pathLists: () => [],
  messages: {
    inside: explainInside,
    'first-of-its-class': explainFirst,
    'narrow-band': explainNarrow,
    forming: explainForming,
    'no-sprint': explainNoSprint,
    suspended: explainSuspended,
    unarmed: explainUnarmed,
    ceiling: explainCeiling,
    floor: explainFloor,
    unread: explainUnread,
  },
  evaluate({ capacity, repository, ...known }, options) {
    if (capacity === null) throw new Error('nobody gathered the sprint');
    const others = withoutItself(capacity, { repository: repository.nameWithOwner, ...known });
    const judged = { ...known, capacity: others };
    return findingOf(factsOf(judged, options), judged, options);
  },
});
