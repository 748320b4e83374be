/** What a pull request counts as, by its facts: each detector alone, in conflict with others, overruled by a person. */
import type { Config } from '#core/config/config.ts';
import { DEFAULTS } from '#core/config/defaults.ts';
import type { Actor } from '#core/facts/actor.ts';
import type { ChangedFiles } from '#core/facts/pull-request.ts';
import type { ClaimedRevert, RevertedFacts } from '#core/facts/reverted.ts';
import { unavailable } from '#core/facts/unavailable.ts';
import {
  ANNE,
  type classFacts,
  DEPENDABOT,
  LABELLER,
  LEADERSHIP,
  label,
  labelBy,
  labelEvent,
  linkedIssue,
} from '../../support/facts.ts';

export type Given = NonNullable<Parameters<typeof classFacts>[0]>;

/** `expected` is class and reason; each doubt is `detector doubt`. */
export type ClassCase = readonly [what: string, given: Given, expected: string, doubts?: readonly string[]];

const AGENT: Actor = { login: 'copilot-swe-agent', kind: 'Bot' };
const TRUSTED: Actor = { login: 'triage-bot', kind: 'Bot' };
const trusting: Partial<Config> = { 'trusted-apps': ['Triage-Bot[bot]'] };

const exclude = (part: Partial<Config['exclude']>): Partial<Config> => ({ exclude: { ...DEFAULTS.exclude, ...part } });
const expedite = (part: Partial<Config['expedite']>): Partial<Config> => ({
  expedite: { ...DEFAULTS.expedite, ...part },
});
const debtLabel = (name: string): Partial<Config> => ({ debt: { ...DEFAULTS.debt, label: name } });

const changed = (...paths: string[]): ChangedFiles => ({ total: paths.length, paths, isComplete: true });
const inPart = (...paths: string[]): ChangedFiles => ({ total: 5_000, paths, isComplete: false });
const history = (...events: readonly (readonly [by: Actor | null, action: 'set' | 'removed', name?: string])[]) => ({
  labelHistory: {
    events: events.map(([by, action, name = 'tech-debt']) => labelEvent(by, action, name)),
    isComplete: true,
  },
});
const lost = (reason: 'unreachable' | 'forbidden' = 'unreachable') => ({
  labelHistory: unavailable('who set and removed the labels', reason),
});

const MERGED = '2026-11-16T09:00:00Z';
const reverting = (found: Partial<RevertedFacts> = {}): ClaimedRevert => ({
  number: 31,
  found: { mergedAt: MERGED, files: changed('src/cart.ts', 'src/tax.ts'), ...found },
});
const LOST_REVERT = { number: 31, found: unavailable('the reverted pull request #31', 'unreachable') };

const SET_BY_PERSON = { labels: [label('tech-debt')], ...history([ANNE, 'set']) };
const SET_BY_US = { labels: [labelBy(LEADERSHIP, 'tech-debt')], ...history([LEADERSHIP, 'set']) };
const REMOVED = history([ANNE, 'set'], [ANNE, 'removed']);

// biome-ignore format: one case a line reads best
export const CASES: readonly ClassCase[] = [
  // Nothing speaks
  ['a person’s', {}, 'other default'],
  ['by an account that is gone', { pullRequest: { author: null }, config: exclude({ authors: ['anne'] }) }, 'other default'],

  // Bots
  ['an update bot’s', { pullRequest: { author: DEPENDABOT } }, 'excluded update-bot'],
  ['an update bot’s, as REST writes it', { pullRequest: { author: { ...DEPENDABOT, login: 'renovate[bot]' } } }, 'excluded update-bot'],
  ['an update bot’s with a person’s commit', { pullRequest: { author: DEPENDABOT, hasCommitByPerson: true } }, 'other default', ['bot has-commit-by-person']],
  ['an update bot’s where none is excluded', { pullRequest: { author: DEPENDABOT }, config: exclude({ bots: 'none' }) }, 'other default'],
  ['a person’s who is called dependabot', { pullRequest: { author: { ...ANNE, login: 'dependabot' } } }, 'other default'],
  ['a person’s who is called dependabot, where all bots are excluded', { pullRequest: { author: { ...ANNE, login: 'dependabot[bot]' } }, config: exclude({ bots: 'all' }) }, 'other default'],
  ['a bot’s whose name only begins so', { pullRequest: { author: { ...DEPENDABOT, login: 'releaser' } } }, 'other default'],
  ['a bot’s whose name has the word in it', { pullRequest: { author: { ...DEPENDABOT, login: 'release-notes-agent' } } }, 'other default'],
  ['a bot’s that is called after a known one', { pullRequest: { author: { ...DEPENDABOT, login: 'renovate-shop' } } }, 'other default'],
  ['a coding agent’s', { pullRequest: { author: AGENT } }, 'other default'],
  ['a coding agent’s, where all bots are excluded', { pullRequest: { author: AGENT }, config: exclude({ bots: 'all' }) }, 'excluded bot'],
  ['a coding agent’s with a person’s commit, where all bots are excluded', { pullRequest: { author: AGENT, hasCommitByPerson: true }, config: exclude({ bots: 'all' }) }, 'other default', ['bot has-commit-by-person']],
  ['an update bot’s that a person worked on, with a conventional title', { pullRequest: { author: DEPENDABOT, hasCommitByPerson: true, title: 'refactor: drop left-pad' } }, 'debt title', ['bot has-commit-by-person']],

  // Authors
  ['a configured author’s', { config: exclude({ authors: ['Anne'] }) }, 'excluded author'],
  ['a configured bot’s, as REST writes it', { pullRequest: { author: AGENT }, config: exclude({ authors: ['copilot-swe-agent[bot]'] }) }, 'excluded author'],
  ['a person’s who is called like a configured bot', { pullRequest: { author: { login: 'acme-sync', kind: 'User' } }, config: exclude({ authors: ['acme-sync[bot]'] }) }, 'other default'],
  ['a configured bot’s, in other letters', { pullRequest: { author: { login: 'Acme-Sync', kind: 'Bot' } }, config: exclude({ authors: ['acme-sync[BOT]'] }) }, 'excluded author'],
  ['a bot’s that is configured without saying that it is one', { pullRequest: { author: AGENT }, config: exclude({ authors: ['copilot-swe-agent'] }) }, 'excluded author'],
  ['a person’s whose namesake is configured as a bot, and as a person', { pullRequest: { author: { login: 'acme-sync', kind: 'User' } }, config: exclude({ authors: ['acme-sync[bot]', 'acme-sync'] }) }, 'excluded author'],
  ['a configured bot’s with a person’s commit', { pullRequest: { author: DEPENDABOT, hasCommitByPerson: true }, config: exclude({ authors: ['dependabot'] }) }, 'excluded author', ['bot has-commit-by-person']],

  // The ignore label
  ['with the ignore label', { pullRequest: { labels: [label('Leadership-Ignore')] } }, 'excluded ignore-label'],
  ['with an ignore label that an automation set', { pullRequest: { labels: [labelBy(LABELLER, 'leadership-ignore')] } }, 'other default', ['ignore-label set-without-triage']],
  ['with an ignore label of which nobody knows who set it', { pullRequest: { labels: [{ name: 'leadership-ignore' }] } }, 'other default', ['ignore-label set-without-triage']],
  ['with an ignore label that can’t be verified now', { pullRequest: { labels: [{ name: 'leadership-ignore' }], ...lost() } }, 'other default', ['ignore-label set-without-triage']],
  ['with two ignore labels, of which one counts', { pullRequest: { labels: [labelBy(LABELLER, 'skip'), label('leadership-ignore')] }, config: exclude({ labels: ['skip', 'leadership-ignore'] }) }, 'excluded ignore-label'],

  // Back-merges
  ['a back-merge of the default branch', { pullRequest: { headRef: 'main', baseRef: 'release/2' }, config: { branches: ['release/*'] } }, 'excluded back-merge'],
  ['a back-merge of a branch that is named outright', { pullRequest: { headRef: 'release/2' }, config: { branches: ['release/2'] } }, 'excluded back-merge'],
  ['from a branch that only a glob names', { pullRequest: { headRef: 'release/mine' }, config: { branches: ['release/*'] } }, 'other default'],
  ['from a branch that is called like the glob', { pullRequest: { headRef: 'release/[ab]' }, config: { branches: ['release/[ab]'] } }, 'other default'],
  ['from any branch, where all are tracked', { pullRequest: { headRef: 'work' }, config: { branches: ['**'] } }, 'other default'],
  ['from a fork’s main branch', { pullRequest: { headRef: 'main', isFork: true } }, 'other default'],
  ['where the default branch is unknown', { pullRequest: { headRef: 'main' }, defaultBranch: null }, 'other default'],

  // Urgent labels
  ['with an urgent label', { pullRequest: { labels: [label('Security')] } }, 'expedite expedite-label'],
  ['with an urgent label of a trusted app', { pullRequest: { labels: [{ ...labelBy(TRUSTED, 'hotfix'), setterMayTriage: true }] }, config: trusting }, 'expedite expedite-label'],
  ['with an urgent label that an automation set', { pullRequest: { labels: [labelBy(LABELLER, 'security')] } }, 'other default', ['expedite-label set-without-triage']],
  ['with an urgent label that we set', { pullRequest: { labels: [labelBy(LEADERSHIP, 'security')] } }, 'other default', ['expedite-label set-without-triage']],
  ['with an urgent label that can’t be verified now', { pullRequest: { labels: [{ name: 'security', setterMayTriage: false }], ...lost() } }, 'expedite expedite-label unverified'],
  ['with an urgent label that may not be verified', { pullRequest: { labels: [{ name: 'security', setterMayTriage: false }], ...lost('forbidden') } }, 'other default', ['expedite-label set-without-triage']],
  ['with an urgent label that an automation is known to have set, while the rest can’t be read', { pullRequest: { labels: [labelBy(LABELLER, 'security')], ...lost() } }, 'other default', ['expedite-label set-without-triage']],
  ['with two urgent labels, one known to be an automation’s, one that can’t be verified now', { pullRequest: { labels: [labelBy(LABELLER, 'security'), { name: 'hotfix', setterMayTriage: false }], ...lost() } }, 'expedite expedite-label unverified'],
  ['with a label that is urgent no more', { pullRequest: { labels: [label('security')] }, config: expedite({ labels: [] }) }, 'other default'],

  // Urgent issues
  ['closing an urgent issue', { linked: [linkedIssue({ labels: [label('INCIDENT')] })] }, 'expedite expedite-issue'],
  ['closing an issue of an urgent type', { linked: [linkedIssue({ type: 'Security' })] }, 'expedite expedite-issue'],
  ['naming an urgent issue without closing it', { linked: [linkedIssue({ labels: [label('incident')] }, { isClosing: false })] }, 'other default'],
  ['closing an issue whose urgent label its submitter’s template set', { linked: [linkedIssue({ labels: [{ ...label('incident'), setterMayTriage: false }] })] }, 'other default', ['expedite-issue set-without-triage']],
  ['closing an issue whose urgent label can’t be verified now', { linked: [linkedIssue({ labels: [{ name: 'incident' }], unread: [{ part: 'setters', reason: 'unreachable' }] })] }, 'expedite expedite-issue unverified'],
  ['closing an issue whose urgent label may not be verified', { linked: [linkedIssue({ labels: [{ name: 'incident' }], unread: [{ part: 'setters', reason: 'forbidden' }] })] }, 'other default', ['expedite-issue set-without-triage']],
  ['closing an issue whose urgent label an automation is known to have set, while the rest can’t be read', { linked: [linkedIssue({ labels: [labelBy(LABELLER, 'incident')], unread: [{ part: 'setters', reason: 'unreachable' }] })] }, 'other default', ['expedite-issue set-without-triage']],
  ['closing two issues, the second of which is urgent', { linked: [linkedIssue({ labels: [labelBy(LABELLER, 'incident')] }), linkedIssue({ number: 13, labels: [label('incident')] })] }, 'expedite expedite-issue'],
  ['closing an issue that can’t be verified now, and one that is', { linked: [linkedIssue({ labels: [{ name: 'incident' }], unread: [{ part: 'setters', reason: 'unreachable' }] }), linkedIssue({ number: 13, labels: [label('incident')] })] }, 'expedite expedite-issue'],
  ['closing an issue with a label that is urgent on pull requests only', { linked: [linkedIssue({ labels: [label('p1')] })], config: expedite({ labels: ['p1'] }) }, 'other default'],
  ['closing an urgent issue of another owner', { linked: [linkedIssue({ labels: [label('incident')] }, { isOfSameOwner: false })] }, 'other default', ['expedite-issue other-owner']],
  ['closing another owner’s issue of an urgent type', { linked: [linkedIssue({ type: 'Security' }, { isOfSameOwner: false })] }, 'other default', ['expedite-issue other-owner']],
  ['closing another owner’s issue whose urgent label can’t be verified now', { linked: [linkedIssue({ labels: [{ name: 'incident' }], unread: [{ part: 'setters', reason: 'unreachable' }] }, { isOfSameOwner: false })] }, 'other default', ['expedite-issue other-owner']],
  ['closing another owner’s issue that is not urgent', { linked: [linkedIssue({ labels: [label('bug')], type: 'Bug' }, { isOfSameOwner: false })] }, 'other default'],
  ['closing an urgent issue of another owner, and one of our own', { linked: [linkedIssue({ labels: [label('incident')] }, { isOfSameOwner: false }), linkedIssue({ number: 13, labels: [label('incident')] })] }, 'expedite expedite-issue'],
  ['closing an urgent issue that is private elsewhere', { linked: [linkedIssue({ labels: [label('incident')] }, { isPublicHere: false })] }, 'expedite expedite-issue'],

  // Reverts
  ['a revert', { reverted: reverting() }, 'expedite revert'],
  ['a revert in part', { pullRequest: { files: changed('src/tax.ts') }, reverted: reverting() }, 'expedite revert'],
  ['a revert that changes more', { pullRequest: { files: changed('src/cart.ts', 'src/more.ts') }, reverted: reverting() }, 'other default', ['revert changes-other-files']],
  ['a revert opened on the thirtieth day', { pullRequest: { createdAt: '2026-12-16T09:00:00Z' }, reverted: reverting() }, 'expedite revert'],
  ['a revert opened a second after it', { pullRequest: { createdAt: '2026-12-16T09:00:01Z' }, reverted: reverting() }, 'other default', ['revert merged-too-long-ago']],
  ['a revert opened the second it was merged', { pullRequest: { createdAt: MERGED }, reverted: reverting() }, 'expedite revert'],
  ['a revert of what was merged after it was opened', { pullRequest: { createdAt: '2026-11-16T08:59:59Z' }, reverted: reverting() }, 'other default', ['revert merged-afterwards']],
  ['a revert of what was merged long after it was opened', { pullRequest: { createdAt: '2020-01-01T00:00:00Z' }, reverted: reverting() }, 'other default', ['revert merged-afterwards']],
  ['such a revert, whose description was edited since', { pullRequest: { createdAt: '2020-01-01T00:00:00Z', lastEditedAt: '2026-11-17T09:00:00Z' }, reverted: reverting() }, 'other default', ['revert merged-afterwards']],
  ['a revert whose description was edited long after', { pullRequest: { lastEditedAt: '2027-06-01T00:00:00Z' }, reverted: reverting() }, 'expedite revert'],
  ['a revert of what is not merged', { reverted: reverting({ mergedAt: null }) }, 'other default', ['revert not-merged']],
  ['a revert of what does not exist', { reverted: { number: 31, found: unavailable('#31', 'not-found') } }, 'other default', ['revert not-found']],
  ['a revert of what may not be read', { reverted: { number: 31, found: unavailable('#31', 'forbidden') } }, 'other default', ['revert not-found']],
  ['a revert that can’t be verified now', { reverted: LOST_REVERT }, 'expedite revert unverified'],
  ['a revert with more files than were read', { pullRequest: { files: inPart('src/cart.ts') }, reverted: reverting() }, 'other default', ['revert files-unknown']],
  ['a revert of what has more files than were read', { reverted: reverting({ files: inPart('src/cart.ts') }) }, 'other default', ['revert files-unknown']],
  ['a revert where reverts are nothing special', { reverted: reverting(), config: expedite({ reverts: false }) }, 'other default'],
  ['a revert that can’t be verified now, and an urgent label', { pullRequest: { labels: [label('security')] }, reverted: LOST_REVERT }, 'expedite expedite-label'],
  ['a revert, and an urgent label that can’t be verified now', { pullRequest: { labels: [{ name: 'security' }], ...lost() }, reverted: reverting() }, 'expedite revert'],
  ['an urgent label that can’t be verified now, on debt', { pullRequest: { title: 'refactor: x', labels: [{ name: 'security' }], ...lost() } }, 'expedite expedite-label unverified'],
  ['an urgent label that does not count, on debt', { pullRequest: { title: 'refactor: x', labels: [labelBy(LABELLER, 'security')] } }, 'debt title', ['expedite-label set-without-triage']],

  // A person's word
  ['with the debt label, set by a person', { pullRequest: SET_BY_PERSON }, 'debt person'],
  ['with the debt label in other letters', { pullRequest: { labels: [label('Tech-Debt')], ...history([ANNE, 'set', 'TECH-DEBT']) } }, 'debt person'],
  ['with another debt label', { pullRequest: { labels: [label('chore')], ...history([ANNE, 'set', 'chore']) }, config: debtLabel('chore') }, 'debt person'],
  ['with the debt label of a trusted app', { pullRequest: { labels: [labelBy(TRUSTED, 'tech-debt')], ...history([TRUSTED, 'set']) }, config: trusting }, 'debt person'],
  ['with the debt label of an account that is gone', { pullRequest: { labels: [labelBy(null, 'tech-debt')], ...history([null, 'set']) } }, 'debt person'],
  ['with the debt label, as old as no event that was read', { pullRequest: { labels: [{ name: 'tech-debt' }], labelHistory: { events: [], isComplete: false } } }, 'debt person'],
  ['with the debt label that we set', { pullRequest: SET_BY_US }, 'other default', ['person our-own']],
  ['with the debt label that another bot set', { pullRequest: { labels: [labelBy(LABELLER, 'tech-debt')], ...history([LABELLER, 'set']) } }, 'other default', ['person set-by-bot']],
  ['with the debt label that a person of our name set', { pullRequest: { labels: [label('tech-debt')], ...history([{ ...LEADERSHIP, kind: 'User' }, 'set']) } }, 'debt person'],
  ['with the debt label set by somebody unknown', { pullRequest: { labels: [{ name: 'tech-debt' }], ...lost() } }, 'other default'],
  ['whose debt label a person removed', { pullRequest: REMOVED }, 'other person'],
  ['whose debt label of ours a person removed', { pullRequest: history([LEADERSHIP, 'set'], [ANNE, 'removed']) }, 'other person'],
  ['whose debt label we set again after a person removed it', { pullRequest: { ...SET_BY_US, ...history([LEADERSHIP, 'set'], [ANNE, 'removed'], [LEADERSHIP, 'set']) } }, 'other person'],
  ['whose debt label another bot set again after a person removed it', { pullRequest: { labels: [labelBy(LABELLER, 'tech-debt')], ...history([ANNE, 'removed'], [LABELLER, 'set']) } }, 'other person'],
  ['whose debt label a person set again', { pullRequest: { ...SET_BY_PERSON, ...history([ANNE, 'removed'], [ANNE, 'set']) } }, 'debt person'],
  ['whose debt label we removed after a person set it', { pullRequest: history([ANNE, 'set'], [LEADERSHIP, 'removed']) }, 'debt person'],
  ['whose debt label only we ever touched', { pullRequest: history([LEADERSHIP, 'set'], [LEADERSHIP, 'removed']) }, 'other default'],
  ['a refactoring from which a person removed the label', { pullRequest: { title: 'refactor: x', ...REMOVED } }, 'other person'],
  ['a debt issue’s from which a person removed the label', { pullRequest: REMOVED, linked: [linkedIssue({ type: 'Tech Debt' })] }, 'other person'],
  ['a debt branch’s from which a person removed the label', { pullRequest: { headRef: 'debt/x', ...REMOVED } }, 'other person'],
  ['of debt paths from which a person removed the label', { pullRequest: REMOVED, detect: { paths: ['src/**'] } }, 'other person'],
  ['with another label of debt, and the debt label removed by a person', { pullRequest: { labels: [label('refactor')], ...REMOVED } }, 'other person'],
  ['urgent, with the debt label of a person', { pullRequest: { ...SET_BY_PERSON, labels: [label('tech-debt'), label('security')] } }, 'expedite expedite-label'],
  ['a bot’s, with the debt label of a person', { pullRequest: { ...SET_BY_PERSON, author: DEPENDABOT } }, 'excluded update-bot'],
  ['a refactoring, labelled by us', { pullRequest: { ...SET_BY_US, title: 'refactor: x' } }, 'debt title', ['person our-own']],

  // Issues
  ['linked to an issue of the debt type', { linked: [linkedIssue({ type: 'tech debt' })] }, 'debt issue'],
  ['linked to an issue with a label of debt', { linked: [linkedIssue({ labels: [label('Maintenance')] })] }, 'debt issue'],
  ['linked to an issue with the debt label', { linked: [linkedIssue({ labels: [label('tech-debt')] })] }, 'debt issue'],
  ['linked to an issue with a debt label that only `debt.label` names', { linked: [linkedIssue({ labels: [label('chore')] })], config: debtLabel('chore') }, 'debt issue'],
  ['naming a debt issue without closing it', { linked: [linkedIssue({ type: 'Tech Debt' }, { isClosing: false })] }, 'debt issue'],
  ['linked to an issue whose debt label we set', { linked: [linkedIssue({ labels: [labelBy(LEADERSHIP, 'tech-debt')] })] }, 'other default', ['issue our-own']],
  ['linked to an issue whose debt label another bot set', { linked: [linkedIssue({ labels: [labelBy(LABELLER, 'tech-debt')] })] }, 'other default', ['issue set-by-bot']],
  ['linked to an issue that another bot gave a label of debt', { linked: [linkedIssue({ labels: [labelBy(LABELLER, 'refactor')] })] }, 'debt issue'],
  ['linked to an issue labelled by us that is of the debt type', { linked: [linkedIssue({ labels: [labelBy(LEADERSHIP, 'tech-debt')], type: 'Tech Debt' })] }, 'debt issue'],
  ['linked to two issues, the second of which is debt', { linked: [linkedIssue({ labels: [labelBy(LEADERSHIP, 'tech-debt')] }), linkedIssue({ number: 13, type: 'Tech Debt' })] }, 'debt issue'],
  ['linked to another owner’s issue of the debt type', { linked: [linkedIssue({ type: 'Tech Debt' }, { isOfSameOwner: false })] }, 'other default', ['issue other-owner']],
  ['linked to another owner’s issue with a label of debt', { linked: [linkedIssue({ labels: [label('refactor')] }, { isOfSameOwner: false })] }, 'other default', ['issue other-owner']],
  ['linked to a debt issue of another owner, and to one of our own', { linked: [linkedIssue({ type: 'Tech Debt' }, { isOfSameOwner: false }), linkedIssue({ number: 13, type: 'Tech Debt' })] }, 'debt issue'],
  ['linked to a debt issue that is private elsewhere', { linked: [linkedIssue({ type: 'Tech Debt' }, { isPublicHere: false })] }, 'debt issue'],
  ['linked to an issue under a debt issue', { linked: [linkedIssue({ ancestors: [linkedIssue({ number: 5, type: 'Tech Debt' }).issue] })] }, 'other default'],

  // Labels
  ['with a label of debt', { pullRequest: { labels: [label('Technical-Debt')] } }, 'debt label'],
  ['with a label of debt from another bot', { pullRequest: { labels: [labelBy(LABELLER, 'refactor')] } }, 'debt label'],
  ['with a label of debt of which nobody knows who set it', { pullRequest: { labels: [{ name: 'refactor' }] } }, 'debt label'],
  ['with a label of debt that we set under another configuration', { pullRequest: { labels: [labelBy(LEADERSHIP, 'tech-debt')] }, config: debtLabel('chore') }, 'other default', ['label our-own']],
  ['with a label of debt that is configured away', { pullRequest: { labels: [label('refactor')] }, detect: { labels: [] } }, 'other default'],

  // Titles
  ['with a title of a debt type', { pullRequest: { title: 'refactor: split the cart' } }, 'debt title'],
  ['with such a title, scoped, in capitals and breaking', { pullRequest: { title: 'Refactor(cart)!: split it' } }, 'debt title'],
  ['with a title of another type', { pullRequest: { title: 'feat: a cart' } }, 'other default'],
  ['with a title that only begins so', { pullRequest: { title: 'refactoring: split the cart' } }, 'other default'],
  ['with a title that only mentions it', { pullRequest: { title: 'Do not refactor: yet' } }, 'other default'],
  ['with a title of a configured type', { pullRequest: { title: 'perf: faster' }, detect: { 'title-types': ['PERF'] } }, 'debt title'],

  // Branches
  ['from a debt branch', { pullRequest: { headRef: 'Refactor/cart' } }, 'debt branch'],
  ['from a branch that holds the prefix further in', { pullRequest: { headRef: 'anne/refactor/cart' } }, 'other default'],
  ['from a fork’s debt branch', { pullRequest: { headRef: 'debt/cart', isFork: true } }, 'debt branch'],

  // Paths
  ['of debt paths only', { pullRequest: { files: changed('lib/a.ts', 'lib/b/c.ts') }, detect: { paths: ['lib/**'] } }, 'debt paths'],
  ['of one other path', { pullRequest: { files: changed('lib/a.ts', 'src/b.ts') }, detect: { paths: ['lib/**'] } }, 'other default'],
  ['of debt paths, as far as they were read', { pullRequest: { files: inPart('lib/a.ts') }, detect: { paths: ['lib/**'] } }, 'other default', ['paths files-unknown']],
  ['of more files than were read, one of them elsewhere', { pullRequest: { files: inPart('lib/a.ts', 'src/b.ts') }, detect: { paths: ['lib/**'] } }, 'other default'],
  ['of no file', { pullRequest: { files: changed() }, detect: { paths: ['**'] } }, 'other default'],
];
