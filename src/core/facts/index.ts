/** Every fact that a rule may ask for, by name. */
import type { Classification } from '../classes/class.ts';
import type { ClassLabels } from '../classes/class-labels.ts';
import type { LinkReport } from '../links/link.ts';
import type { CapacityState } from './capacity.ts';
import type { PullRequestFacts } from './pull-request.ts';
import type { RepositoryFacts } from './repository.ts';

export interface Facts {
  /** The instant of evaluation: ISO 8601, UTC. Never read from a clock in here. */
  readonly now: string;
  readonly repository: RepositoryFacts;
  readonly pullRequest: PullRequestFacts;
  readonly classification: Classification;
  readonly classLabels: ClassLabels;
  readonly links: LinkReport;
  /** Null where no guardrail that needs it is in `warn` or `enforce`. */
  readonly capacity: CapacityState | null;
}

export type FactName = keyof Facts;
