/** What an issue keeps of its week for those after it, as JSON that nobody sees. It holds no text that anybody wrote. */
import { isDate } from '../config/formats.ts';
import { mondayOfIsoWeek } from '../weeks.ts';
import { lineFingerprints, linesOf } from './lines.ts';
import type { Deliveries } from './week.ts';

export interface KeptFigures {
  readonly v: 1;
  /** Name of the period, and of the scope. */
  readonly period: string;
  readonly scope: string;
  readonly week: WeekFigures;
  /** Of the weeks before, latest first, at most seven. */
  readonly weeks: readonly WeekFigures[];
  /** Sprints that have ended, latest first, at most eight. Weights in thousandths of a unit. */
  readonly sprints: readonly KeptSprint[];
  /** What sprints were counted by; with other rules they are counted anew. */
  readonly rules: string;
  /** Boxes that the issue asks to be ticked, by what each is for, and the period in which it first stood. */
  readonly boxes: readonly { readonly id: string; readonly since: string }[];
  /** Fingerprints of the lines that we wrote: any other line is a person's. */
  readonly lines: readonly string[];
}

/** Null where too little is known. Durations in seconds. */
export interface WeekFigures {
  readonly period: string;
  /** A repository of the scope could not be read: no other week is compared with it. */
  readonly isPartial: boolean;
  /** Of those that must be linked. */
  readonly linked: number;
  readonly toObjective: number;
  readonly ofLinked: number;
  readonly merged: number;
  readonly cycleP50: number | null;
  readonly cycleP90: number | null;
  readonly deliveries: number | null;
  /** What `deliveries` counts. */
  readonly kind: Deliveries['kind'];
  readonly restoreP50: number | null;
  readonly reverts: number;
}

export interface KeptSprint {
  readonly firstDate: string;
  readonly endDate: string;
  readonly debt: number;
  readonly other: number;
  readonly debtCount: number;
  readonly otherCount: number;
  readonly isInnovation: boolean;
  /** As it held in that sprint, in basis points: carry-over included. */
  readonly floor: number;
  readonly ceiling: number;
}

/** What an issue is: the first line of its text says so. */
export interface Marker {
  readonly scope: string;
  readonly period: string;
}

export function markerOf(scope: string, period: string): string {
  return `<!-- leadership:weekly scope=${scope} period=${period} v=1 -->`;
}

const MARKER = /^<!-- leadership:weekly scope=([\w./-]{1,200}(?:#\d{1,20})?) period=(\d{4}-W\d\d) v=1 -->$/;

/** Null unless the very first line is one: anywhere else it is somebody's text. */
export function readMarker(body: string): Marker | null {
  const [first = ''] = body.slice(0, MAX_MARKER_LENGTH).split('\n', 1);
  return markerIn(first);
}

export function markerIn(line: string): Marker | null {
  const [, scope, period] = MARKER.exec(line.trimEnd()) ?? [];
  return scope === undefined || period === undefined || !isWeek(period) ? null : { scope, period };
}

/** The text with a marker that names the scope so. */
export function withMarker(body: string, { scope, period }: Marker): string {
  return [markerOf(scope, period), ...body.split('\n').slice(readMarker(body) === null ? 0 : 1)].join('\n');
}

/** As a marker names a repository: `shop/web#123`, with GitHub's number of it, which stays when the name is changed. */
export function repositoryScope(nameWithOwner: string, databaseId: number | null): string {
  return databaseId === null ? nameWithOwner : `${nameWithOwner}#${databaseId}`;
}

/** By the number of a repository where both have one, else by the name, however it is written. */
export function isSameScope(a: string, b: string): boolean {
  const [[name, id], [otherName, otherId]] = [a.toLowerCase().split('#'), b.toLowerCase().split('#')];
  return id === undefined || otherId === undefined ? name === otherName : id === otherId;
}

/** By its first line; where somebody wrote above it, by its figures. Null for what is no weekly issue. */
export function identityOf(body: string): Marker | null {
  const { scope, period } = readMarker(body) ?? readKept(body) ?? {};
  return scope === undefined || period === undefined ? null : { scope, period };
}

/** Those of a scope, by what each says of itself, with the period that it is of. */
export function weeklyOf<Issue extends { readonly body: string }>(
  issues: readonly Issue[],
  scope: string,
): readonly (Issue & Pick<Marker, 'period'>)[] {
  return issues.flatMap((issue) => {
    const identity = identityOf(issue.body);
    return identity !== null && isSameScope(identity.scope, scope) ? [{ ...issue, period: identity.period }] : [];
  });
}

/** Longer than any line that `MARKER` takes. */
const MAX_MARKER_LENGTH = 400;

const OPENING = '<!-- leadership:figures ';
const CLOSING = ' -->';
/** Far more than an issue has room for. */
const MAX_KEPT_LENGTH = 48_000;
/** A copy or two may stand in what people add. */
const MAX_BLOCKS = 8;

/** `text` is what the issue shows, of which each line is remembered as ours. */
export function keptBlock(kept: Omit<KeptFigures, 'lines'>, text: string): string {
  return keptLine({ ...kept, lines: lineFingerprints(linesOf(text)) });
}

/** One line that nothing ends but its end, whatever the ids hold: no dash follows another, and nothing looks like markup. */
export function keptLine(kept: KeptFigures): string {
  const json = JSON.stringify(kept).replace(
    /[<>&@#\u007f-\uffff]|-(?=-)/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${OPENING}${json}${CLOSING}`;
}

/**
 * The last block that can be read, of those that are of the period and scope that the first line names; null where none
 * is. Whatever stands there, it is never more than what is asked for here.
 */
export function readKept(body: string): KeptFigures | null {
  const marker = readMarker(body);
  const blocks = linesOf(body)
    .filter((line) => line.startsWith(OPENING))
    .slice(-MAX_BLOCKS);
  for (const line of blocks.toReversed()) {
    const kept = keptIn(line);
    if (kept === null) continue;
    if (marker === null || (isSameScope(kept.scope, marker.scope) && kept.period === marker.period)) return kept;
  }
  return null;
}

export function keptIn(line: string): KeptFigures | null {
  const text = line.trimEnd();
  if (!text.startsWith(OPENING) || !text.endsWith(CLOSING) || text.length > MAX_KEPT_LENGTH) return null;
  let value: unknown;
  try {
    value = JSON.parse(text.slice(OPENING.length, -CLOSING.length));
  } catch {
    return null;
  }
  return isKept(value) ? value : null;
}

type Holds = (value: unknown) => boolean;
/** What must hold of each key; there may be no others. */
type Shape<T> = { readonly [Key in keyof T]-?: Holds };

function isOf<T>(shape: Shape<T>): (value: unknown) => value is T {
  const keys = Object.entries<Holds>(shape);
  return (value): value is T => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const own = value as Readonly<Record<string, unknown>>;
    return (
      Object.keys(own).length === keys.length &&
      keys.every(([key, holds]) => Object.hasOwn(own, key) && holds(own[key]))
    );
  };
}

const listOf = (holds: Holds, most: number) => (value: unknown) =>
  Array.isArray(value) && value.length <= most && value.every(holds);
const orNull = (holds: Holds) => (value: unknown) => value === null || holds(value);
const isText = (most: number) => (value: unknown) =>
  typeof value === 'string' && value.length > 0 && value.length <= most;
const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const isDuration = (value: unknown) => typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
const isFlag = (value: unknown) => typeof value === 'boolean';
const isWeek = (value: unknown) => typeof value === 'string' && mondayOfIsoWeek(value) !== null;
const isDay = (value: unknown) => typeof value === 'string' && isDate(value);
const isFingerprint = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{10}$/.test(value);

const isWeekFigures = isOf<WeekFigures>({
  period: isWeek,
  isPartial: isFlag,
  linked: isCount,
  toObjective: isCount,
  ofLinked: isCount,
  merged: isCount,
  cycleP50: orNull(isDuration),
  cycleP90: orNull(isDuration),
  deliveries: orNull(isCount),
  kind: (value) => value === null || value === 'deployment' || value === 'release',
  restoreP50: orNull(isDuration),
  reverts: isCount,
});

const isKeptSprint = isOf<KeptSprint>({
  firstDate: isDay,
  endDate: isDay,
  debt: isCount,
  other: isCount,
  debtCount: isCount,
  otherCount: isCount,
  isInnovation: isFlag,
  floor: isCount,
  ceiling: isCount,
});

const isKept = isOf<KeptFigures>({
  v: (value) => value === 1,
  period: isWeek,
  scope: isText(200),
  week: isWeekFigures,
  weeks: listOf(isWeekFigures, 7),
  sprints: listOf(isKeptSprint, 8),
  rules: isText(200),
  boxes: listOf(isOf<KeptFigures['boxes'][number]>({ id: isText(400), since: isWeek }), 300),
  lines: listOf(isFingerprint, 5000),
});
