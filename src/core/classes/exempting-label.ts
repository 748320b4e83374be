import { type AppliedLabel, isSameLabel } from '../facts/actor.ts';

export interface ExemptingLabel {
  readonly name: string;
  /** Whether a person with triage or a trusted app set it. */
  readonly counts: boolean;
}

/**
 * The first label among `names`, one that counts before one that does not. Only a label that a person with triage or a
 * trusted app set exempts: an automation that copies a title into labels must not let its author past a guardrail.
 */
export function labelThatExempts(labels: readonly AppliedLabel[], names: readonly string[]): ExemptingLabel | null {
  const found = labels.filter(({ name }) => names.some((wanted) => isSameLabel(wanted, name)));
  const counting = found.find(({ setterMayTriage }) => setterMayTriage === true);
  if (counting !== undefined) return { name: counting.name, counts: true };
  const [first] = found;
  return first === undefined ? null : { name: first.name, counts: false };
}

/** The name of a label among `names` that exempts; null when none does. */
export function exemptingLabel(labels: readonly AppliedLabel[], names: readonly string[]): string | null {
  const found = labelThatExempts(labels, names);
  return found?.counts === true ? found.name : null;
}
