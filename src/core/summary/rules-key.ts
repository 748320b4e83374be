import type { Config } from '../config/config.ts';
import { fingerprint } from '../fingerprint.ts';
import type { SummaryScope } from './week.ts';

/**
 * A short name for all that says which pull requests a sprint holds and what each weighs: with another one, sprints that
 * an issue keeps were counted in another way. The band is no part of it, since each kept sprint has its own.
 */
export function rulesKey({ rules, scope }: { readonly rules: Config; readonly scope: SummaryScope }): string {
  const { timezone, branches, sprint, debt, exclude, expedite, guardrails } = rules;
  const { unit, points, 'lines-cap': linesCap } = guardrails['debt-capacity'];
  // Whether the label is set is no matter: what a class hangs on is.
  const classes = { label: debt.label, detect: debt.detect, exclude, expedite, trusted: rules['trusted-apps'] };
  return fingerprint(
    sorted({
      timezone,
      branches,
      sprint,
      classes,
      weight: { unit, points, linesCap },
      repositories: [...scope.repositories, ...scope.missing].sort(),
    }),
  );
}

/** As JSON with keys in one order, however they were written. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
