/** What the App asks its owner for. `app.yml` says the same to GitHub (a test holds them equal), and boot compares. */

export type PermissionLevel = 'read' | 'write';

/** Least first. Reading somebody's role in a repository takes no more than `metadata`. */
export const NEEDED_PERMISSIONS: Readonly<Record<string, PermissionLevel>> = {
  metadata: 'read',
  /** The verdicts themselves, and clicks on their buttons. */
  checks: 'write',
  /** `.github/leadership.yml`, its history, and pushes that change it. */
  contents: 'read',
  /** The issues that a pull request names, and their debt label; the weekly summary. */
  issues: 'write',
  /** Without it GitHub sends no `merge_group` at all, and a queue waits for our check until it gives up. */
  merge_queues: 'read',
  /** The pull requests themselves, and their debt label. */
  pull_requests: 'write',
};

/** Each stands in the table of `triggers.ts`. */
export const NEEDED_EVENTS = [
  'check_run',
  'check_suite',
  'issues',
  'label',
  'merge_group',
  'milestone',
  'pull_request',
  'push',
  'repository',
  'sub_issues',
] as const;

/** What an owner may take away who needs nothing of what it is for. */
export const OPTIONAL_PERMISSIONS: Readonly<Record<string, PermissionLevel>> = {
  /**
   * Sprints that are iterations of an organisation's project (`sprint.source: project`). A project's item is all that GitHub
   * tells of, so the sweep finds an iteration that moved.
   */
  organization_projects: 'read',
  /** Deployments to production, which the weekly summary counts. */
  deployments: 'read',
};
export const OPTIONAL_EVENTS = ['projects_v2_item'] as const;

export type HandledEvent = (typeof NEEDED_EVENTS)[number] | (typeof OPTIONAL_EVENTS)[number];

/** An app's registration, as `GET /app` tells it. */
export interface Registration {
  readonly permissions: Readonly<Record<string, string | undefined>>;
  readonly events: readonly string[];
}

/** What the registration lacks, as sentences for the log; empty when nothing is missing. */
export function missingFrom({ permissions, events }: Registration): string[] {
  const missing: string[] = [];
  for (const [name, level] of Object.entries(NEEDED_PERMISSIONS)) {
    const granted = permissions[name];
    if (granted === level || granted === 'write' || granted === 'admin') continue;
    missing.push(`The app lacks the permission \`${name}: ${level}\`.`);
  }
  for (const event of NEEDED_EVENTS) {
    if (!events.includes(event)) missing.push(`The app does not subscribe to the event \`${event}\`.`);
  }
  return missing;
}
