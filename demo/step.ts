/** One step of the demo: what somebody did, what the checks and labels must then be, and what they were. */
import type { CheckRun } from './sandbox-client.ts';
import { plainText } from './terminal.ts';

export interface Expectation {
  readonly check: string;
  readonly conclusion: 'success' | 'neutral' | 'failure';
  /** Begins so. */
  readonly title: string;
  /** Each is somewhere in the words of the summary. */
  readonly says: readonly string[];
}

export interface Step {
  /** What somebody did. */
  readonly deed: string;
  readonly pullRequest: PullRequest;
  readonly checks: ReadonlyMap<string, CheckRun>;
  readonly expected: readonly Expectation[];
  /** Its labels once the checks were there. */
  readonly labels: readonly string[];
  /** What they must be; null where a step is not about them. */
  readonly expectedLabels: readonly string[] | null;
}

export interface PullRequest {
  readonly number: number;
  readonly headOid: string;
  readonly title: string;
  readonly body: string;
  readonly author: string;
}

/** Differences between what a step showed and what it should; empty when all is well. */
export function differences(step: Step): string[] {
  return [...differencesOfChecks(step), ...differencesOfLabels(step)];
}

function differencesOfLabels({ labels, expectedLabels }: Step): string[] {
  if (expectedLabels === null || labels.join() === expectedLabels.join()) return [];
  return [`its labels are ${quoted(labels)}, not ${quoted(expectedLabels)}`];
}

function quoted(labels: readonly string[]): string {
  return labels.length === 0 ? 'none' : labels.map((label) => `“${label}”`).join(' ');
}

function differencesOfChecks({ checks, expected }: Step): string[] {
  return expected.flatMap(({ check, conclusion, title, says }) => {
    const run = checks.get(check);
    if (run === undefined) return [`${check} is missing`];
    const shown = { title: run.output.title ?? '', summary: plainText(run.output.summary ?? '') };
    return [
      ...(run.conclusion === conclusion ? [] : [`${check} is ${run.conclusion}, not ${conclusion}`]),
      ...(shown.title.startsWith(title) ? [] : [`${check} has the title “${shown.title}”, not “${title}…”`]),
      ...says.filter((text) => !shown.summary.includes(text)).map((text) => `${check} does not say “${text}”`),
    ];
  });
}
