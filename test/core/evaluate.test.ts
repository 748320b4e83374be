import { describe, expect, it } from 'vitest';
import type { Config, ResolvedConfig } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import { evaluate, type GatheredFacts } from '#core/evaluate.ts';
import type { PullRequestFacts } from '#core/facts/pull-request.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import type { LinkSources } from '#core/links/link.ts';
import type { Mode } from '#core/verdict.ts';
import {
  DEPENDABOT,
  issueFacts,
  LABELLER,
  LEADERSHIP,
  label,
  labelBy,
  NOW,
  pullRequestFacts,
  repositoryFacts,
} from '../support/facts.ts';

const NOTHING: LinkSources = { parsed: { found: [], rejected: [] }, closing: [], references: {}, openObjectives: null };
const LINKED: LinkSources = { ...NOTHING, closing: [{ isUserLinked: true, issue: issueFacts() }] };
const LOST: LinkSources = { ...NOTHING, closing: [unavailable('GitHub’s list of linked issues', 'unreachable')] };

const LOST_REVERT = { number: 31, found: unavailable('the reverted pull request #31', 'unreachable') };

interface Given {
  readonly config?: Partial<Config>;
  readonly rule?: Partial<Config['guardrails']['linked-objective']>;
  readonly resolved?: Partial<ResolvedConfig>;
  readonly pullRequest?: Partial<PullRequestFacts>;
  readonly links?: LinkSources;
  readonly touchesOnlyConfig?: boolean;
  readonly reverted?: GatheredFacts['reverted'];
  readonly cap?: Mode;
}

function judge({
  config,
  rule,
  resolved,
  pullRequest,
  links = NOTHING,
  touchesOnlyConfig = false,
  reverted = null,
  cap,
}: Given) {
  const guardrails = {
    ...DEFAULTS.guardrails,
    'linked-objective': { ...DEFAULTS.guardrails['linked-objective'], ...rule },
  };
  const facts: GatheredFacts = {
    now: NOW,
    repository: repositoryFacts(),
    pullRequest: pullRequestFacts(pullRequest),
    linkSources: links,
    touchesOnlyConfig,
    ourLogin: 'leadership',
    reverted,
    capacity: null,
    config: {
      config: { ...DEFAULTS, ...config, guardrails },
      origin: { repository: null, owner: null, state: 'committed', ownerFile: 'not-governing' },
      problems: [],
      isGoverned: true,
      isCommittedInvalid: false,
      ownerUnreadable: null,
      ...resolved,
    },
  };
  return evaluate(facts, cap);
}

function concluded(given: Given): string {
  const { verdict } = judge(given);
  const [first] = verdict.guardrails;
  return first === undefined ? `${verdict.conclusion}: nothing` : `${verdict.conclusion}: ${first.mode} ${first.code}`;
}

const FORBIDDEN = unavailable('.github/leadership.yml in the owner’s .github', 'forbidden');

describe('evaluate', () => {
  it.each<[string, Given, string]>([
    ['warns by default', {}, 'neutral: warn no-link'],
    ['passes what is linked', { links: LINKED }, 'success: warn linked'],
    ['blocks under enforce', { config: { mode: 'enforce' } }, 'failure: enforce no-link'],
    [
      'takes the mode of the rule over the general one',
      { config: { mode: 'enforce' }, rule: { mode: 'warn' } },
      'neutral: warn no-link',
    ],
    ['never colours the check in report', { config: { mode: 'report' } }, 'success: report no-link'],
    ['does not run what is off', { config: { mode: 'off' } }, 'success: nothing'],
    ['takes no mode beyond the cap', { config: { mode: 'enforce' }, cap: 'warn' }, 'neutral: warn no-link'],
    ['is not made stricter by a cap', { config: { mode: 'report' }, cap: 'warn' }, 'success: report no-link'],
    [
      'warns who was there before a rule began to bind',
      { config: { mode: 'enforce' }, rule: { 'enforce-from': '2026-11-18' } },
      'neutral: warn no-link',
    ],
    [
      'binds who came on its first day',
      { config: { mode: 'enforce' }, rule: { 'enforce-from': '2026-11-17' } },
      'failure: enforce no-link',
    ],
    [
      'begins the day in the team’s zone',
      {
        config: { mode: 'enforce', timezone: 'America/New_York' },
        rule: { 'enforce-from': '2026-11-17' },
        pullRequest: { createdAt: '2026-11-17T04:59:59Z' },
      },
      'neutral: warn no-link',
    ],
    [
      'and not a second later',
      {
        config: { mode: 'enforce', timezone: 'America/New_York' },
        rule: { 'enforce-from': '2026-11-17' },
        pullRequest: { createdAt: '2026-11-17T05:00:00Z' },
      },
      'failure: enforce no-link',
    ],
    [
      'lets the update bot pass',
      { config: { mode: 'enforce' }, pullRequest: { author: DEPENDABOT } },
      'success: enforce excluded',
    ],
    [
      'lets urgent work past every guardrail',
      { config: { mode: 'enforce' }, pullRequest: { labels: [label('security')] } },
      'success: enforce expedite',
    ],
    [
      'lets it past although its links could not be read',
      { config: { mode: 'enforce' }, pullRequest: { labels: [label('security')] }, links: LOST },
      'success: enforce expedite',
    ],
    [
      'lets a revert pass',
      {
        config: { mode: 'enforce' },
        reverted: {
          number: 31,
          found: {
            mergedAt: '2026-11-16T00:00:00Z',
            files: { total: 1, paths: ['src/cart.ts'], isComplete: true },
          },
        },
      },
      'success: enforce expedite',
    ],
    [
      'lets what closes an urgent issue pass',
      {
        config: { mode: 'enforce' },
        links: { ...NOTHING, closing: [{ isUserLinked: true, issue: issueFacts({ labels: [label('incident')] }) }] },
      },
      'success: enforce expedite',
    ],
    [
      'lets urgent work pass for now while GitHub can’t bear it out',
      { config: { mode: 'enforce' }, reverted: LOST_REVERT },
      'success: enforce expedite-unverified',
    ],
    [
      'but nothing that GitHub does not bear out',
      { config: { mode: 'enforce' }, reverted: { number: 31, found: unavailable('#31', 'not-found') } },
      'failure: enforce no-link',
    ],
    [
      'nor a label that a bot set',
      { config: { mode: 'enforce' }, pullRequest: { labels: [labelBy(LABELLER, 'security')] } },
      'failure: enforce no-link',
    ],
    [
      'blocks debt like any other work',
      { config: { mode: 'enforce' }, pullRequest: { title: 'refactor: x' } },
      'failure: enforce no-link',
    ],
    [
      'asks of debt no more than a link',
      {
        config: { mode: 'enforce' },
        rule: { require: 'objective' },
        pullRequest: { title: 'refactor: x' },
        links: LINKED,
      },
      'success: enforce linked',
    ],
    [
      'fails closed on what it could not read',
      { config: { mode: 'enforce' }, links: LOST },
      'failure: enforce unreadable',
    ],
    ['only warns of it in warn', { links: LOST }, 'neutral: warn unreadable'],
    [
      'lets a broken configuration be mended',
      { config: { mode: 'enforce' }, resolved: { isCommittedInvalid: true }, touchesOnlyConfig: true },
      'success: enforce config-repair',
    ],
    [
      'but nothing else on the way',
      { config: { mode: 'enforce' }, resolved: { isCommittedInvalid: true } },
      'failure: enforce no-link',
    ],
    [
      'and no valid one be changed unlinked',
      { config: { mode: 'enforce' }, touchesOnlyConfig: true },
      'failure: enforce no-link',
    ],
    [
      'blocks while the owner’s rules are unknown, whatever the repository says',
      { config: { mode: 'off' }, links: LINKED, resolved: { ownerUnreadable: FORBIDDEN } },
      'failure: enforce owner-config-unreadable',
    ],
  ])('%s', (_, given, expected) => {
    expect(concluded(given)).toBe(expected);
  });

  it.each<[string, Given, boolean]>([
    ['an unread fact under enforce', { config: { mode: 'enforce' }, links: LOST }, true],
    ['an unread fact in warn', { links: LOST }, false],
    ['a plain failure', { config: { mode: 'enforce' } }, false],
    ['rules of the owner that are refused', { resolved: { ownerUnreadable: FORBIDDEN } }, false],
    [
      'rules of the owner that did not come',
      { resolved: { ownerUnreadable: { ...FORBIDDEN, reason: 'unreachable' } } },
      true,
    ],
  ])('asks for another try after %s: %#', (_, given, expected) => {
    expect(judge(given).retrying).toEqual(expected ? ['leadership'] : []);
  });

  it('waits for GitHub’s lag only where that could still help', () => {
    const fresh = { lastEditedAt: '2026-11-18T11:59:30Z' };
    const unsettled: LinkSources = { ...NOTHING, closing: [{ isUserLinked: false, issue: issueFacts() }] };
    const both: LinkSources = {
      ...NOTHING,
      closing: [
        ...(Array.isArray(LINKED.closing) ? LINKED.closing : []),
        { isUserLinked: false, issue: issueFacts({ number: 13 }) },
      ],
    };

    expect(judge({ pullRequest: fresh, links: unsettled }).settlesAt).toBe('2026-11-18T12:00:30Z');
    expect(judge({ pullRequest: fresh, links: both }).settlesAt).toBeNull();
  });

  it('looks again in two minutes at what it let pass unverified, and at nothing that it verified', () => {
    const unverified = judge({ config: { mode: 'enforce' }, reverted: LOST_REVERT });

    expect(unverified.verdict.validUntil).toBe('2026-11-18T12:02:00Z');
    expect(unverified.verdict.classification.isUnverified).toBe(true);
    expect(unverified.retrying).toEqual([]);
    expect(judge({ pullRequest: { labels: [label('security')] } }).verdict.validUntil).toBeNull();
  });

  it('looks again sooner where the links change before that', () => {
    const { validUntil } = judge({
      reverted: LOST_REVERT,
      pullRequest: { lastEditedAt: '2026-11-18T11:59:30Z' },
      links: { ...NOTHING, closing: [{ isUserLinked: false, issue: issueFacts() }] },
    }).verdict;

    expect(validUntil).toBe('2026-11-18T12:00:30Z');
  });

  it.each<[string, Given, object]>([
    ['other work', {}, { class: 'other', reason: { code: 'default' }, evidence: [], categories: [], unread: [] }],
    [
      'debt',
      { pullRequest: { title: 'refactor: x', labels: [label('bug')] } },
      {
        class: 'debt',
        reason: { code: 'title', type: 'refactor' },
        evidence: [{ detector: 'title', says: 'debt', reason: { code: 'title', type: 'refactor' } }],
        categories: ['bug'],
        unread: [],
      },
    ],
    [
      'debt, by an issue that it links to',
      {
        pullRequest: { labels: [labelBy(LEADERSHIP, 'tech-debt')] },
        links: { ...NOTHING, closing: [{ isUserLinked: true, issue: issueFacts({ type: 'Tech Debt' }) }] },
      },
      { class: 'debt', reason: { code: 'issue', ref: '#12', label: null, type: 'Tech Debt' } },
    ],
    [
      'urgent work',
      { pullRequest: { labels: [label('security')] } },
      { class: 'expedite', reason: { code: 'expedite-label', label: 'security' } },
    ],
    ['work of a bot', { pullRequest: { author: DEPENDABOT } }, { class: 'excluded', reason: { code: 'update-bot' } }],
    ['what was not read', { links: LOST }, { class: 'other', unread: [{ reason: 'unreachable' }] }],
    [
      'a parent that was not read, which tells no class',
      {
        pullRequest: { title: 'refactor: x' },
        links: {
          ...NOTHING,
          closing: [{ isUserLinked: true, issue: issueFacts({ unread: [{ part: 'parent', reason: 'forbidden' }] }) }],
        },
      },
      { class: 'debt', unread: [] },
    ],
  ])('says in the verdict, as plain JSON, what it counts as: %s', (_, given, expected) => {
    const { verdict } = judge(given);
    const { classification } = JSON.parse(JSON.stringify(verdict)) as typeof verdict;

    expect(classification).toMatchObject(expected);
    expect(classification).toEqual(verdict.classification);
  });

  it('says so where no guardrail runs, too', () => {
    const { verdict } = judge({ config: { mode: 'off' }, pullRequest: { title: 'refactor: x' } });

    expect(verdict.guardrails).toEqual([]);
    expect(verdict.classification.class).toBe('debt');
  });

  it('is a function of its facts alone', () => {
    expect(judge({ links: LINKED })).toEqual(judge({ links: LINKED }));
  });
});
