import type { CapacityFacts } from '#core/capacity/capacity-facts.ts';
import { decide } from '#core/capacity/decide.ts';
import type { Classification } from '#core/classes/class.ts';
import type { Config } from '#core/config/config.ts';
import type { GatheredFacts } from '#core/evaluate.ts';
import type { CapacityState } from '#core/facts/capacity.ts';
import { isSameRepository, nameWithOwner, type RepositoryRef } from '#core/facts/repository.ts';
import { factsOf } from '#core/rules/debt-capacity.facts.ts';
import type { CapacityRequest } from '#github/gather/capacity.ts';
import { BoundedMap } from './bounded-map.ts';
import type { Affected } from './task.ts';

/** Repositories, with a debt check or known to have none. */
const KEPT = 20_000;
/** Open pull requests in all of them, some 300 bytes each. */
const KEPT_PULL_REQUESTS = 50_000;
/** After so many more they are counted again. */
const COUNTED_EVERY = 1_000;

/** What the debt check of one pull request hangs on besides the sprint. */
interface Standing extends Affected {
  readonly own: Pick<CapacityFacts, 'class' | 'isExpediteVerified' | 'weight'> & Pick<CapacityFacts['floor'], 'isBug'>;
  readonly stands: Stands;
}

type Stands = 'passes' | 'is stopped' | 'is unknown';

/** How a repository's sprint is read again, and which of the open pull requests hang on it. */
export interface Scope {
  readonly installation: number;
  readonly repository: RepositoryRef;
  readonly request: Omit<CapacityRequest, 'context'>;
  /** `owner/name`, lower case: of whom something merges into its sprint. */
  readonly ledgers: ReadonlySet<string>;
  readonly pullRequests: Map<number, Standing>;
  /** One that was judged there, for what all of them are judged by. */
  readonly sample: Pick<GatheredFacts, 'pullRequest'> & { readonly classification: Classification };
}

/**
 * How each open pull request stood to its sprint when it was last judged. So a merge elsewhere tells which of them it
 * turned, without a look at any of the others. Losing it costs that look.
 */
export class Standings {
  readonly #scopes = new BoundedMap<string, Scope | null>(KEPT);
  #added = 0;

  /** Null where there is no debt check; undefined where nobody looked yet. */
  scopeOf(repository: RepositoryRef): Scope | null | undefined {
    return this.#scopes.get(keyOf(repository));
  }

  /** Those whose sprint holds what merges there, itself among them. */
  scopesOver(repository: RepositoryRef): Scope[] {
    const key = keyOf(repository);
    return this.#all().filter((scope) => scope.ledgers.has(key) || isSameRepository(scope.repository, repository));
  }

  /** Whether what merges there counts in another repository's sprint. */
  countsElsewhere(repository: RepositoryRef): boolean {
    return this.scopesOver(repository).some((scope) => !isSameRepository(scope.repository, repository));
  }

  scopesOf(owner: string): Scope[] {
    return this.#all().filter(({ repository }) => repository.owner.toLowerCase() === owner.toLowerCase());
  }

  /** No debt check is written there. */
  noteNone(repository: RepositoryRef): void {
    this.#scopes.set(keyOf(repository), null);
  }

  /** `ledgers` are those that were asked for it. */
  note(installation: number, facts: GatheredFacts, classification: Classification, ledgers: ReadonlySet<string>): void {
    const { repository, config, pullRequest, ourLogin, capacity, now } = facts;
    if (capacity === null) {
      // Nothing was read for what no plan weighs, which says nothing about the others.
      const isExempt = classification.class === 'excluded' || classification.class === 'expedite';
      if (isExempt) this.#scopes.get(keyOf(repository))?.pullRequests.delete(pullRequest.number);
      // While the owner's rules can't be read nobody knows.
      else if (config.ownerUnreadable === null) this.noteNone(repository);
      return;
    }
    const known = this.#scopes.get(keyOf(repository)) ?? null;
    const pullRequests = known?.pullRequests ?? new Map<number, Standing>();
    const { number, headRef, headOid } = pullRequest;
    if (pullRequest.state === 'OPEN') {
      const judged = factsOf({ now, pullRequest, classification, capacity }, optionsOf(config.config));
      const { class: name, isExpediteVerified, weight, floor } = judged;
      const own = { class: name, isExpediteVerified, weight, isBug: floor.isBug };
      if (!pullRequests.has(number)) this.#added += 1;
      pullRequests.set(number, { number, headRef, headOid, own, stands: standsBy(judged) });
    } else {
      pullRequests.delete(number);
    }
    this.#scopes.set(keyOf(repository), {
      installation,
      repository: { owner: repository.owner, name: repository.name },
      request: { repository, config, url: pullRequest.url.replace(/\/pull\/\d+$/, ''), ourLogin },
      ledgers,
      pullRequests,
      sample: { pullRequest, classification },
    });
    if (this.#added >= COUNTED_EVERY) this.#forgetOldest();
  }

  /** Its sprint was read again, with these ledgers. */
  noteLedgers(scope: Scope, ledgers: ReadonlySet<string>): void {
    const key = keyOf(scope.repository);
    if (this.#scopes.get(key) === scope) this.#scopes.set(key, { ...scope, ledgers });
  }

  has(repository: RepositoryRef, number: number): boolean {
    return this.scopeOf(repository)?.pullRequests.get(number) !== undefined;
  }

  /** It is closed. */
  forget(repository: RepositoryRef, number: number): void {
    this.scopeOf(repository)?.pullRequests.delete(number);
  }

  /** Those that the sprint, as it is now, holds back and did not, or no longer does. */
  turned({ pullRequests, request, sample }: Scope, capacity: CapacityState, now: string): Affected[] {
    const options = optionsOf(request.config.config);
    const common = factsOf({ now, capacity, ...sample }, options);
    return [...pullRequests].flatMap(([number, { headRef, headOid, own, stands }]) => {
      const { isBug, ...rest } = own;
      const facts = { ...common, ...rest, floor: { ...common.floor, isBug } };
      return standsBy(facts) === stands ? [] : [{ number, headRef, headOid }];
    });
  }

  /** Whole repositories, since one of which a part is forgotten is looked at as a whole. */
  #forgetOldest(): void {
    this.#added = 0;
    const scopes = this.#all();
    let left = scopes.reduce((sum, { pullRequests }) => sum + pullRequests.size, 0) - KEPT_PULL_REQUESTS;
    for (const { repository, pullRequests } of scopes.slice(0, -1)) {
      if (left <= 0) return;
      this.#scopes.delete(keyOf(repository));
      left -= pullRequests.size;
    }
  }

  #all(): Scope[] {
    return this.#scopes.entries().flatMap(([, scope]) => scope ?? []);
  }
}

function standsBy(facts: CapacityFacts): Stands {
  const { code } = decide(facts);
  if (code === 'not-available') return 'is unknown';
  return code === 'block-ceiling' || code === 'block-floor' ? 'is stopped' : 'passes';
}

function optionsOf({ guardrails }: Config): Config['guardrails']['debt-capacity'] {
  return guardrails['debt-capacity'];
}

function keyOf(repository: RepositoryRef): string {
  return nameWithOwner(repository).toLowerCase();
}
