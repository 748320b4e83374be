/** What we still have to do on GitHub, as data. Empty when GitHub already shows what we would say. */
import type { CheckName, Conclusion } from '../verdict.ts';

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

/** One of the buttons under a check run; a click comes back as `check_run.requested_action`. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** A check run as GitHub is to show it. */
export interface CheckRunEffect {
  readonly kind: 'check-run';
  readonly name: CheckName;
  readonly headOid: string;
  /** Null while it is in progress. */
  readonly conclusion: Conclusion | null;
  readonly externalId: string;
  readonly title: string;
  readonly summary: string;
  /** Below the summary; null for nothing. Says nothing that the summary does not, so it never makes a write. */
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
  readonly actions: readonly CheckAction[];
}

/** One label, set or removed singly: the others are not ours to replace. */
export interface LabelEffect {
  readonly kind: 'label';
  /** Of the issue or pull request. */
  readonly number: number;
  readonly action: 'add' | 'remove';
  readonly label: string;
}

export type Effect = LabelEffect | CheckRunEffect;

/** A check run of ours as found on a head commit. */
export interface ExistingCheckRun {
  readonly name: string;
  readonly headOid: string;
  readonly externalId: string | null;
  readonly isCompleted: boolean;
  readonly conclusion: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string | null;
}
