/** Both sources of links made one list: what the text names, and what GitHub holds. */
import type { IssueFacts } from '../facts/issue.ts';
import type { PullRequestFacts } from '../facts/pull-request.ts';
import { isUnavailable, type Unavailable, unavailable } from '../facts/unavailable.ts';
import { addSeconds, millisecondsBetween } from '../time.ts';
import type {
  ClosingReference,
  LinkSources,
  ReadReference,
  ReferenceTarget,
  RejectedReference,
  RejectionReason,
  Way,
} from './link.ts';
import { type IssueTarget, referenceKey } from './targets.ts';

/** How long GitHub may take to follow an edited description. */
const LAG_SECONDS = 60;

/** Nothing was wrong with how these were written, so GitHub holding them is no surprise. */
const NO_SURPRISE: readonly RejectionReason[] = ['too-many', 'way-not-accepted'];

/** A reference that awaits judgement. */
export interface Candidate {
  readonly way: Way;
  readonly text: string | null;
  readonly target: ReferenceTarget;
  /** What stands there; null for ids and keys, which nobody reads on GitHub. */
  readonly read: ReadReference | null;
  /** Merging closes it, since a keyword says so. */
  readonly byKeyword: boolean;
  /** A keyword or GitHub itself links it for closing, and not a mere mention. */
  readonly isClosing: boolean;
  readonly isHeldByGitHub: boolean;
}

export interface Joined {
  readonly candidates: readonly Candidate[];
  readonly rejected: readonly RejectedReference[];
  /** What GitHub holds in a way that is not accepted, and the text does not name. */
  readonly notAccepted: readonly IssueFacts[];
  readonly unread: readonly Unavailable[];
  readonly settlesAt: string | null;
}

interface JoinInput {
  readonly now: string;
  readonly pullRequest: Pick<PullRequestFacts, 'createdAt' | 'lastEditedAt'>;
  readonly sources: LinkSources;
  readonly accept: readonly Way[];
}

export function joinSources({ now, pullRequest, sources, accept }: JoinInput): Joined {
  const { parsed, closing, references } = sources;
  const nodes = new Map<string, ClosingReference>();
  const unread: Unavailable[] = [];
  for (const node of closing) {
    if (isUnavailable(node)) unread.push(node);
    else nodes.set(keyOf(node.issue), node);
  }

  const candidates: Candidate[] = [];
  const taken = new Set<string>();
  for (const { way, text, target } of parsed.found) {
    const key = referenceKey(target);
    const node = nodes.get(key);
    const read = target.kind === 'issue' ? (node?.issue ?? references[key] ?? notRead(target)) : null;
    // Another line may name it too: GitHub's own link is the sign that a keyword does.
    const byKeyword = way === 'closing' || node?.isUserLinked === false;
    const isClosing = way === 'closing' || node !== undefined;
    candidates.push({ way, text, target, read, byKeyword, isClosing, isHeldByGitHub: false });
    taken.add(key);
  }

  const settles = addSeconds(pullRequest.lastEditedAt ?? pullRequest.createdAt, LAG_SECONDS);
  const isSettled = millisecondsBetween(settles, now) >= 0;
  const byKey = new Map<string, RejectedReference>();
  for (const reference of parsed.rejected) {
    if (reference.target !== undefined) byKey.set(referenceKey(reference.target), reference);
  }
  const notAccepted: IssueFacts[] = [];
  let settlesAt: string | null = null;
  for (const [key, { isUserLinked, issue }] of nodes) {
    if (taken.has(key)) continue;
    // Who made the link is no matter once either way would count.
    if (isUnavailable(isUserLinked) && !(isSettled && accept.includes('closing') && accept.includes('sidebar'))) {
      unread.push(isUserLinked);
      continue;
    }
    const way = isUserLinked === true ? 'sidebar' : 'closing';
    const target = targetOf(issue);
    const told = byKey.get(key);
    if (!accept.includes(way)) {
      if (told?.reason !== 'way-not-accepted') notAccepted.push(issue);
      continue;
    }
    if (isUserLinked === false && !isSettled) {
      settlesAt = settles;
      continue;
    }
    taken.add(key);
    const isHeldByGitHub = isUserLinked === false && told !== undefined && !NO_SURPRISE.includes(told.reason);
    const text = isHeldByGitHub ? told.text : null;
    const byKeyword = isUserLinked === false;
    candidates.push({ way, text, target, read: issue, byKeyword, isClosing: true, isHeldByGitHub });
  }

  const rejected = parsed.rejected.filter(({ target }) => target === undefined || !taken.has(referenceKey(target)));
  const matters = accept.includes('closing') || accept.includes('sidebar');
  return {
    candidates,
    rejected,
    notAccepted,
    unread: matters ? unread : [],
    settlesAt,
  };
}

function keyOf(issue: IssueFacts): string {
  return referenceKey(targetOf(issue));
}

export function targetOf({ repository: { owner, name }, number }: IssueFacts): IssueTarget {
  return { kind: 'issue', owner, name, number };
}

/** Nobody has looked yet: never the same as "does not exist". */
function notRead({ owner, name, number }: IssueTarget): Unavailable {
  return unavailable(`the issue ${owner}/${name}#${number}`, 'unreachable');
}
