/** The words of `linked-objective`: what an author reads when it passes, and what to do when it does not. */
import type { ClassLabels } from '../classes/class-labels.ts';
import type { Unavailable } from '../facts/unavailable.ts';
import { describeLink, describeRejection, describeSuggestion, issueRef } from '../links/describe.ts';
import type { Link, LinkFlag, Rejection, Suggestion, Way } from '../links/link.ts';
import type { Explanation } from '../reports/explanation.ts';
import { cleanText, code, joined, type Markdown, md, reference } from '../reports/markdown.ts';
import { waysByClass } from './class-ways.words.ts';

type Require = 'link' | 'objective';

/** What a failing text is made of. */
export interface Missing {
  /** Of this pull request: `link` for debt work, whatever is required of other work. */
  readonly require: Require;
  /** It is debt work, of which less is required than of other work. */
  readonly isDebtEnough: boolean;
  readonly classLabels: ClassLabels;
  readonly accept: readonly Way[];
  /** The word that starts a line to paste; null when no such line counts. */
  readonly trailer: string | null;
  readonly isFork: boolean;
  readonly skipLabels: readonly string[];
  readonly links: readonly Link[];
  readonly rejected: readonly Rejection[];
  readonly suggestions: readonly Suggestion[];
}

/** Codes and their data; a type, since an interface has no index signature and could not be a rule's `Args`. */
export type Args = {
  readonly linked: {
    readonly links: readonly Link[];
    readonly rejected: readonly Rejection[];
    readonly trailer: string | null;
    /** None of the links leads to an objective, which is required of other work. */
    readonly isDebtEnough: boolean;
  };
  readonly skipped: { readonly by: 'label' | 'title-type' | 'paths'; readonly values: readonly string[] };
  readonly 'no-issues': Record<never, never>;
  readonly 'no-link': Missing;
  readonly 'no-objective': Missing;
  readonly unreadable: {
    /** What is not known: where it links to, or whether it is debt work, which needs no objective. */
    readonly what: 'links' | 'class';
    readonly unread: readonly Unavailable[];
    readonly trailer: string | null;
  };
};

export function explainSkip(by: Args['skipped']['by'], values: Markdown): Explanation {
  switch (by) {
    case 'label':
      return explainExempt('it has a label that says so', md`label ${values}`);
    case 'title-type':
      return explainExempt('by the type in its title', md`the type in the title is ${values}`);
    case 'paths':
      return explainExempt('by the files that it changes', md`all of its files match ${values}`);
  }
}

export function explainExempt(title: string, why: Markdown): Explanation {
  return { title: `No objective needed: ${title}`, statement: md`**No objective needed:** ${why}.` };
}

export function explainUnreadable({ what: missing, unread, trailer }: Args['unreadable']): Explanation {
  const isPassing = unread.some(({ reason }) => reason === 'unreachable');
  const another =
    trailer === null ? md`` : md` A line ${code(`${trailer}: #n`)} in the description counts all the same.`;
  return {
    title: `${missing === 'links' ? 'Links' : 'Labels'} could not be read from GitHub · ${isPassing ? 'trying again' : 'not allowed'}`,
    statement:
      missing === 'links'
        ? md`**What this pull request links to could not be read**, so nothing was decided.`
        : md`**Whether this pull request is debt work could not be read**, so nothing was decided: debt work needs no objective.`,
    examined: unread.slice(0, MAX_TOLD).map(({ what, reason }) => md`${what}: ${UNREAD[reason]}`),
    ways: [
      isPassing
        ? md`Nothing needs to be changed here. Press *Re-check* if this stays for more than a few minutes.`
        : md`A maintainer checks that the app or the token may read it.${another}`,
    ],
  };
}

const UNREAD: Readonly<Record<Unavailable['reason'], string>> = {
  'not-found': 'not visible from here',
  forbidden: 'not allowed',
  unreachable: 'no answer',
};

export function explainLinked({ links, trailer, isDebtEnough }: Args['linked']): Explanation {
  const best = links.find((link) => link.objective !== null) ?? links[0];
  if (best === undefined) throw new Error('a pass without a link');
  const objective = best.objective;
  const what = objective === null ? 'Linked' : 'Objective';
  const closes = links.filter((link) => link.flags.includes('closes-objective')).slice(0, MAX_TOLD);
  const others = links.length > 1 ? md` · and ${links.length - 1} more` : md``;
  const enough = isDebtEnough ? md` Debt work needs no objective.` : md``;
  return {
    title: `Linked to ${objective === null ? plainRef(best.ref) : plainRef(objective.ref, 'a private objective')}`,
    statement: md`**${what}:** ${describeLink(best)}${others}.${enough}${joined(best.flags.flatMap(passFlag), '')}`,
    ...(closes.length > 0 && {
      examined: closes.map(({ ref }) => explainClosing(ref, trailer)),
    }),
  };
}

function explainClosing(ref: string | null, trailer: string | null): Markdown {
  if (ref === null) return md`Merging will close a private objective.`;
  const other = trailer === null ? md`` : md` To keep it open write ${code(`${trailer}: ${ref}`)}.`;
  return md`Merging will close objective ${reference(ref)}.${other}`;
}

/** For a title, which is plain text: of a private issue nothing is told, and a milestone's title is foreign text. */
function plainRef(ref: string | null, hidden = 'a private issue'): string {
  return ref === null ? hidden : cleanText(ref);
}

function passFlag(flag: Link['flags'][number]): Markdown[] {
  switch (flag) {
    case 'not-verified':
      return [md` Nobody looked it up: it is kept in another tracker.`];
    case 'held-by-github':
      return [md` GitHub holds this link, whatever the description says.`];
    case 'closes-objective':
    case 'objective-label-not-trusted':
    case 'objective-of-other-owner':
      return [];
  }
}

export function explainNoLink(missing: Missing): Explanation {
  const { require, suggestions, rejected } = missing;
  const paste = pasteLine(missing);
  const what = require === 'objective' ? 'objective' : 'objective or issue';
  return {
    title: `No ${require === 'objective' ? 'objective' : 'issue'} linked · one line in the description fixes it`,
    statement: md`**This pull request does not say which ${what} it serves.** ${pasteHint(paste)}`,
    ...(paste !== null && { paste: paste.line }),
    likely: matching(suggestions).map(describeSuggestion),
    examined: [md`Looked at: ${lookedAt(missing.accept, missing.trailer)}.`, ...explainRejected(rejected)],
    ways: [...openObjectives(suggestions), ...otherWays(missing)],
  };
}

export function explainNoObjective(missing: Missing): Explanation {
  const { links, suggestions, rejected } = missing;
  const paste = pasteLine(missing);
  const first = links[0]?.ref ?? null;
  const refs = joined(
    links.slice(0, MAX_TOLD).map(({ ref }) => issueRef(ref)),
    ', ',
  );
  const flagged = (flag: LinkFlag) => links.filter(({ flags }) => flags.includes(flag)).slice(0, MAX_TOLD);
  return {
    title: `Linked to ${plainRef(first)}, which belongs to no objective · name one`,
    statement: md`**This pull request is linked to ${refs}, which ${links.length > 1 ? 'belong' : 'belongs'} to no objective.** ${pasteHint(paste)}`,
    ...(paste !== null && { paste: paste.line }),
    likely: matching(suggestions).map(describeSuggestion),
    examined: [
      ...flagged('objective-label-not-trusted').map(
        ({ ref }) =>
          md`${issueRef(ref)} carries the label of an objective, but nobody with triage is known to have set it.`,
      ),
      ...flagged('objective-of-other-owner').map(
        ({ ref }) =>
          md`${issueRef(ref)} leads to what another owner calls an objective. A maintainer can list it under ${code('objectives.known')}.`,
      ),
      ...explainRejected(rejected),
    ],
    ways: [
      ...openObjectives(suggestions),
      md`Or make an objective the parent of ${first === null ? 'it' : reference(first)}.`,
      ...otherWays(missing),
    ],
  };
}

/** Links of a kind that are named one by one. */
const MAX_TOLD = 3;
/** Rejected references that are told; a description may hold hundreds. */
const MAX_REJECTED = 10;

function explainRejected(rejected: readonly Rejection[]): Markdown[] {
  const told = rejected.slice(0, MAX_REJECTED).map(describeRejection);
  const more = rejected.length - told.length;
  return more > 0 ? [...told, md`and ${more} more that do not count`] : told;
}

interface Paste {
  readonly line: string;
  /** Whether the line is complete, or `n` stands for a number that only the author knows. */
  readonly isComplete: boolean;
}

/** A trailer keeps the objective open when the pull request merges; `Closes` is for a task. */
function pasteLine({ accept, trailer, suggestions, require }: Missing): Paste | null {
  const likely = matching(suggestions)[0];
  if (trailer !== null) {
    if (likely !== undefined) return { line: `${trailer}: ${likely.ref}`, isComplete: true };
    if (require === 'objective') return { line: `${trailer}: #n`, isComplete: false };
  }
  return accept.includes('closing') ? { line: 'Closes #n', isComplete: false } : null;
}

/** Those that something speaks for; a guess must not be pasted unread. */
function matching(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  return suggestions.filter(({ because }) => because !== 'recent');
}

/** Where nothing matches, what there is to choose from. */
function openObjectives(suggestions: readonly Suggestion[]): readonly Markdown[] {
  if (suggestions.length === 0 || matching(suggestions).length > 0) return [];
  const named = suggestions.map(({ ref, title }) => md`${reference(ref)} ${title}`);
  return [md`Open objectives: ${joined(named, ' · ')}.`];
}

function pasteHint(paste: Paste | null): Markdown {
  if (paste === null) return md``;
  return paste.isComplete
    ? md`Add this line to the description; no push is needed:`
    : md`Add this line to the description, with the issue’s number for ${code('n')}; no push is needed:`;
}

const SOURCES: readonly (readonly [Way, string])[] = [
  ['closing', 'description'],
  ['sidebar', 'Development panel'],
  ['milestone', 'milestone'],
  ['label', 'labels'],
  ['branch', 'branch name'],
];

function lookedAt(accept: readonly Way[], trailer: string | null): string {
  const sources = SOURCES.filter(([way]) => accept.includes(way)).map(([, source]) => source);
  if (trailer !== null && !sources.includes('description')) sources.unshift('description');
  return sources.join(', ');
}

/** Only ways that are open to this author: a fork's author has no labels, sidebar or milestone here. */
function otherWays(missing: Missing): readonly Markdown[] {
  const { accept, trailer, require, isFork, skipLabels, isDebtEnough, links } = missing;
  const ways: Markdown[] = [];
  if (isDebtEnough) ways.push(md`Debt work needs no objective: any issue that it serves will do.`);
  if (require === 'objective' && accept.includes('closing') && accept.includes('parent')) {
    const keeps =
      trailer === null
        ? md``
        : md` (${code(`${trailer}:`)} keeps an objective open when this merges; ${code('Closes')} would close it.)`;
    ways.push(md`A task under an objective also works: ${code('Closes #n')}.${keeps}`);
  }
  if (!isFork && accept.includes('sidebar')) ways.push(md`Or link the issue in the *Development* panel of this page.`);
  if (!isFork && accept.includes('milestone') && require === 'link') ways.push(md`Or set a milestone.`);
  ways.push(...waysByClass({ ...missing, isLinked: links.length > 0 }));
  const [label] = skipLabels;
  if (label !== undefined) {
    ways.push(md`None fits? ${isFork ? 'A maintainer' : 'Somebody with triage'} can add the label ${code(label)}.`);
  }
  return ways;
}
