/** A second repository of the team, with a debt plan: some sprints that are over, and most of the present one. */
import { OWNER, TEAM } from './history-words.ts';
import type { SandboxClient } from './sandbox-client.ts';
import { CONFIG_PATH } from './scenario.ts';

const DAY_MS = 86_400_000;
const LENGTH_DAYS = 14;
/** The present sprint has so many days behind it. */
const DAYS_IN = 8;

const NAME = 'pay';
export const PLAN_REPOSITORY = `${OWNER}/${NAME}`;

/** What merged in each sprint, the present one last. */
const MERGED = [
  { debt: 2, other: 17 },
  { debt: 3, other: 17 },
  { debt: 3, other: 19 },
  { debt: 2, other: 17 },
] as const;

export interface Sprints {
  /** Of the repository, to be committed once the App is there. */
  readonly config: string;
  /** From the present instant until the first one after the sprint, in milliseconds. */
  readonly untilNext: number;
  /** The present instant. */
  readonly began: string;
}

/** `now`: ISO 8601, UTC. Leaves the sandbox's clock where it found it. */
export async function loadSprints(sandbox: SandboxClient, now: string): Promise<Sprints> {
  const today = Date.parse(now.slice(0, 10));
  const start = today - DAYS_IN * DAY_MS;
  const anchor = start - (MERGED.length - 1) * LENGTH_DAYS * DAY_MS;
  await sandbox.act('createRepository', { owner: OWNER, name: NAME, files: { 'README.md': '# Payments\n' } });
  for (const [login, role] of Object.entries(TEAM)) await sandbox.act('setPermission', PLAN_REPOSITORY, login, role);
  for (const [index, { debt, other }] of MERGED.entries()) {
    const at = anchor + (index * LENGTH_DAYS + DAYS_IN / 2) * DAY_MS;
    const shift = at - Date.parse(now);
    await sandbox.control('POST', 'clock', { advance: shift });
    // The debt first, so that it is feature work that is merged last.
    for (let item = 0; item < debt + other; item += 1) {
      const title = item < debt ? 'refactor: one way to round an amount' : 'feat: another way to pay';
      const pr = await sandbox.act('openPullRequest', {
        repo: PLAN_REPOSITORY,
        title,
        author: 'ines',
        files: [{ path: `src/${index}-${item}.ts` }],
      });
      await sandbox.act('merge', `${PLAN_REPOSITORY}#${String(pr.number)}`, 'ines');
    }
    await sandbox.control('POST', 'clock', { advance: -shift });
  }
  const config = `mode: enforce
sprint: { length: 2w, anchor: ${new Date(anchor).toISOString().slice(0, 10)} }
guardrails:
  linked-objective: { mode: off }
  debt-capacity: { floor: 10%, ceiling: 20%, floor-mode: enforce }
`;
  const end = start + LENGTH_DAYS * DAY_MS;
  return { config, untilNext: end - Date.parse(now), began: now };
}

export async function commitPlan(sandbox: SandboxClient, { config }: Sprints, author: string): Promise<void> {
  await sandbox.act('writeFile', PLAN_REPOSITORY, CONFIG_PATH, config, { author });
}
