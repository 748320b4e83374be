/**
 * An issue's own debt label on one page, in the order of the pipeline beside it: facts are gathered, judged, the label is
 * planned, and what GitHub does not show yet is written. There is no verdict on an issue.
 */
import { isDebtIssue } from '#core/classes/issue-debt.ts';
import type { Config } from '#core/config/config.ts';
import type { LabelEffect } from '#core/effects/effect.ts';
import { type LabelPlan, type LabelProblem, planLabel } from '#core/effects/label.ts';
import type { Hands } from '#core/facts/label-history.ts';
import type { LabelledIssue } from '#core/facts/labelled-issue.ts';
import type { IssueTrigger } from '#core/trigger.ts';
import { applyLabels } from '#github/apply-labels.ts';
import { type GatheredIssue, gatherIssue, type IssueContext } from '#github/gather/labelled-issue.ts';

export interface IssuePorts extends IssueContext {
  /** Where it is false, the same up to the plan. */
  readonly writes: { readonly labels: boolean };
  /** Aborted when the run became pointless: nothing is written after that. */
  readonly signal?: AbortSignal;
}

export type IssueSilence = Extract<GatheredIssue, { readonly kind: 'nothing' }>['why'] | 'superseded';

export type IssueOutcome =
  | { readonly kind: 'silent'; readonly why: IssueSilence }
  | {
      readonly kind: 'labelled';
      /** What was missing on GitHub, whether or not it was written. */
      readonly effects: readonly LabelEffect[];
      readonly problems: readonly LabelProblem[];
      /** The label could not be written now, and may be soon. */
      readonly isPending: boolean;
    };

export async function runIssuePipeline(trigger: IssueTrigger, ports: IssuePorts): Promise<IssueOutcome> {
  const gathered = await gatherIssue(trigger.repository, trigger.number, ports);
  if (gathered.kind === 'nothing') return { kind: 'silent', why: gathered.why };

  const { issue, config, ourLogin } = gathered;
  const hands = { ourLogin, trustedApps: config.config['trusted-apps'] };
  const { effect, problem } = planIssueLabel(issue, config.config, hands);
  const effects = effect === null ? [] : [effect];

  if (ports.signal?.aborted) return { kind: 'silent', why: 'superseded' };
  const applied = ports.writes.labels
    ? await applyLabels(effects, trigger.repository, ports.github)
    : { problems: [], isPending: false };
  const problems = problem === null ? applied.problems : [problem, ...applied.problems];
  return { kind: 'labelled', effects, problems, isPending: applied.isPending };
}

/** Of an issue that was read already, alone or with others. A person's word on the label goes before all that it says. */
export function planIssueLabel(issue: LabelledIssue, config: Config, hands: Hands): LabelPlan {
  return planLabel(issue, isDebtIssue(issue, config, hands), config, hands);
}
