/** Builders of facts: name what a test is about, the rest is a plausible default. */
import type { ClassFacts } from '#core/classes/class-facts.ts';
import type { Config } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { Actor, AppliedLabel } from '#core/facts/actor.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import type { LabelEvent } from '#core/facts/label-history.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import type { LinkedIssue, LinkReport } from '#core/links/link.ts';

export const NOW = '2026-11-18T12:00:00Z';

export const ANNE: Actor = { login: 'anne', kind: 'User' };
export const DEPENDABOT: Actor = { login: 'dependabot', kind: 'Bot' };
/** Ourselves. */
export const LEADERSHIP: Actor = { login: 'leadership', kind: 'Bot' };
/** Every workflow that writes with its job's own token, the Action among them. */
export const WORKFLOW: Actor = { login: 'github-actions', kind: 'Bot' };
/** A bot that nobody trusts. */
export const LABELLER: Actor = { login: 'labeller', kind: 'Bot' };

export function repositoryFacts(facts: Partial<RepositoryFacts> = {}): RepositoryFacts {
  return {
    owner: 'shop',
    name: 'web',
    nameWithOwner: 'shop/web',
    isPrivate: false,
    isArchived: false,
    hasIssues: true,
    defaultBranch: 'main',
    ...facts,
  };
}

export function pullRequestFacts(facts: Partial<PullRequestFacts> = {}): PullRequestFacts {
  return {
    id: 'PR_40',
    number: 40,
    title: 'Keep the cart when a payment fails',
    body: '',
    url: 'https://github.com/shop/web/pull/40',
    state: 'OPEN',
    isDraft: false,
    createdAt: '2026-11-17T09:00:00Z',
    mergedAt: null,
    lastEditedAt: null,
    baseRef: 'main',
    headRef: 'keep-cart',
    headOid: 'a'.repeat(40),
    isFork: false,
    author: ANNE,
    labels: [],
    labelHistory: { events: [], isComplete: true },
    milestone: null,
    additions: 12,
    deletions: 3,
    files: { total: 1, paths: ['src/cart.ts'], isComplete: true },
    hasCommitByPerson: false,
    ...facts,
  };
}

/** A label that a person with triage set. */
export function label(name: string): AppliedLabel {
  return { name, setBy: ANNE, setAt: '2026-11-17T10:00:00Z', setterMayTriage: true };
}

export function issueFacts(facts: Partial<IssueFacts> = {}): IssueFacts {
  const { number = 12 } = facts;
  return {
    id: `I_${number}`,
    number,
    title: 'Cart survives a failed payment',
    url: `https://github.com/shop/web/issues/${number}`,
    repository: { owner: 'shop', name: 'web', nameWithOwner: 'shop/web', isPrivate: false },
    isOpen: true,
    stateReason: null,
    createdAt: '2026-10-01T09:00:00Z',
    closedAt: null,
    author: ANNE,
    labels: [],
    type: null,
    milestone: null,
    ancestors: [],
    ...facts,
  };
}

/** A label as the account `by` set it. */
export function labelBy(by: Actor | null, name: string): AppliedLabel {
  return { name, setBy: by, setAt: '2026-11-17T10:00:00Z', setterMayTriage: by?.kind === 'User' };
}

export function labelEvent(by: Actor | null, action: LabelEvent['action'], name: string): LabelEvent {
  return { label: name, action, by };
}

/** An issue that the pull request closes. */
export function linkedIssue(facts: Partial<IssueFacts> = {}, link: Partial<LinkedIssue> = {}): LinkedIssue {
  const issue = issueFacts(facts);
  return { issue, ref: `#${issue.number}`, isPublicHere: true, isOfSameOwner: true, isClosing: true, ...link };
}

/** The facts that a class is made of; `detect` is a part of `config.debt`. */
export function classFacts({
  pullRequest,
  config,
  detect,
  ...facts
}: Partial<Omit<ClassFacts, 'pullRequest' | 'config'>> & {
  readonly pullRequest?: Partial<PullRequestFacts>;
  readonly config?: Partial<Config>;
  readonly detect?: Partial<Config['debt']['detect']>;
} = {}): ClassFacts {
  const { debt = DEFAULTS.debt } = config ?? {};
  return {
    pullRequest: pullRequestFacts(pullRequest),
    defaultBranch: 'main',
    config: { ...DEFAULTS, ...config, debt: { ...debt, detect: { ...debt.detect, ...detect } } },
    ourLogin: LEADERSHIP.login,
    linked: [],
    reverted: null,
    unreadLinks: [],
    ...facts,
  };
}

export function linkReport(report: Partial<LinkReport> = {}): LinkReport {
  return {
    accept: ['closing', 'sidebar', 'parent', 'milestone', 'trailer', 'label'],
    trailer: 'Objective',
    hasKnown: false,
    hasExternal: false,
    links: [],
    issues: [],
    rejected: [],
    unread: [],
    unreadLinks: [],
    suggestions: [],
    validUntil: null,
    settlesAt: null,
    ...report,
  };
}
