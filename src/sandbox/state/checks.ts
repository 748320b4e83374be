import { checkRunEventShape, suiteEventShape } from '../shapes/check.ts';
import type {
  Account,
  App,
  CheckAction,
  CheckAnnotation,
  CheckRun,
  CheckStatus,
  CheckSuite,
  Repository,
} from './model.ts';
import { nodeId, type World } from './world.ts';

export interface CheckRunInput {
  readonly name: string;
  readonly status?: CheckStatus;
  readonly conclusion?: string | null;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary?: string;
    readonly text?: string;
    readonly annotations?: readonly CheckAnnotation[];
  };
  readonly actions?: readonly CheckAction[];
}

function suiteOf(world: World, repository: Repository, headOid: string, app: App): CheckSuite {
  const suites = repository.suites.get(headOid) ?? [];
  const existing = suites.find((suite) => suite.app === app);
  if (existing !== undefined) return existing;
  const id = world.nextId();
  const now = world.stamp();
  const headBranch = [...repository.branches].find(([, oid]) => oid === headOid)?.[0] ?? null;
  const suite: CheckSuite = {
    id,
    nodeId: nodeId('CS', id),
    repository,
    app,
    headOid,
    headBranch,
    createdAt: now,
    updatedAt: now,
    runs: [],
  };
  repository.suites.set(headOid, [...suites, suite]);
  world.suites.set(id, suite);
  world.nodes.set(suite.nodeId, suite);
  return suite;
}

/** A run of a name that exists already is another run: the newest is the one that counts. */
export function createCheckRun(
  world: World,
  repository: Repository,
  headOid: string,
  app: App,
  input: CheckRunInput,
): CheckRun {
  const suite = suiteOf(world, repository, headOid, app);
  const id = world.nextId();
  const run: CheckRun = {
    id,
    nodeId: nodeId('CR', id),
    suite,
    name: input.name,
    status: 'queued',
    conclusion: null,
    startedAt: input.startedAt ?? world.stamp(),
    completedAt: null,
    externalId: '',
    detailsUrl: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  };
  suite.runs.push(run);
  world.runs.set(id, run);
  world.nodes.set(run.nodeId, run);
  assign(world, run, input);
  tell(world, run, 'created', app.bot);
  if (run.status === 'completed') tell(world, run, 'completed', app.bot);
  return run;
}

export function updateCheckRun(world: World, run: CheckRun, input: Partial<CheckRunInput>): void {
  const wasCompleted = run.status === 'completed';
  assign(world, run, input);
  if (run.status === 'completed' && !wasCompleted) tell(world, run, 'completed', run.suite.app.bot);
}

function assign(world: World, run: CheckRun, input: Partial<CheckRunInput>): void {
  run.name = input.name ?? run.name;
  run.externalId = input.externalId ?? run.externalId;
  run.detailsUrl = input.detailsUrl ?? run.detailsUrl;
  run.startedAt = input.startedAt ?? run.startedAt;
  run.status = input.status ?? run.status;
  // GitHub: "Providing conclusion will automatically set the status parameter to completed."
  if (input.conclusion !== undefined && input.conclusion !== null) {
    run.status = 'completed';
    run.conclusion = input.conclusion;
    run.completedAt = input.completedAt ?? world.stamp();
  } else if (run.status !== 'completed') {
    run.conclusion = run.completedAt = null;
  }
  if (input.output !== undefined) {
    const { title, summary, text, annotations } = input.output;
    run.output = {
      title: title ?? run.output.title,
      summary: summary ?? run.output.summary,
      text: text ?? run.output.text,
    };
    run.annotations.push(...(annotations ?? []));
  }
  if (input.actions !== undefined) run.actions = [...input.actions];
  run.suite.updatedAt = world.stamp();
}

function tell(world: World, run: CheckRun, action: string, sender: Account): void {
  const { repository } = run.suite;
  world.tell({
    event: 'check_run',
    action,
    repository,
    sender,
    detail: () => ({ check_run: checkRunEventShape(world, run) }),
  });
}

/** Somebody clicks *Re-run* or, with an identifier, a button of the run: only its app hears of it. */
export function requestCheckRun(world: World, run: CheckRun, sender: Account, identifier?: string): void {
  const { repository, app } = run.suite;
  world.tell({
    event: 'check_run',
    action: identifier === undefined ? 'rerequested' : 'requested_action',
    repository,
    sender,
    onlyApp: app,
    detail: () => ({
      check_run: checkRunEventShape(world, run),
      ...(identifier === undefined ? {} : { requested_action: { identifier } }),
    }),
  });
}

/** Somebody clicks *Re-run all checks*. */
export function requestCheckSuite(world: World, suite: CheckSuite, sender: Account): void {
  world.tell({
    event: 'check_suite',
    action: 'rerequested',
    repository: suite.repository,
    sender,
    onlyApp: suite.app,
    detail: () => ({ check_suite: suiteEventShape(world, suite) }),
  });
}
