/** Links and rejected references in words. The only place where a reason of rejection becomes a sentence. */
import { code, type Markdown, md, reference } from '../reports/markdown.ts';
import type { Link, Rejection, RejectionReason, Suggestion } from './link.ts';

const REASONS: Readonly<Record<RejectionReason, string>> = {
  'in-comment': 'is inside an HTML comment',
  'in-code': 'is inside code',
  'in-quote': 'is inside a quote',
  'no-word-boundary': 'is part of a longer word',
  'other-host': 'is on another host',
  'number-out-of-range': 'is no issue number',
  'no-keyword': 'has no keyword of its own before it',
  'no-number': 'names no number',
  'unknown-id': 'is no id under `objectives.known`',
  'too-many': 'comes after the first 20 references',
  'way-not-accepted': 'is a way that `objectives.accept` leaves out',
  itself: 'is this pull request',
  'is-pull-request': 'is a pull request',
  'not-found': 'does not exist',
  'not-planned': 'was closed as not planned',
  duplicate: 'was closed as a duplicate',
  'closed-too-long': 'was closed too long ago',
  unreadable: 'can’t be read from here (missing, private, or in a repository that this app does not cover)',
  'closed-milestone': 'is closed',
};

export function describeRejection({ text, reason }: Rejection): Markdown {
  return md`${text === null ? 'a private issue' : code(text)} ${{ markdown: REASONS[reason] }}`;
}

/** `#12 Cart survives a failed payment`, or only `shop/plans#12` where the title is not for these readers. */
function named(ref: string | null, title: string | null, what: 'objective' | 'issue'): Markdown {
  if (ref === null) return md`a private ${what}`;
  return title === null ? reference(ref) : md`${reference(ref)} ${title}`;
}

/** An issue in our own words: its place, where these readers may know it. */
export function issueRef(ref: string | null): Markdown {
  return named(ref, null, 'issue');
}

/** The objective first, then through what it was reached. */
export function describeLink(link: Link): Markdown {
  const { objective } = link;
  const how = link.text === null ? { markdown: WAYS[link.way] } : code(link.text);
  if (objective === null) return md`${named(link.ref, link.title, 'issue')} (${how})`;
  const goal = named(objective.ref, objective.title, 'objective');
  if (objective.distance === 0) return md`${goal} (${how})`;
  return md`${goal}, through ${named(link.ref, link.title, 'issue')} (${how})`;
}

const WAYS: Readonly<Record<Link['way'], string>> = {
  closing: 'linked by GitHub',
  sidebar: 'linked in the Development panel',
  parent: 'parent issue',
  milestone: 'milestone',
  trailer: 'line in the description',
  label: 'label',
  branch: 'branch name',
  mention: 'mention',
  external: 'key of another tracker',
};

const BECAUSE: Readonly<Record<Suggestion['because'], string | null>> = {
  'same-milestone': 'same milestone',
  title: 'title matches',
  paths: 'changed files match',
  labels: 'same label',
  recent: null,
};

/** `rank` 0 is the likeliest, and stands out. */
export function describeSuggestion({ ref, title, because }: Suggestion, rank: number): Markdown {
  const why = BECAUSE[because];
  const named = rank === 0 ? md`**${reference(ref)}** ${title}` : md`${reference(ref)} ${title}`;
  return why === null ? named : md`${named} (${why})`;
}
