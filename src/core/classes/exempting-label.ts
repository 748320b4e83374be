import { type AppliedLabel, isSameLabel } from '../facts/actor.ts';

export interface ExemptingLabel {
  readonly name: string;
  /** Whether a person with triage or a trusted app set it. */
  readonly counts: boolean;
  /** It does not count because nobody knows who set it, and not because of who did. */
  readonly isUnsettled: boolean;
}

/**
 * The first label among `names`: one that counts, else one that may, else one that does not. Only a label that a person with triage or a
 * trusted app set exempts: an automation that copies a title into labels must not let its author past a guardrail.
 */
export function labelThatExempts(labels: readonly AppliedLabel[], names: readonly string[]): ExemptingLabel | null {
  const found = labels.filter(({ name }) => names.some((wanted) => isSameLabel(wanted, name)));
  const counting = found.find(({ setterMayTriage }) => setterMayTriage === true);
  if (counting !== undefined) return { name: counting.name, counts: true, isUnsettled: false };
  const unsettled = found.find(({ setBy, setterMayTriage }) => setBy === undefined || setterMayTriage === undefined);
  const first = unsettled ?? found[0];
  return first === undefined ? null : { name: first.name, counts: false, isUnsettled: unsettled !== undefined };
}

/** The name of a label among `names` that exempts; null when none does. */
export function exemptingLabel(labels: readonly AppliedLabel[], names: readonly string[]): string | null {
  const found = labelThatExempts(labels, names);
  return found?.counts === true ? found.name : null;
}
