import type { CapacityState, MergedWork } from '#core/facts/capacity.ts';
import type { LedgerCache } from '#github/gather/capacity.ts';
import type { LedgerReading } from '#github/gather/ledger.ts';
import type { Ports } from '#pipeline';
import type { NewPullRequest, PullRequest } from '#sandbox/index.ts';
import type { Shop } from '../support/shop.ts';

/** The instant at which the tests' pull requests are judged: in the sprint of 9 to 22 November 2026. */
export const NOW = '2026-11-18T10:00:00Z';

export const DEBT = { title: 'refactor: tidy' } as const;

export interface Merging extends Partial<NewPullRequest> {
  /** ISO 8601, UTC; `NOW` unless given. */
  readonly at?: string;
  /** A second each, the last of them at `at`; all in the same second unless given. */
  readonly apart?: boolean;
}

export function merged(shop: Shop, count: number, { at = NOW, apart = false, ...input }: Merging = {}): PullRequest[] {
  const { sandbox } = shop;
  sandbox.clock.set(apart ? new Date(Date.parse(at) - (count - 1) * 1000).toISOString() : at);
  const all = Array.from({ length: count }, () => shop.open(input));
  for (const [index, pr] of all.entries()) {
    if (apart && index > 0) sandbox.clock.advance(1000);
    sandbox.merge(pr);
  }
  sandbox.clock.set(NOW);
  return all;
}

/** What the pull request was judged by, and its check. */
export async function judged(shop: Shop, pr: PullRequest, change: Partial<Ports> = {}) {
  const states: (CapacityState | null)[] = [];
  const { checks } = await shop.evaluate(pr, { ...change, onJudged: ({ capacity }) => states.push(capacity) });
  const [state] = states;
  if (state === undefined || state === null) throw new Error('nobody gathered the sprint');
  const check = checks.find(({ name }) => name === 'leadership/debt');
  if (check === undefined) throw new Error('no check on the debt plan');
  return { state, conclusion: check.conclusion, title: check.title, summary: check.summary };
}

/** D and N in units. */
export function sums({ sums: found }: CapacityState): string {
  return 'unavailable' in found ? `${found.what}: ${found.reason}` : `${found.debt / 1000} + ${found.other / 1000}`;
}

export function refs(items: readonly MergedWork[]): (string | null)[] {
  return items.map(({ ref }) => ref);
}

/** Names of the GraphQL operations that were asked for since the tape was cleared. */
export function asked({ sandbox }: Shop, operation?: string): string[] {
  const names = sandbox.tape.entries.flatMap((entry) => (entry.route === '/graphql' ? [entry.operation ?? '?'] : []));
  return operation === undefined ? names : names.filter((name) => name === operation);
}

/** What an app keeps between evaluations; what happened meanwhile is said by the test. */
export class KeptLedgers implements LedgerCache {
  readonly readings = new Map<string, LedgerReading>();
  /** `owner/name`, lower case: whose events it was asked for. */
  readonly askedAbout: string[] = [];
  happened: 'nothing' | 'news' | 'anything' = 'nothing';

  get(key: string): LedgerReading | undefined {
    return this.readings.get(key);
  }

  set(key: string, reading: LedgerReading): void {
    this.readings.set(key, reading);
  }

  since(repository: string): 'nothing' | 'news' | 'anything' {
    this.askedAbout.push(repository);
    return this.happened;
  }
}
