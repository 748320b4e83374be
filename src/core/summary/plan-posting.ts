/**
 * The weekly issue that should be there, and those that are → what to write. To be asked again after each round of writes,
 * until nothing is left: what hangs on the number of an issue waits until it has one, and whoever else wrote meanwhile is
 * seen.
 */
import { bareLogin } from '../facts/actor.ts';
import { type Markdown, md } from '../reports/markdown.ts';
import { hidden, quietLink } from '../reports/posted-markdown.ts';
import { MAX_BODY_LENGTH } from './fit-body.ts';
import { isSameText, keepPeople } from './keep-people.ts';
import { readMarker, weeklyOf } from './kept-figures.ts';

export interface DesiredIssue {
  readonly scope: string;
  /** Name of its period. */
  readonly period: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** As `summary.pin` and `summary.close-previous` say. */
  readonly pin: boolean;
  readonly closePrevious: boolean;
}

/** One of those that carry our label, open or closed. */
export interface ListedIssue {
  readonly number: number;
  readonly isOpen: boolean;
  /** Login; null where the account is gone. */
  readonly author: string | null;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly isPinned: boolean;
  /** False where it was found although the label is gone, or another than is configured. */
  readonly isLabelled?: boolean;
}

export interface PostingOptions {
  /** Whose issues are ours. */
  readonly login: string;
  /** How many issues of the repository are pinned, ours or not. */
  readonly pinsUsed: number;
  /** The period's issue was made just now. Later nobody's pin is renewed: a person may have taken it off. */
  readonly isNew: boolean;
}

/** Each is one request. */
export type PostingEffect =
  | { readonly type: 'create'; readonly title: string; readonly body: string; readonly labels: readonly string[] }
  | { readonly type: 'update'; readonly number: number; readonly title: string; readonly body: string }
  | {
      readonly type: 'close';
      readonly number: number;
      readonly body: string;
      readonly reason: 'completed' | 'duplicate';
    }
  | { readonly type: 'label'; readonly number: number; readonly labels: readonly string[] }
  | { readonly type: 'pin' | 'unpin'; readonly number: number };

/**
 * Why something was left undone. `later-exists`: an issue of a later period is there, so this one is not made any more.
 * `full`: people wrote so much into the issue that ours has no room. `no-room-to-pin`: all pins are used.
 * `no-room-to-close`: one before has no room for the line without which it would be closed again each time.
 */
export type PostingNote = 'later-exists' | 'full' | 'no-room-to-pin' | 'no-room-to-close';

export interface Posting {
  readonly effects: readonly PostingEffect[];
  readonly notes: readonly PostingNote[];
  /** The issue of the period; null where there is none yet. */
  readonly issue: Pick<ListedIssue, 'number' | 'url'> | null;
}

/** Of a repository (GitHub docs, "Pinning an issue to your repository"). */
export const MAX_PINS = 3;

interface OwnIssue extends ListedIssue {
  readonly period: string;
}

/**
 * Ours are those of our account whose text says that they are of the scope. An issue that a person closed stays closed and
 * goes on being the one of its period: its text is renewed, and no second one is made. One that was closed by us and that
 * a person opened again stays open.
 */
export function planPosting(
  desired: DesiredIssue,
  listed: readonly ListedIssue[],
  { login, pinsUsed, isNew }: PostingOptions,
): Posting {
  const ours = listed.filter(({ author }) => author !== null && bareLogin(author) === bareLogin(login));
  const own = weeklyOf(ours, desired.scope).toSorted((a, b) => a.number - b.number);
  const ofPeriod = own.filter(({ period }) => period === desired.period);
  const issue = ofPeriod.find(({ isOpen }) => isOpen) ?? ofPeriod[0];
  // Names of ISO weeks sort as the weeks do.
  const isLatest = !own.some(({ period }) => period > desired.period);
  if (issue === undefined) {
    const { title, body, labels } = desired;
    return isLatest
      ? { effects: [{ type: 'create', title, body, labels }], notes: [], issue: null }
      : { effects: [], notes: ['later-exists'], issue: null };
  }
  const text = planText(desired, issue);
  const earlier = isLatest ? own.filter(({ period }) => period < desired.period) : [];
  const next = md`Followed by ${quietLink(`#${issue.number}`, issue.url)}. ${hidden(`next:${desired.period}`)}`;
  const first = md`The same as ${quietLink(`#${issue.number}`, issue.url)}, which was first. ${hidden(`same:${issue.number}`)}`;
  const duplicates = ofPeriod.filter((each) => each !== issue).map((each) => close(each, first, 'duplicate'));
  const followed = desired.closePrevious ? earlier.map((each) => close(each, next, 'completed')) : [];
  // Those before are closed last, so one that is open tells that a run ended before its pin.
  const isBegun = isNew || followed.some(({ effects }) => effects.length > 0);
  const pins = isLatest && desired.pin && isBegun && issue.isOpen ? planPins(issue, earlier, pinsUsed) : NOTHING;
  const { number, url } = issue;
  const label: Planned =
    issue.isLabelled === false ? { effects: [{ type: 'label', number, labels: desired.labels }], notes: [] } : NOTHING;
  const planned = [label, text, ...duplicates, pins, ...followed];
  return {
    effects: planned.flatMap(({ effects }) => effects),
    notes: [...new Set(planned.flatMap(({ notes }) => notes))],
    issue: { number, url },
  };
}

type Planned = Pick<Posting, 'effects' | 'notes'>;
const NOTHING: Planned = { effects: [], notes: [] };

function planText({ title, body: written }: DesiredIssue, issue: OwnIssue): Planned {
  const { body, isFull } = keepPeople(written, issue.body);
  if (isFull) return { effects: [], notes: ['full'] };
  if (title === issue.title && isSameText(body, issue.body)) return NOTHING;
  return { effects: [{ type: 'update', number: issue.number, title, body }], notes: [] };
}

const DUPLICATE = /<!-- same:\d+ -->/;

/** It was closed since another was first. */
export function isDuplicate(body: string): boolean {
  return DUPLICATE.test(body);
}

const CLOSED_BEFORE = /<!-- (?:next|same):[\w-]+ -->/;

/** With a line that says why, and never without. What says so already was opened again by somebody. */
function close(issue: OwnIssue, why: Markdown, reason: 'completed' | 'duplicate'): Planned {
  if (!issue.isOpen || CLOSED_BEFORE.test(issue.body)) return NOTHING;
  const body = withLine(issue.body, why.markdown);
  return body.length > MAX_BODY_LENGTH
    ? { effects: [], notes: ['no-room-to-close'] }
    : { effects: [{ type: 'close', number: issue.number, body, reason }], notes: [] };
}

/** Under the marker, where `keepPeople` leaves it. */
function withLine(body: string, line: string): string {
  const [first = '', ...rest] = body.split('\n');
  const isMarked = readMarker(body) !== null;
  return [...(isMarked ? [first, ''] : []), line, '', ...(isMarked ? rest : [first, ...rest])].join('\n');
}

function planPins(issue: OwnIssue, earlier: readonly OwnIssue[], used: number): Planned {
  const before = earlier.filter(({ isPinned }) => isPinned).map(({ number }) => ({ type: 'unpin' as const, number }));
  if (issue.isPinned) return { effects: before, notes: [] };
  return used - before.length < MAX_PINS
    ? { effects: [...before, { type: 'pin', number: issue.number }], notes: [] }
    : { effects: before, notes: ['no-room-to-pin'] };
}
