/** What became of each reference: a link, and to which objective, or a rejection with its reason. Pure. */
import type { Config } from '../config/config.ts';
import type { IssueFacts } from '../facts/issue.ts';
import type { PullRequestFacts } from '../facts/pull-request.ts';
import { isSameOwner, isSameRepository, type RepositoryFacts } from '../facts/repository.ts';
import { isUnavailable, type Unavailable } from '../facts/unavailable.ts';
import { earliest } from '../time.ts';
import { type Candidate, joinSources, targetOf } from './join.ts';
import type {
  Link,
  LinkedIssue,
  LinkFlag,
  LinkReport,
  LinkSources,
  ObjectiveRef,
  Rejection,
  RejectionReason,
} from './link.ts';
import {
  hasObjectiveOfOthers,
  hasUntrustedLabel,
  isObjectiveMilestone,
  type ObjectiveContext,
  objectiveOf,
  publicFace,
  unreadOf,
} from './objective.ts';
import { standingOf } from './standing.ts';
import { suggestObjectives } from './suggest.ts';
import { type IssueTarget, referenceKey } from './targets.ts';

export interface JudgeInput {
  readonly now: string;
  readonly repository: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
  readonly sources: LinkSources;
  readonly config: Config;
}

type Judgement =
  | {
      readonly link: Link;
      readonly issue?: LinkedIssue;
      readonly validUntil: string | null;
      readonly unread?: readonly Unavailable[];
    }
  | { readonly rejected: Rejection }
  | { readonly unread: Unavailable };

interface Context extends ObjectiveContext {
  readonly here: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
}

export function judgeLinks({ now, repository, pullRequest, sources, config }: JudgeInput): LinkReport {
  const { objectives } = config;
  const context: Context = {
    repository,
    named: namedIn(sources),
    here: repository,
    pullRequest,
    objectives,
    at: pullRequest.mergedAt ?? now,
    isMerged: pullRequest.mergedAt !== null,
  };
  const joined = joinSources({ now, pullRequest, sources, accept: objectives.accept });
  const links: Link[] = [];
  const issues: LinkedIssue[] = [];
  const rejected: Rejection[] = [
    ...joined.rejected,
    ...joined.notAccepted.map((issue) => refusal(issue, 'way-not-accepted', context)),
  ];
  const unreadLinks: Unavailable[] = [...joined.unread, ...(sources.unread ?? [])];
  const unreadParts: Unavailable[] = [];
  const ends: (string | null)[] = [joined.settlesAt];
  const judgements = [...joined.candidates.map((candidate) => judge(candidate, context)), ...judgeMilestone(context)];
  for (const judgement of judgements) {
    if ('link' in judgement) {
      links.push(judgement.link);
      if (judgement.issue !== undefined) issues.push(judgement.issue);
      ends.push(judgement.validUntil);
      unreadParts.push(...(judgement.unread ?? []));
    } else if ('rejected' in judgement) rejected.push(judgement.rejected);
    else unreadLinks.push(judgement.unread);
  }
  const needsSuggestions = links.every(({ objective }) => objective === null);
  const linked = new Set(joined.candidates.map(({ target }) => referenceKey(target)));
  return {
    accept: objectives.accept,
    trailer: objectives.trailers[0] ?? null,
    hasKnown: Object.keys(objectives.known).length > 0,
    hasExternal: objectives.external.length > 0,
    links,
    issues,
    rejected,
    unread: [...unreadLinks, ...unreadParts],
    unreadLinks,
    suggestions: needsSuggestions ? suggestObjectives(sources.openObjectives, pullRequest, context, linked) : [],
    validUntil: earliest(ends),
    settlesAt: joined.settlesAt,
  };
}

/** Whatever its text names, whether it counts or not. */
function namedIn({ parsed }: LinkSources): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { target } of [...parsed.found, ...parsed.rejected]) {
    if (target !== undefined) named.add(referenceKey(target));
  }
  return named;
}

function judge(candidate: Candidate, context: Context): Judgement {
  const { target, read } = candidate;
  if (target.kind === 'known') return { link: knownLink(candidate, target.id, context, []), validUntil: null };
  if (target.kind === 'external') {
    return { link: knownLink(candidate, target.key, context, ['not-verified']), validUntil: null };
  }
  if (read === null) throw new Error('an issue that nobody tried to read');
  const isHere = isSameRepository(target, context.here);
  if (isHere && target.number === context.pullRequest.number) return rejection(candidate, 'itself');
  if (read === 'pull-request') return rejection(candidate, 'is-pull-request');
  if (isUnavailable(read)) {
    // In its own repository nothing is hidden from who may see the pull request: a refusal is the app's or the token's.
    if (read.reason === 'unreachable' || (isHere && read.reason === 'forbidden')) return { unread: read };
    return rejection(candidate, isHere ? 'not-found' : 'unreadable');
  }
  return judgeIssue(candidate, read, context);
}

function judgeIssue(candidate: Candidate, issue: IssueFacts, context: Context): Judgement {
  const standing = standingOf(issue, context);
  if (standing.rejection !== null) {
    const { ref } = publicFace(issue, context);
    return ref === null
      ? { rejected: refusal(issue, standing.rejection, context) }
      : rejection(candidate, standing.rejection);
  }
  const found = objectiveOf(issue, context);
  const objective = found?.objective ?? null;
  const flags: LinkFlag[] = [];
  if (candidate.byKeyword && objective?.distance === 0 && closesOnMerge(issue, objective, context)) {
    flags.push('closes-objective');
  }
  if (candidate.isHeldByGitHub) flags.push('held-by-github');
  if (objective === null && hasUntrustedLabel(issue, context)) flags.push('objective-label-not-trusted');
  if (objective === null && hasObjectiveOfOthers(issue, context)) flags.push('objective-of-other-owner');
  const { way, text, isClosing } = candidate;
  const link: Link = { way, text, ...publicFace(issue, context), objective, flags };
  const linked: LinkedIssue = {
    issue,
    ref: link.ref,
    isPublicHere: link.title !== null,
    isOfSameOwner: isSameOwner(issue.repository, context.here),
    isClosing,
  };
  const validUntil = earliest([standing.validUntil, found?.standing.validUntil ?? null]);
  return { link, issue: linked, validUntil, unread: objective === null ? unreadOf(issue, context) : [] };
}

/** GitHub closes by keyword only where the pull request goes to the default branch; an issue in a milestone may close. */
function closesOnMerge(issue: IssueFacts, { by }: ObjectiveRef, { here, pullRequest }: Context): boolean {
  const isDefault = here.defaultBranch === null || pullRequest.baseRef === here.defaultBranch;
  return issue.isOpen && isDefault && by !== 'milestone';
}

function rejection({ text, target }: Candidate, reason: RejectionReason): Judgement {
  return { rejected: { text: text ?? written(target), reason, target } };
}

/** Of an issue that only GitHub names: without a word about a private one elsewhere. */
function refusal(issue: IssueFacts, reason: RejectionReason, context: Context): Rejection {
  if (publicFace(issue, context).ref === null) return { text: null, reason };
  const target = targetOf(issue);
  return { text: issueRef(target), reason, target };
}

function written(target: Candidate['target']): string {
  if (target.kind === 'issue') return issueRef(target);
  return target.kind === 'known' ? target.id : target.key;
}

function issueRef({ owner, name, number }: IssueTarget): string {
  return `${owner}/${name}#${number}`;
}

function knownLink({ way, text }: Candidate, id: string, { objectives }: Context, flags: readonly LinkFlag[]): Link {
  const lower = id.toLowerCase();
  const [key, entry] = Object.entries(objectives.known).find(([known]) => known.toLowerCase() === lower) ?? [];
  const tracker = objectives.external.find(({ prefix }) => lower.startsWith(`${prefix.toLowerCase()}-`));
  const trackerUrl = flags.includes('not-verified') ? trackerAddress(tracker?.url, id) : null;
  const title = entry?.title ?? null;
  const url = entry?.url ?? trackerUrl;
  const ref = key ?? id;
  const objective: ObjectiveRef | null = entry === undefined ? null : { by: 'known', ref, title, url, distance: 0 };
  return { way, text, ref, title, url, objective, flags };
}

/** `{key}` in a tracker's address stands for the key; without it the key is put at the end. */
function trackerAddress(url: string | undefined, key: string): string | null {
  if (url === undefined) return null;
  return url.includes('{key}') ? url.replaceAll('{key}', key) : `${url}${key}`;
}

/** The pull request's own milestone; a linked issue's counts where the issue is judged. */
function judgeMilestone(context: Context): Judgement[] {
  const { milestone, url } = context.pullRequest;
  if (milestone === null) return [];
  const { title, number, isOpen } = milestone;
  if (!context.objectives.accept.includes('milestone')) {
    return [{ rejected: { text: title, reason: 'way-not-accepted' } }];
  }
  if (!isOpen && !context.isMerged) return [{ rejected: { text: title, reason: 'closed-milestone' } }];
  const address = url.replace(/\/pull\/\d+$/, `/milestone/${number}`);
  const objective: ObjectiveRef | null = isObjectiveMilestone(milestone, context)
    ? { by: 'milestone', ref: title, title, url: address, distance: 0 }
    : null;
  const link: Link = { way: 'milestone', text: null, ref: title, title, url: address, objective, flags: [] };
  return [{ link, validUntil: null }];
}
