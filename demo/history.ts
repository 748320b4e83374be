/**
 * Half a year of a made-up team: objectives, the tasks below them, and the pull requests that were merged, in the order
 * in which they happened. Dates, kinds, sizes and the share of bots follow history-figures.ts; who linked what, and how
 * long a pull request stayed open, are assumptions, stated below.
 */
import { atQuantile, FIGURES, type Kind } from './history-figures.ts';
import {
  type Area,
  areaOf,
  composePaths,
  composeTitle,
  composeUpdate,
  LEAD,
  OBJECTIVES,
  type ObjectiveWords,
  TEAM,
  UPDATE_BOT,
} from './history-words.ts';
import { type Random, randomFrom } from './random.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Half a year. */
const WEEKS = 26;
/** Longest list of files that is written out; one in a hundred real changes is longer. */
const MAX_FILES = 60;

/** How a person's pull request named what it is for: assumed, a team that does it more often than not. */
const LINKS = { closing: 0.35, trailer: 0.2, milestone: 0.05, none: 0.4 };
/** One task in so many has no objective above it: assumed. */
const LOOSE_TASK = 0.2;
/** Hours that a pull request stayed open, at the quantiles of `QUANTILES`: assumed. */
const OPEN_HOURS = [1, 2, 4, 20, 60, 120, 300, 400] as const;

export interface MadeFile {
  readonly path: string;
  readonly additions: number;
  readonly deletions: number;
}

/** `at` is ISO 8601, UTC. Items are numbered in the order in which they come, as GitHub numbers them. */
export type HistoryEvent = { readonly at: string } & (
  | { readonly kind: 'milestone'; readonly number: number; readonly title: string; readonly dueOn: string }
  | {
      readonly kind: 'issue';
      readonly number: number;
      readonly title: string;
      readonly body: string;
      readonly author: string;
      readonly labels: readonly string[];
      readonly parent: number | null;
      readonly milestone: number | null;
    }
  | { readonly kind: 'close-issue'; readonly number: number }
  | {
      readonly kind: 'open';
      readonly number: number;
      readonly title: string;
      readonly body: string;
      readonly author: string;
      readonly files: readonly MadeFile[];
      readonly milestone: number | null;
    }
  | { readonly kind: 'merge'; readonly number: number }
);

export interface History {
  readonly events: readonly HistoryEvent[];
  /** What is open at the end and can be linked to; in the order of the running quarter's objectives. */
  readonly open: readonly {
    readonly objective: number;
    readonly title: string;
    /** A task below it. */
    readonly task: number;
    /** A task of the same area below no objective. */
    readonly looseTask: number;
  }[];
}

/** An event that is not numbered yet: numbers follow from the order in time, so drafts refer to each other. */
type Draft = { readonly at: number } & (
  | { readonly kind: 'milestone'; readonly title: string; readonly dueOn: string }
  | {
      readonly kind: 'issue';
      readonly title: string;
      readonly body: string;
      readonly author: string;
      readonly isObjective: boolean;
      readonly parent: Draft | null;
      readonly milestone: Draft | null;
    }
  | { readonly kind: 'close-issue'; readonly of: Draft }
  | {
      readonly kind: 'open';
      readonly title: string;
      readonly author: string;
      readonly files: readonly MadeFile[];
      readonly line: { readonly word: 'Closes' | 'Objective:'; readonly issue: Draft } | null;
      readonly milestone: Draft | null;
    }
  | { readonly kind: 'merge'; readonly of: Draft }
);

interface Objective {
  readonly words: ObjectiveWords;
  readonly issue: Draft;
  readonly milestone: Draft;
  readonly from: number;
  readonly until: number;
}

const HOURS = Object.fromEntries(FIGURES.hours.map((merges, hour) => [String(hour), merges]));

/** `until` is the instant at which it ends, ISO 8601, UTC. */
export function makeHistory(seed: number, until: string): History {
  const random = randomFrom(seed);
  const end = Date.parse(until);
  const start = end - WEEKS * 7 * DAY;
  const quarter = (end - start) / OBJECTIVES.length;
  const drafts: Draft[] = [];
  const objectives = OBJECTIVES.flatMap((_, index) =>
    draftQuarter(drafts, index, start + index * quarter, quarter, end),
  );
  const open = objectives
    .filter((objective) => objective.until > end)
    .map((objective) => ({
      title: objective.words.title,
      objective: objective.issue,
      task: draftIssue(drafts, random, objective.words.task, end - 3 * DAY, objective),
      looseTask: draftIssue(drafts, random, objective.words.nearby, end - 2 * DAY, null),
    }));
  // Times have a chance of their own: how weekdays fall must not change what things are called.
  for (const mergedAt of mergeTimes(randomFrom(seed + 1), start + DAY, end)) {
    const openedAt = Math.max(start + DAY / 2, mergedAt - atQuantile(OPEN_HOURS, random.next()) * HOUR - MINUTE);
    draftPullRequest(drafts, random, openedAt, mergedAt, objectives);
  }
  const { events, numberOf } = numbered(drafts, end);
  return {
    events,
    open: open.map(({ title, objective, task, looseTask }) => ({
      objective: numberOf(objective),
      title,
      task: numberOf(task),
      looseTask: numberOf(looseTask),
    })),
  };
}

function draftQuarter(drafts: Draft[], index: number, from: number, length: number, end: number): Objective[] {
  const until = from + length;
  const isRunning = index === OBJECTIVES.length - 1;
  const milestone: Draft = { at: from, kind: 'milestone', title: `Quarter ${index + 1}`, dueOn: iso(until) };
  drafts.push(milestone);
  return (OBJECTIVES[index] ?? []).map((words) => {
    const { title, measure } = words;
    const issue: Draft = {
      at: from,
      kind: 'issue',
      title,
      body: `Measure: ${measure}`,
      author: LEAD,
      isObjective: true,
      parent: null,
      milestone: null,
    };
    drafts.push(issue);
    if (!isRunning) drafts.push({ at: until, kind: 'close-issue', of: issue });
    return { words, issue, milestone, from, until: isRunning ? end + length : until };
  });
}

/** As many in a week as in the figures, on their days and at their hours. */
function mergeTimes(random: Random, from: number, to: number): number[] {
  const count = Math.round((FIGURES.merged * (to - from)) / (FIGURES.days * DAY));
  const times: number[] = [];
  while (times.length < count) {
    const day = Math.floor((from + random.next() * (to - from)) / DAY) * DAY;
    // Drawn by rejection: a day is kept as often as its weekday is busy.
    const weight = FIGURES.weekdays[new Date(day).getUTCDay()] ?? 0;
    if (random.next() * Math.max(...FIGURES.weekdays) >= weight) continue;
    const hour = Number(random.weighted(HOURS));
    const time = day + hour * HOUR + random.below(60) * MINUTE;
    if (time >= from && time < to) times.push(time);
  }
  return times.sort((a, b) => a - b);
}

function draftPullRequest(
  drafts: Draft[],
  random: Random,
  openedAt: number,
  mergedAt: number,
  objectives: readonly Objective[],
): void {
  const isBot = random.next() < FIGURES.bots / FIGURES.merged;
  const area = areaOf(random);
  const objective = objectives.find(
    (one) => one.words.area === area && one.from < openedAt - DAY && openedAt < one.until,
  );
  const kind: Kind = random.weighted<Kind>(isBot ? FIGURES.kinds.bots : FIGURES.kinds.people);
  const how = isBot ? 'none' : random.weighted(LINKS);
  const task =
    how === 'closing'
      ? draftTask(
          drafts,
          random,
          kind,
          area,
          openedAt - DAY / 4,
          random.next() < LOOSE_TASK ? null : (objective ?? null),
        )
      : null;
  const closes = task === null ? null : { word: 'Closes' as const, issue: task };
  const open: Draft = {
    at: openedAt,
    kind: 'open',
    title: isBot ? composeUpdate(random, kind === 'fix' ? 'fix' : 'chore') : composeTitle(random, kind, area),
    author: isBot ? UPDATE_BOT : random.pick(Object.keys(TEAM)),
    files: isBot ? lockFile(random) : madeFiles(random, kind, area),
    line: how === 'trailer' && objective !== undefined ? { word: 'Objective:', issue: objective.issue } : closes,
    milestone: how === 'milestone' ? (objective?.milestone ?? null) : null,
  };
  drafts.push(open, { at: mergedAt, kind: 'merge', of: open });
}

function draftTask(
  drafts: Draft[],
  random: Random,
  kind: Kind,
  area: Area,
  at: number,
  above: Objective | null,
): Draft {
  const what = composeTitle(random, kind, area).replace(/^[^:]*: /, '');
  return draftIssue(drafts, random, what.charAt(0).toUpperCase() + what.slice(1), at, above);
}

function draftIssue(drafts: Draft[], random: Random, title: string, at: number, above: Objective | null): Draft {
  const author = random.pick(Object.keys(TEAM));
  const links = { parent: above?.issue ?? null, milestone: null };
  const issue: Draft = { at, kind: 'issue', title, body: '', author, isObjective: false, ...links };
  drafts.push(issue);
  return issue;
}

function madeFiles(random: Random, kind: Kind, area: Area): MadeFile[] {
  const { additions, deletions, files } = FIGURES.sizes.people;
  const paths = composePaths(random, kind, area, Math.min(MAX_FILES, atQuantile(files, random.next())));
  return spread(paths, atQuantile(additions, random.next()), atQuantile(deletions, random.next()));
}

function lockFile(random: Random): MadeFile[] {
  const { additions, deletions } = FIGURES.sizes.bots;
  const paths = ['package.json', 'package-lock.json'];
  return spread(paths, atQuantile(additions, random.next()), atQuantile(deletions, random.next()));
}

/** The sums are what matters; the first file takes what does not divide. */
function spread(paths: readonly string[], additions: number, deletions: number): MadeFile[] {
  const share = (sum: number, index: number) => Math.floor(sum / paths.length) + (index === 0 ? sum % paths.length : 0);
  return paths.map((path, index) => ({ path, additions: share(additions, index), deletions: share(deletions, index) }));
}

interface Numbered {
  readonly events: readonly HistoryEvent[];
  readonly numberOf: (draft: Draft) => number;
}

function numbered(drafts: readonly Draft[], end: number): Numbered {
  const ordered = drafts.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
  const numbers = new Map<Draft, number>();
  for (const isMilestone of [true, false]) {
    ordered
      .filter(({ kind }) => (isMilestone ? kind === 'milestone' : kind === 'issue' || kind === 'open'))
      .forEach((draft, index) => {
        numbers.set(draft, index + 1);
      });
  }
  const numberOf = (draft: Draft) => {
    const number = numbers.get(draft);
    if (number === undefined) throw new Error('the history refers to what is not in it');
    return number;
  };
  return { events: ordered.map((draft) => eventOf(draft, numberOf)), numberOf };
}

function eventOf(draft: Draft, numberOf: (draft: Draft) => number): HistoryEvent {
  const at = iso(draft.at);
  const orNull = (other: Draft | null) => (other === null ? null : numberOf(other));
  switch (draft.kind) {
    case 'milestone':
      return { ...draft, at, number: numberOf(draft) };
    case 'issue': {
      const { kind, title, body, author, isObjective } = draft;
      const links = { parent: orNull(draft.parent), milestone: orNull(draft.milestone) };
      return {
        at,
        kind,
        number: numberOf(draft),
        title,
        body,
        author,
        labels: isObjective ? ['objective'] : [],
        ...links,
      };
    }
    case 'open': {
      const { kind, title, author, files, line } = draft;
      const body = line === null ? '' : `${line.word} #${numberOf(line.issue)}`;
      return { at, kind, number: numberOf(draft), title, body, author, files, milestone: orNull(draft.milestone) };
    }
    case 'close-issue':
    case 'merge':
      return { at, kind: draft.kind, number: numberOf(draft.of) };
  }
}

function iso(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
