import type { Trigger } from '#core/trigger.ts';
import type { Mode } from '#core/verdict.ts';
import type { GitHubClient } from '#github/client.ts';
import { Unreachable } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { type Evaluated, type PipelineOutcome, type Ports, runPipeline } from '#pipeline';

export interface Clockwork {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How long a job tries again before it says that something could not be read (spec, section 3). */
export const PATIENCE_MS = 60_000;
/** GitHub's links lag behind an edit by at most this: look again then, rather than fail for what is already mended. */
const SETTLING_MS = 60_000;
export const FIRST_PAUSE_MS = 1_000;

export interface Allowed {
  readonly modeCap: Mode;
  /** The same for what the sprint decides. */
  readonly sprintCap: Mode;
  /** Whether labels are set and removed. */
  readonly labels: boolean;
  readonly onJudged?: Ports['onJudged'];
}

/**
 * The verdict, evaluated until it stands or patience ends; no check run is written. `connect` gives a client whose calls end
 * within so many milliseconds. Throws a `GitHubError` when there was no answer.
 */
export async function judge(
  trigger: Trigger,
  allowed: Allowed,
  connect: (within: number) => GitHubClient,
  clockwork: Clockwork,
): Promise<PipelineOutcome> {
  const once = () => judgePatiently(trigger, allowed, connect(PATIENCE_MS), clockwork);
  const outcome = await once();
  const wait = outcome.kind === 'evaluated' ? untilSettled(outcome, clockwork.now()) : null;
  if (wait === null) return outcome;
  await clockwork.sleep(wait);
  return once();
}

async function judgePatiently(
  trigger: Trigger,
  { modeCap, sprintCap, labels, onJudged }: Allowed,
  github: GitHubClient,
  clockwork: Clockwork,
): Promise<PipelineOutcome> {
  const ports: Ports = {
    github,
    host: hostCapabilities(),
    permissions: new Map(),
    now: () => new Date(clockwork.now()).toISOString(),
    // The id of GitHub Actions differs between GitHub hosts. So a run of our name counts as ours whoever wrote it: at worst
    // it says already what we would say, its conclusion included, and ours is not written.
    appId: null,
    door: 'action',
    withoutConfig: 'defaults',
    writes: { labels, checks: false },
    whenUnread: 'conclude',
    modeCap,
    sprintCap,
    ...(onJudged !== undefined && { onJudged }),
  };
  const isEnough = (outcome: PipelineOutcome) => outcome.kind === 'silent' || !outcome.shouldRetry;
  return patiently(() => runPipeline(trigger, ports), isEnough, clockwork);
}

/** Tries again, while there is patience, what ended without an answer or brought one that is not enough. */
export async function patiently<Outcome>(
  attempt: () => Promise<Outcome>,
  isEnough: (outcome: Outcome) => boolean,
  { now, sleep }: Clockwork,
): Promise<Outcome> {
  const deadline = now() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
    const isLast = now() + pause > deadline;
    try {
      const outcome = await attempt();
      if (isLast || isEnough(outcome)) return outcome;
    } catch (error) {
      // The client waits out the limits that end in time by itself.
      if (isLast || !(error instanceof Unreachable)) throw error;
    }
    await sleep(pause);
  }
}

/** Milliseconds; null when waiting would not change the verdict for the better, or takes too long. */
function untilSettled({ verdict, settlesAt }: Evaluated, now: number): number | null {
  if (settlesAt === null || verdict === null || verdict.conclusion === 'success') return null;
  const wait = Date.parse(settlesAt) - now;
  return wait > SETTLING_MS ? null : Math.max(0, wait);
}
