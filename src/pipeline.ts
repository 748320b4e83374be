import type { CheckRunEffect, Effect } from '#core/effects/effect.ts';
import type { Trigger } from '#core/trigger.ts';
import type { HeadVerdict, Mode } from '#core/verdict.ts';
import type { GitHubClient } from '#github/client.ts';

/** The outside world, as far as a verdict needs it. Each surface builds one. */
export interface Ports {
  readonly github: GitHubClient;
  /** The present instant, ISO 8601, UTC. */
  readonly now: () => string;
  /** The app whose check runs are ours; null when unknown (then any app's run of our name counts). */
  readonly appId: number | null;
  /** What a repository without a configuration file gets: nothing at all (App), or the defaults (Action, command line). */
  readonly withoutConfig: 'silence' | 'defaults';
  /** False: the same pipeline up to the plan, and nothing is written. */
  readonly apply: boolean;
  /** No guardrail counts as stricter than this. */
  readonly modeCap?: Mode;
  /** Open pull requests known to sit on this commit whatever their branch is called (the sweep's map). */
  readonly pullRequestsOn?: (repository: string, headOid: string) => readonly number[];
  /** Aborted when a newer commit is known to make this run pointless: nothing is written after that. */
  readonly signal?: AbortSignal;
}

export type PipelineOutcome =
  | { readonly kind: 'silent'; readonly why: 'no-config' | 'untracked-base' | 'closed' | 'archived' | 'not-found' | 'superseded' }
  | {
      readonly kind: 'evaluated';
      /** The verdict on the head commit: the worst over the pull requests that share it. */
      readonly verdict: HeadVerdict;
      /** The check run as it should stand, whether or not it had to be written. */
      readonly check: CheckRunEffect;
      /** Likewise `leadership/config`; null when the pull request does not touch the file. */
      readonly configCheck: CheckRunEffect | null;
      /** What was missing on GitHub; written when `apply`. */
      readonly effects: readonly Effect[];
      /** ISO 8601, UTC: read again then, since GitHub lags behind an edit; null when settled. */
      readonly settlesAt: string | null;
      /** True when a fact that decides could not be read and may be readable soon: the surface tries again. */
      readonly shouldRetry: boolean;
    };

export declare function runPipeline(trigger: Trigger, ports: Ports): Promise<PipelineOutcome>;
