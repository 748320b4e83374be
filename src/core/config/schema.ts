/**
 * The configuration file as one Zod object, composed from each part's own options: the only source of keys, defaults and
 * descriptions. The reader, the JSON Schema, the reference page and `defaults.ts` all follow from it.
 *
 * The only file that loads Zod, and nothing that runs loads it: `npm run generate` writes it as data, `schema-data.ts`,
 * which the reader goes by. What is checked beyond types, sizes and patterns has a name in `checks.ts`.
 */
import { z } from 'zod';
import { glob, globList } from '../globs/glob-list.ts';
import { RULES } from '../rules/index.ts';
import type { Zod } from '../rules/rule.ts';
import { named } from './checks.ts';
import { WEB_ADDRESS } from './formats.ts';
import { summaryKeys, visionKeys } from './summary-schema.ts';

/** What the generated data has words for. */
const zod: Zod = {
  array: z.array,
  boolean: z.boolean,
  enum: z.enum,
  int: z.int,
  literal: z.literal,
  number: z.number,
  strictObject: z.strictObject,
  string: z.string,
  union: z.union,
};

const mode = z.enum(['off', 'report', 'warn', 'enforce']);
const text = z.string().trim().min(1).max(256);
const labels = z.array(text);
/** Each is asked for on GitHub: the query that looks for objectives grows with them. */
const MAX_OBJECTIVE_LABELS = 20;
const MAX_OBJECTIVE_TYPES = 10;
const url = z.string().max(2048).regex(WEB_ADDRESS, 'is no web address; write one that starts with `https://`');

const WAYS = ['closing', 'sidebar', 'parent', 'milestone', 'trailer', 'label', 'branch', 'mention'] as const;

/** Of repositories of the owner whose file it is. */
const repositoryNames = z.array(glob(zod).refine(...named('repository-name')));

const repositories = z
  .strictObject({
    include: repositoryNames
      .default([])
      .describe('Names of the repositories that this file governs, as globs: `pay-*`. `*` is every repository.'),
  })
  .describe('Owner’s file only: whom it governs. A repository with a file of its own is governed without being listed.')
  .prefault({});

const known = z
  .record(
    z
      .string()
      .regex(
        /^(?!\d+$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
        'can’t be named in a text; an id is letters, digits, `-`, `_` and `.`, and not a number alone',
      ),
    z.strictObject({
      title: text.describe('What the objective is called.'),
      url: url.optional().describe('Where it is kept.'),
    }),
  )
  .default({})
  .describe('Objectives kept elsewhere, by id: `Objective: 2027-q1-growth` names one.');

const external = z
  .array(
    z.strictObject({
      prefix: z
        .string()
        .regex(
          /^[A-Za-z][A-Za-z0-9_]{0,31}$/,
          'is no prefix; write the letters before the hyphen: `SHOP` for `SHOP-123`',
        )
        .describe('What stands before the hyphen and the number: `SHOP` for `SHOP-123`.'),
      url: url.optional().describe('Where such a key leads; the key is put at the end, or in place of `{key}`.'),
    }),
  )
  .default([])
  .describe('Keys of other trackers that count as links. Nobody looks them up.');

const objectives = z
  .strictObject({
    accept: z
      .array(z.enum(WAYS))
      .min(1)
      .default(['closing', 'sidebar', 'parent', 'milestone', 'trailer', 'label'])
      .describe('Ways in which a pull request may name its objective.'),
    labels: labels
      .max(MAX_OBJECTIVE_LABELS)
      .default(['objective', 'okr', 'key-result'])
      .describe('Labels that make an issue an objective.'),
    types: z
      .array(text)
      .max(MAX_OBJECTIVE_TYPES)
      .default(['Objective', 'Key Result', 'Initiative', 'Epic'])
      .describe('Issue types that make an issue an objective.'),
    milestones: glob(zod).optional().describe('Glob over titles: milestones that are objectives. Without it, none is.'),
    trailers: z
      .array(
        z
          .string()
          .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'is no trailer; write one word without the colon, such as `Part-of`'),
      )
      .default(['Objective', 'OKR', 'Part-of'])
      .describe('Words that name an objective at the start of a line of the description: `Objective: #12`.'),
    'branch-prefixes': z
      .array(text)
      .default(['okr-'])
      .describe('A branch that starts with one, followed by a number, names that issue, once `accept` has `branch`.'),
    known,
    external,
    'max-open': z
      .int()
      .min(1)
      .max(1000)
      .default(5)
      .describe('Most objectives that should be open at a time; the weekly summary says when there are more.'),
    'closed-grace-days': z
      .int()
      .min(0)
      .max(3650)
      .default(14)
      .describe('Days for which a closed issue still counts as a link.'),
  })
  .describe('What an objective is, and how work links to it.')
  .prefault({});

/** Every rule has these beside its own options. `mode` has no default: without one, the `mode` of the file counts. */
const ofEveryRule = {
  mode: mode.optional().describe('Mode of this guardrail; without it, `mode` counts.'),
  'enforce-from': z
    .string()
    .refine(...named('date'))
    .meta({ format: 'date' })
    .optional()
    .describe(
      'A date, YYYY-MM-DD: `enforce` binds pull requests opened since then; for older ones it counts as `warn`.',
    ),
};

type AnyRule = (typeof RULES)[number];
type ShapeOf<R extends AnyRule> = ReturnType<R['options']>['shape'] extends infer S extends z.core.$ZodShape
  ? S
  : never;
type Section<R extends AnyRule> = z.ZodPrefault<z.ZodObject<typeof ofEveryRule & ShapeOf<R>, z.core.$strict>>;

function section(rule: AnyRule) {
  const armed = mode
    .optional()
    .describe(
      'Mode of this guardrail. Without it, `mode` counts once what arms the guardrail is written, and `report` until then.',
    );
  const own = 'modeUnlessWritten' in rule ? { mode: armed } : {};
  return z
    .strictObject({ ...ofEveryRule, ...own, ...rule.options(zod).shape })
    .describe(rule.summary)
    .prefault({});
}

const guardrails = z
  .strictObject(
    // Keyed by id, one section each: `fromEntries` can't say so.
    Object.fromEntries(RULES.map((rule) => [rule.id, section(rule)])) as unknown as {
      [R in AnyRule as R['id']]: Section<R>;
    },
  )
  .describe('What is checked.')
  .prefault({});

const exclude = z
  .strictObject({
    bots: z
      .enum(['dependencies', 'all', 'none'])
      .default('dependencies')
      .describe('Pull requests of bots that are not checked: of those that update dependencies, of all, or of none.'),
    authors: z
      .array(text)
      .default([])
      .describe('Logins whose pull requests are not checked; one that ends in `[bot]` means the app alone.'),
    labels: labels
      .default(['leadership-ignore'])
      .describe('Labels that take a pull request out, when a person with triage set them.'),
  })
  .describe('Who and what is not checked.')
  .prefault({});

const debt = z
  .strictObject({
    label: text.default('tech-debt').describe('The label of debt work. It is made when it is missing.'),
    'auto-label': z
      .boolean()
      .default(true)
      .describe('Whether the label is set on debt work. What a person did to it on an issue or pull request stands.'),
    detect: z
      .strictObject({
        labels: labels
          .default(['tech-debt', 'technical-debt', 'refactor', 'maintenance'])
          .describe('Labels of a pull request that make it debt.'),
        'issue-labels': labels
          .default(['tech-debt', 'technical-debt', 'refactor', 'maintenance'])
          .describe('Labels of an issue that make it debt, and with it the pull requests that link to it.'),
        'issue-types': labels.default(['Tech Debt']).describe('Issue types that do the same.'),
        'title-types': labels
          .default(['refactor'])
          .describe('Types of a conventional title (`refactor` in `refactor: split the cart`) that make it debt.'),
        branches: labels
          .default(['debt/', 'refactor/'])
          .describe('A pull request from a branch that starts with one of these is debt.'),
        paths: globList(zod).default([]).describe('Globs. A pull request is debt when all of its files match.'),
      })
      .describe('What makes work debt, unless a person says otherwise with the label.')
      .prefault({}),
  })
  .describe('What debt is.')
  .prefault({});

const expedite = z
  .strictObject({
    labels: labels
      .default(['security', 'incident', 'hotfix'])
      .describe('Labels that let a pull request past every guardrail, when a person with triage set them.'),
    'issue-labels': labels
      .default(['security', 'incident', 'hotfix'])
      .describe('Labels or types of an issue that let the pull requests past which close it.'),
    reverts: z
      .boolean()
      .default(true)
      .describe('Whether a revert of a pull request that was merged within 30 days passes, too.'),
  })
  .describe('Work that must not wait.')
  .prefault({});

const sprint = z
  .strictObject({
    source: z
      .enum(['cadence', 'milestone', 'project'])
      .optional()
      .describe(
        'What says when a sprint is: a cadence unless written, the due dates of milestones, or the iterations of a project.',
      ),
    length: z
      .string()
      .refine(...named('sprint-length'))
      .optional()
      .describe('Length of a sprint, `2w` unless written; with milestones that of the first one.'),
    anchor: z
      .string()
      .refine(...named('date'))
      .meta({ format: 'date' })
      .optional()
      .describe('For `cadence`: a date, YYYY-MM-DD, on which a sprint begins, 1970-01-05 (a Monday) unless written.'),
    match: glob(zod)
      .optional()
      .describe('For `milestone`: glob over titles. Without it, every milestone with a due date is a sprint.'),
    project: z.int().min(1).optional().describe('For `project`: number of the organisation’s project.'),
    field: text.default('Iteration').describe('For `project`: name of its iteration field.'),
    innovation: z
      .array(text.refine(...named('date-or-title')))
      .default([])
      .describe('Sprints in which the debt plan rests: dates (YYYY-MM-DD) that lie in them, or globs over titles.'),
  })
  .describe('When a sprint is.')
  .prefault({});

const categories = z
  .record(
    z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,31}$/,
        'is no name of a category; a name is up to 32 lower-case letters, digits and hyphens, and begins with a letter: `bug`',
      ),
    z.strictObject({
      labels: labels.default([]).describe('Labels of a pull request, or of an issue that it links to.'),
      'issue-types': labels.default([]).describe('Types of an issue that it links to.'),
    }),
  )
  .default({
    security: { labels: ['security'], 'issue-types': ['Security'] },
    learning: { labels: ['learning', 'research', 'spike'], 'issue-types': ['Research', 'Spike'] },
    platform: { labels: ['platform', 'infrastructure'], 'issue-types': [] },
    bug: { labels: ['bug'], 'issue-types': ['Bug'] },
  })
  .describe(
    'Kinds of work that are told apart in reports, and never judged. Those that are written add to the defaults.',
  );

const vision = visionKeys(zod).prefault({});
const summary = summaryKeys(zod).prefault({});

const teams = z
  .record(
    z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'is no name; write one of lower-case letters, digits and hyphens'),
    z.strictObject({
      repositories: repositoryNames.min(1).describe('Names of its repositories, as globs: `pay-*`.'),
      sprint: sprint.optional(),
      debt: debt.optional(),
      guardrails: guardrails.optional(),
      objectives: objectives.optional(),
      summary: summary.optional(),
    }),
  )
  .default({})
  .describe(
    'Owner’s file only: repositories that share one sprint, one debt plan and one weekly summary, by a name for the team. What is written in it lies over the rest of the file; a repository belongs to the first team that names it.',
  );

export const Config = z
  .strictObject({
    version: z.literal(1).default(1).describe('Version of this format.'),
    mode: mode
      .default('warn')
      .describe(
        'Default of every guardrail. `off`: not looked at. `report`: looked at, never colours the check. `warn`: neutral. `enforce`: fails.',
      ),
    repositories,
    timezone: z
      .string()
      .refine(...named('timezone'))
      .meta({ format: 'timezone' })
      .default('UTC')
      .describe('IANA name, such as `Europe/Berlin`: where dates begin and end.'),
    branches: globList(zod)
      .default([])
      .describe(
        'Base branches whose pull requests are checked beside those of the default branch, as globs: `release/*`.',
      ),
    inherit: z
      .enum(['optional', 'required'])
      .default('optional')
      .describe('`required`: nothing is decided unless the owner’s file, in its `.github` repository, could be read.'),
    locked: z
      .array(text)
      .default([])
      .describe(
        'Owner’s file only: keys that repositories can’t change, each with all beneath it: `guardrails.linked-objective`.',
      ),
    vision,
    objectives,
    guardrails,
    debt,
    exclude,
    expedite,
    categories,
    sprint,
    summary,
    teams,
    'trusted-apps': z.array(text).default([]).describe('Logins of apps whose labels count like a person’s.'),
  })
  .describe('Configuration of Leadership Guardrails, `.github/leadership.yml`. Every key has a default.');

export type ConfigSchema = typeof Config;
