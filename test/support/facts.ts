/** Builders of facts: name what a test is about, the rest is a plausible default. */
import type { Actor, AppliedLabel } from '#core/facts/actor.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import type { RepositoryFacts } from '#core/facts/repository.ts';
import type { LinkReport } from '#core/links/link.ts';

export const NOW = '2026-11-18T12:00:00Z';

export const ANNE: Actor = { login: 'anne', kind: 'User' };
export const DEPENDABOT: Actor = { login: 'dependabot', kind: 'Bot' };

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
    suggestions: [],
    validUntil: null,
    settlesAt: null,
    ...report,
  };
}
