import { ProbotOctokit } from 'probot';
import { type Fetch, fetchOverNode } from '#github/transport/fetch.ts';
import { limitedBy } from '#github/transport/limited-by.ts';
import type { Limiter } from '#github/transport/limiter.ts';

type OctokitOptions = NonNullable<ConstructorParameters<typeof ProbotOctokit>[0]>;

/** Installations whose Octokit is kept, the most recently used. Some tens of kilobytes each. */
const KEPT_INSTALLATIONS = 1_000;

/**
 * Probot's Octokit with our limits and retries in place of its own: as it comes, it lets one query or write a second pass
 * for all installations together, and repeats writes that may have happened. For the `Octokit` option of Probot.
 */
export function appOctokit(limiter: Limiter, fetch: Fetch = fetchOverNode): typeof ProbotOctokit {
  const Limited = ProbotOctokit.plugin((octokit, options) => {
    const installation: unknown = options.auth?.installationId;
    if (installation !== undefined) octokit.hook.wrap('request', limitedBy(limiter, String(installation)));
    return keepInstallations(octokit as ProbotOctokit);
  });
  // Only as a function: Probot's own defaults would overwrite an object's.
  return Limited.defaults((options: OctokitOptions) => ({
    ...options,
    throttle: { enabled: false },
    retry: { enabled: false },
    request: { ...options.request, fetch },
  }));
}

/** Probot makes an Octokit for each event, with some fifty endpoints and all hooks. One an installation is enough. */
function keepInstallations(octokit: ProbotOctokit): { auth: (options: unknown) => Promise<unknown> } {
  const make = octokit.auth as (options: unknown) => Promise<ProbotOctokit>;
  const kept = new Map<number, Promise<ProbotOctokit>>();

  const auth = async (options: unknown): Promise<unknown> => {
    const { installation, isRevoked } = askedFor(options);
    if (installation === null) return make(options);
    const known = isRevoked ? undefined : kept.get(installation);
    kept.delete(installation);
    if (isRevoked) return make(options);
    const wanted = known ?? make(options).then(withoutDelivery);
    kept.set(installation, wanted);
    wanted.catch(() => kept.delete(installation));
    const oldest = kept.keys().next();
    if (kept.size > KEPT_INSTALLATIONS && !oldest.done) kept.delete(oldest.value);
    return wanted;
  };
  return { auth };
}

/** Probot marks an Octokit's requests with the first event it served, which is wrong for all later ones. */
function withoutDelivery(octokit: ProbotOctokit): ProbotOctokit {
  octokit.hook.before('request', (options) => {
    delete options.headers['x-github-delivery'];
  });
  return octokit;
}

interface AuthRequest {
  readonly type?: string;
  /** Of `probot.auth(id)`: makes an Octokit; without it a token is asked for. */
  readonly factory?: unknown;
  readonly installationId?: number;
  /** Of a webhook. */
  readonly event?: {
    readonly name: string;
    readonly payload: { readonly action?: string; readonly installation?: { readonly id: number } };
  };
}

/** The installation whose Octokit is asked for; null when it is something else. */
function askedFor(options: unknown): { installation: number | null; isRevoked: boolean } {
  const { type, factory, installationId, event } = (options ?? {}) as AuthRequest;
  if (type === 'installation' && factory !== undefined) {
    return { installation: installationId ?? null, isRevoked: false };
  }
  if (type !== 'event-octokit' || event === undefined) return { installation: null, isRevoked: false };
  const { action = '', installation } = event.payload;
  const isRevoked = event.name === 'installation' && ['deleted', 'suspend'].includes(action);
  return { installation: installation?.id ?? null, isRevoked };
}
