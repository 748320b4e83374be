/** Faults that a test or the demo asks for. None is active unless it was set. */

export interface RequestFault {
  /** `POST /repos/{owner}/{repo}/check-runs`, `POST /graphql`, or `*`. */
  readonly route: string;
  /** How many of the next matching requests it hits; 1 unless given. */
  readonly times?: number;
  /** Let so many matching requests through first. */
  readonly skip?: number;
  readonly effect: /** Answers this status; `after` means that the write happened all the same. */
    | { readonly kind: 'status'; readonly status: number; readonly when: 'before' | 'after'; readonly message?: string }
    /** A secondary limit; `retryAfter` in seconds, null for an answer that does not say. */
    | { readonly kind: 'secondary-limit'; readonly status?: 403 | 429; readonly retryAfter: number | null }
    /** Breaks the connection; `after` means that the write happened all the same. */
    | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
    /** GraphQL: nulls what is at the path and reports an error of that type there. `*` stands for any key. */
    | {
        readonly kind: 'partial';
        readonly path: readonly (string | number)[];
        readonly type: string;
        readonly message?: string;
      };
}

export interface DeliveryFault {
  /** `pull_request`, `pull_request.opened` or `*`. */
  readonly event: string;
  readonly times?: number;
  readonly effect:
    | { readonly kind: 'drop' }
    /** Delivers it so many times in all, with the same GUID. */
    | { readonly kind: 'repeat'; readonly total: number }
    | { readonly kind: 'delay'; readonly milliseconds: number }
    /** Holds it back until the others are out; the held ones then go in reverse order. */
    | { readonly kind: 'reorder' };
}

interface Armed<Fault> {
  readonly fault: Fault;
  left: number;
  skip: number;
}

export class Faults {
  /** Every answer of the API takes at least so long, in milliseconds. */
  latency = 0;
  #requests: Armed<RequestFault>[] = [];
  #deliveries: Armed<DeliveryFault>[] = [];

  onRequest(fault: RequestFault): void {
    this.#requests.push({ fault, left: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  onDelivery(fault: DeliveryFault): void {
    this.#deliveries.push({ fault, left: fault.times ?? 1, skip: 0 });
  }

  clear(): void {
    this.latency = 0;
    this.#requests = [];
    this.#deliveries = [];
  }

  /** The fault for this request, which is used up once. */
  takeRequest(method: string, route: string | null): RequestFault | null {
    return take(this.#requests, (fault) => fault.route === '*' || fault.route === `${method} ${route}`);
  }

  takeDelivery(event: string, action: string | null): DeliveryFault | null {
    return take(
      this.#deliveries,
      (fault) => fault.event === '*' || fault.event === event || fault.event === `${event}.${action}`,
    );
  }
}

function take<Fault>(armed: Armed<Fault>[], matches: (fault: Fault) => boolean): Fault | null {
  for (const entry of armed) {
    if (entry.left <= 0 || !matches(entry.fault)) continue;
    if (entry.skip > 0) {
      entry.skip -= 1;
      continue;
    }
    entry.left -= 1;
    return entry.fault;
  }
  return null;
}

/** Answers a GraphQL result with the paths nulled and the errors added. */
export function withPartial(body: unknown, effect: Extract<RequestFault['effect'], { kind: 'partial' }>): unknown {
  const answer = structuredClone(body) as { data?: unknown; errors?: unknown[] };
  const errors: unknown[] = [...(answer.errors ?? [])];
  const message = effect.message ?? `Something went wrong (${effect.type}).`;
  const visit = (value: unknown, rest: readonly (string | number)[], path: (string | number)[]): void => {
    const [head, ...tail] = rest;
    if (head === undefined || typeof value !== 'object' || value === null) return;
    const record = value as Record<string | number, unknown>;
    for (const key of head === '*' ? Object.keys(record) : [head]) {
      if (!(key in record)) continue;
      const here = [...path, Array.isArray(value) ? Number(key) : key];
      if (tail.length > 0) visit(record[key], tail, here);
      else {
        record[key] = null;
        errors.push({ type: effect.type, path: here, locations: [{ line: 1, column: 1 }], message });
      }
    }
  };
  visit(answer.data, effect.path, []);
  return { ...answer, errors };
}
