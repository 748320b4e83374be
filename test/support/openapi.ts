/** Holds what goes over the wire to GitHub's official descriptions (test/fixtures/github, see scripts/trim-descriptions.ts). */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { Delivery, Tape } from '#sandbox/index.ts';

interface Operation {
  readonly request?: object;
  readonly responses: Readonly<Record<string, object | null>>;
}

const rest = fixture<{ operations: Record<string, Operation>; schemas: Record<string, object> }>('openapi.json');
const hooks = fixture<{ events: Record<string, object>; schemas: Record<string, object> }>('webhooks.json');

function fixture<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`../fixtures/github/${name}`, import.meta.url), 'utf8')) as Content;
}

/** Every event that the trimmed description holds: `pull_request.opened`, `push`. */
export const describedEvents: readonly string[] = Object.keys(hooks.events);

function validator(root: string, content: object): Ajv {
  // GitHub's descriptions use keywords loosely; what counts is types, formats, enumerations and required fields.
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  formats.default(ajv, ['uri', 'date-time', 'date', 'email', 'hostname', 'ipv4', 'ipv6']);
  for (const format of ['int64', 'uri-template', 'repo.nwo', 'timestamp', 'url', 'ssh-key'])
    ajv.addFormat(format, true);
  ajv.addSchema(content, root);
  return ajv;
}

const restAjv = validator('rest', rest);
const hooksAjv = validator('hooks', hooks);

/** Where the descriptions contradict themselves or what GitHub sends; each with the reason to believe so. */
const KNOWN_DEFECTS: readonly RegExp[] = [
  // The same description calls a label's description nullable everywhere but in the list of pull requests.
  /\/labels\/\d+\/description must be string$/,
  // Octokit's copy joins user and enterprise by `allOf` in this one list; `GET /app/installations/{id}` has `anyOf`.
  /^\/\d+\/account must (?:have required property '(?:name|slug|created_at|updated_at)'|be null|match a schema in anyOf)$/,
  // A list of events older than `merge_group` and `sub_issues`.
  /^\/check_suite\/app\/events\/\d+ must be equal to one of the allowed values$/,
];

function check(ajv: Ajv, pointer: string, value: unknown): string[] {
  const validate: ValidateFunction | undefined = ajv.getSchema(pointer);
  if (validate === undefined) return [`no schema at ${pointer}`];
  if (validate(value) === true) return [];
  const found = [
    ...new Set((validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''}`)),
  ];
  return found.filter((problem) => !KNOWN_DEFECTS.some((defect) => defect.test(problem))).slice(0, 10);
}

function pointer(...path: readonly string[]): string {
  return path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
}

/**
 * Every way in which requests and answers on the tape differ from GitHub's description; empty when there is none.
 * Answers that a fault made up, and GraphQL (whose schema judges it), are left out.
 */
export function validateTape(tape: Pick<Tape, 'entries'>): string[] {
  const problems: string[] = [];
  for (const { method, route, status, requestBody, answerBody, fault } of tape.entries) {
    if (route === null || route === '/graphql' || fault !== null) continue;
    const key = `${method} ${route}`;
    const operation = rest.operations[key];
    if (operation === undefined) {
      problems.push(`${key}: GitHub has no such operation`);
      continue;
    }
    const name = `rest#/operations/${pointer(key)}`;
    if (operation.request !== undefined && status < 400) {
      problems.push(
        ...check(restAjv, `${name}/request`, requestBody ?? {}).map((problem) => `${key} request: ${problem}`),
      );
    }
    const described = operation.responses[String(status)];
    if (described === undefined && status < 400 && status !== 304)
      problems.push(`${key}: GitHub does not answer ${status}`);
    if (described != null && status !== 304) {
      problems.push(
        ...check(restAjv, `${name}/responses/${status}`, answerBody).map((problem) => `${key} ${status}: ${problem}`),
      );
    }
  }
  return problems;
}

/** Likewise for webhooks. */
export function validateDeliveries(deliveries: readonly Delivery[]): string[] {
  const problems: string[] = [];
  for (const { event, action, body } of deliveries) {
    const key = action === null ? event : `${event}.${action}`;
    if (hooks.events[key] === undefined) problems.push(`${key}: GitHub has no such event`);
    else
      problems.push(
        ...check(hooksAjv, `hooks#/events/${pointer(key)}`, JSON.parse(body)).map((problem) => `${key}: ${problem}`),
      );
  }
  return problems;
}
