/**
 * The control plane, for what GitHub has no API for. JSON in, JSON out, no authentication.
 *
 * | request | does |
 * |---|---|
 * | `GET /_sandbox/tape` | every request so far, and `reads`, `writes`, `tokens`, `points` |
 * | `DELETE /_sandbox/tape` | forgets them |
 * | `GET /_sandbox/deliveries` | what was sent to apps |
 * | `POST /_sandbox/deliveries/{guid}` | sends one again |
 * | `POST /_sandbox/settle` | answers when all deliveries are out |
 * | `GET /_sandbox/clock` · `POST` `{ "set": ISO }` or `{ "advance": ms }` | the time |
 * | `POST /_sandbox/faults/request` · `/delivery` · `/latency` · `DELETE /_sandbox/faults` | faults (src/sandbox/faults.ts) |
 * | `POST /_sandbox/tokens` `{ "user": login }` or `{ "repo", "permissions", "fork" }` | a person's or a job's token |
 * | `POST /_sandbox/apps` `{ "name", "permissions", "events", "webhookUrl", "webhookSecret" }` | an app: id, clientId, privateKey |
 * | `POST /_sandbox/do/{operation}` `{ "with": [arguments] }` | any operation of src/sandbox/operations/ |
 */

import type { DeliveryFault, RequestFault } from './faults.ts';
import { type Answer, isRecord } from './http-answer.ts';
import type { Sandbox } from './index.ts';
import type { NewApp } from './operations/apps.ts';
import type { Permissions } from './state/model.ts';

type Body = Readonly<Record<string, unknown>>;

export async function control(sandbox: Sandbox, method: string, path: string, body: Body): Promise<Answer> {
  const [, room = '', name = ''] = path.split('/');
  try {
    const result = await rooms[`${method} /${room}`]?.(sandbox, decodeURIComponent(name), body);
    if (result === undefined)
      return {
        status: 404,
        body: { message: `The control plane has no ${method} ${path}; see src/sandbox/control.ts.` },
      };
    return { status: 200, body: result };
  } catch (error) {
    return { status: 422, body: { message: error instanceof Error ? error.message : String(error) } };
  }
}

const rooms: Readonly<Record<string, (sandbox: Sandbox, name: string, body: Body) => unknown>> = {
  'GET /tape': ({ tape }) => ({
    entries: tape.entries,
    reads: tape.reads,
    writes: tape.writes,
    tokens: tape.tokens,
    points: tape.points,
  }),
  'DELETE /tape': ({ tape }) => done(tape.clear()),
  'GET /deliveries': ({ deliveries }) => deliveries.map(({ app, ...delivery }) => ({ ...delivery, app: app.id })),
  'POST /deliveries': (sandbox, guid) => done(sandbox.redeliver(guid)),
  'POST /settle': async (sandbox) => done(await sandbox.settle()),
  'GET /clock': ({ clock }) => ({ now: clock.now() }),
  'POST /clock': ({ clock }, _name, body) => {
    if (typeof body.set === 'string') clock.set(body.set);
    if (typeof body.advance === 'number') clock.advance(body.advance);
    return { now: clock.now() };
  },
  'POST /faults': ({ faults }, name, body) => {
    if (name === 'request') faults.onRequest(body as unknown as RequestFault);
    else if (name === 'delivery') faults.onDelivery(body as unknown as DeliveryFault);
    else faults.latency = Number(body.milliseconds);
    return {};
  },
  'DELETE /faults': ({ faults }) => done(faults.clear()),
  'POST /tokens': (sandbox, _name, body) => ({
    token:
      typeof body.user === 'string'
        ? sandbox.userToken(body.user)
        : sandbox.workflowToken(String(body.repo), body.permissions as Permissions, body.fork === true),
  }),
  'POST /apps': (sandbox, _name, body) => {
    const { id, slug, clientId, privateKey } = sandbox.createApp(body as unknown as NewApp);
    return { id, slug, clientId, privateKey };
  },
  'POST /do': async (sandbox, name, body) => {
    const operation: unknown = OPERATIONS.has(name) ? Reflect.get(sandbox, name) : undefined;
    if (typeof operation !== 'function')
      throw new Error(`There is no operation ${name}; there are ${[...OPERATIONS].join(', ')}.`);
    const given = Array.isArray(body.with) ? body.with : [];
    return summary(await Reflect.apply(operation, sandbox, given));
  },
};

const OPERATIONS = new Set([
  'createUser',
  'createOrganization',
  'createRepository',
  'renameRepository',
  'archive',
  'setPermission',
  'writeFile',
  'createLabel',
  'renameLabel',
  'deleteLabel',
  'createMilestone',
  'createIssue',
  'closeIssue',
  'reopenIssue',
  'deleteIssue',
  'editIssue',
  'setType',
  'setParent',
  'addLabel',
  'removeLabel',
  'setMilestone',
  'openPullRequest',
  'editPullRequest',
  'push',
  'closePullRequest',
  'reopenPullRequest',
  'merge',
  'linkInSidebar',
  'unlinkInSidebar',
  'requestReview',
  'submitReview',
  'pinIssue',
  'unpinIssue',
  'setIssuesEnabled',
  'deploy',
  'createRelease',
  'enqueue',
  'requestCheckRun',
  'deliverTo',
  'installApp',
]);

/** Records refer to each other in circles; what a client needs to go on is in these. */
function summary(result: unknown): Record<string, unknown> {
  if (!isRecord(result)) return {};
  return Object.fromEntries(
    ['id', 'nodeId', 'number', 'login', 'name', 'oid', 'headOid', 'headRef', 'title'].flatMap((key) =>
      key in result ? [[key, result[key]]] : [],
    ),
  );
}

function done(_nothing: unknown): Record<string, never> {
  return {};
}
