import { suiteStatus } from '../shapes/check.ts';
import type { App, CheckRun, CheckSuite } from '../state/model.ts';
import { fullName } from '../state/world.ts';
import { connection, type PageArguments, type View, type Viewing } from './view.ts';

interface RunFilter {
  readonly appId?: number | null;
  readonly checkName?: string | null;
  readonly checkType?: 'ALL' | 'LATEST' | null;
  readonly status?: string | null;
}

export function suiteView(viewing: Viewing, suite: CheckSuite): View {
  const { status, conclusion } = suiteStatus(suite);
  const path = `/${fullName(suite.repository)}/commit/${suite.headOid}/checks?check_suite_id=${suite.id}`;
  return {
    __typename: 'CheckSuite',
    id: suite.nodeId,
    databaseId: suite.id,
    app: appView(suite.app),
    createdAt: suite.createdAt,
    updatedAt: suite.updatedAt,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
    url: viewing.world.url + path,
    resourcePath: path,
    checkRuns: (args: PageArguments & { filterBy?: RunFilter | null }) =>
      connection(filtered(suite, args.filterBy ?? {}), args, (run) => runView(viewing, run)),
  };
}

/** GitHub shows the newest of each name unless all are asked for. */
function filtered(suite: CheckSuite, filter: RunFilter): CheckRun[] {
  const { appId, checkName, checkType, status } = filter;
  const runs = checkType === 'ALL' ? suite.runs : [...new Map(suite.runs.map((run) => [run.name, run])).values()];
  return runs.filter(
    (run) =>
      (appId == null || suite.app.id === appId) &&
      (checkName == null || run.name === checkName) &&
      (status == null || run.status === status.toLowerCase()),
  );
}

export function runView(viewing: Viewing, run: CheckRun): View {
  const path = `/${fullName(run.suite.repository)}/runs/${run.id}`;
  return {
    __typename: 'CheckRun',
    id: run.nodeId,
    databaseId: run.id,
    name: run.name,
    externalId: run.externalId,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    title: run.output.title,
    summary: run.output.summary,
    text: run.output.text,
    detailsUrl: run.detailsUrl,
    url: viewing.world.url + path,
    permalink: viewing.world.url + path,
    resourcePath: path,
    checkSuite: () => suiteView(viewing, run.suite),
  };
}

function appView(app: App): View {
  return { __typename: 'App', id: app.nodeId, databaseId: app.id, name: app.name, slug: app.slug };
}
