/**
 * An issue on one page, in the order of the pipeline beside it: facts are gathered, judged, the issue's own debt label is
 * planned, and what GitHub does not show yet is written. There is no verdict on an issue; the pull requests whose verdicts
 * may hang on it are handed back, to be evaluated by the pipeline.
 */
import { handsOf } from '#core/classes/class-facts.ts';
import { isDebtIssue } from '#core/classes/issue-debt.ts';
import type { LabelEffect } from '#core/effects/effect.ts';
import type { LabelProblem } from '#core/effects/label.ts';
import type { IssueTrigger } from '#core/trigger.ts';
import { applyLabels, type LooksOwed, NOTHING_APPLIED } from '#github/apply-labels.ts';
import type { Dependents } from '#github/gather/dependents.ts';
import { gatherIssue, type IssueContext, type LabelFacts } from '#github/gather/labelled-issue.ts';
import { planDebtLabel } from './plan-debt-label.ts';

export interface IssuePorts extends IssueContext {
  /** For the life of the process: labels that were made and still look like any other. */
  readonly looksOwed?: LooksOwed;
  /** Where it is false, the same up to the plan. */
  readonly writes: { readonly labels: boolean };
  /** Aborted when the run became pointless: nothing is written after that. */
  readonly signal?: AbortSignal;
}

export type LabelOutcome =
  | { readonly kind: 'silent'; readonly why: Extract<LabelFacts, { readonly kind: 'nothing' }>['why'] | 'superseded' }
  | {
      readonly kind: 'labelled';
      /** What was missing on GitHub, whether or not it was written. */
      readonly effects: readonly LabelEffect[];
      readonly problems: readonly LabelProblem[];
      /** The label could not be written now, and may be soon. */
      readonly isPending: boolean;
      /** Seconds until GitHub will take it, where it says so. */
      readonly retryAfter: number | null;
    };

export interface IssueOutcome {
  readonly label: LabelOutcome;
  /** The open pull requests to look at again; null where they were not asked for, or the issue is not there. */
  readonly dependents: Dependents | null;
}

export async function runIssuePipeline(trigger: IssueTrigger, ports: IssuePorts): Promise<IssueOutcome> {
  const { label, dependents } = await gatherIssue(trigger, ports);
  return { label: await labelIssue(trigger, label, ports), dependents };
}

async function labelIssue(
  { repository }: IssueTrigger,
  facts: LabelFacts,
  { github, looksOwed, writes, signal }: IssuePorts,
): Promise<LabelOutcome> {
  if (facts.kind === 'nothing') return { kind: 'silent', why: facts.why };
  const { issue, config, ourLogin } = facts;
  const hands = handsOf({ config: config.config, ourLogin });
  // A person's word on the label goes before all that the issue says.
  const { effect, problem } = planDebtLabel(issue, isDebtIssue(issue, config.config, hands), config, ourLogin);
  const effects = effect === null ? [] : [effect];

  if (signal?.aborted) return { kind: 'silent', why: 'superseded' };
  const applied = writes.labels ? await applyLabels(effects, repository, github, looksOwed) : NOTHING_APPLIED;
  const problems = problem === null ? applied.problems : [problem, ...applied.problems];
  // Nothing looks again by itself where only the owner's rules could not be read for now.
  const isPending = applied.isPending || config.ownerUnreadable?.reason === 'unreachable';
  return { kind: 'labelled', effects, problems, isPending, retryAfter: applied.retryAfter };
}
