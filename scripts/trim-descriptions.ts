/**
 * Cuts GitHub's official descriptions down to the operations and events that the sandbox has, with the schemas they
 * reach, for the tests that hold the sandbox to them. Run it after adding a route or an event:
 *
 *   npm pack @octokit/openapi@23.0.2 (400 MB unpacked, therefore no dependency), then
 *   node scripts/trim-descriptions.ts <folder of the package>
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { routes } from '../src/sandbox/rest/router.ts';

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json | undefined;
}

/** Actions that the sandbox can cause, by event; `push` has none. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  pull_request: [
    'opened',
    'edited',
    'synchronize',
    'closed',
    'reopened',
    'labeled',
    'unlabeled',
    'milestoned',
    'demilestoned',
    'ready_for_review',
    'converted_to_draft',
    'review_requested',
  ],
  issues: [
    'opened',
    'edited',
    'closed',
    'reopened',
    'deleted',
    'labeled',
    'unlabeled',
    'milestoned',
    'demilestoned',
    'typed',
    'untyped',
    'transferred',
    'pinned',
    'unpinned',
  ],
  sub_issues: ['sub_issue_added', 'sub_issue_removed', 'parent_issue_added', 'parent_issue_removed'],
  label: ['created', 'edited', 'deleted'],
  milestone: ['created', 'edited', 'closed', 'deleted'],
  projects_v2: ['created', 'edited'],
  projects_v2_item: ['created', 'edited', 'deleted'],
  check_run: ['created', 'completed', 'rerequested', 'requested_action'],
  check_suite: ['rerequested'],
  merge_group: ['checks_requested'],
  repository: ['renamed', 'archived', 'unarchived'],
  installation: ['created', 'deleted', 'suspend'],
  installation_repositories: ['added', 'removed'],
  push: [''],
};

/** Words for people, and what validation does not look at. */
const PROSE = new Set([
  'description',
  'example',
  'examples',
  'externalDocs',
  'summary',
  'default',
  'discriminator',
  'title',
  'deprecated',
]);

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: Json | undefined, ...path: string[]): Json | undefined {
  let here = value;
  for (const key of path) here = isObject(here) ? here[key] : undefined;
  return here;
}

/** A schema without prose, references moved, OpenAPI 3.0's `nullable` turned into JSON Schema. */
function plain(schema: Json, isNameMap = false): Json {
  if (Array.isArray(schema)) return schema.map((entry) => plain(entry));
  if (!isObject(schema)) return schema;
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (value === undefined || (!isNameMap && (PROSE.has(key) || key.startsWith('x-')))) continue;
    if (key === '$ref' && typeof value === 'string') result[key] = value.replace('#/components/schemas/', '#/schemas/');
    else result[key] = plain(value, !isNameMap && (key === 'properties' || key === 'patternProperties'));
  }
  return isNameMap ? result : withoutNullable(result);
}

function withoutNullable(schema: JsonObject): JsonObject {
  const { nullable, ...rest } = schema;
  if (nullable !== true) return nullable === false ? rest : schema;
  if (typeof rest['type'] !== 'string')
    return Object.keys(rest).length === 0 ? rest : { anyOf: [rest, { type: 'null' }] };
  return {
    ...rest,
    type: [rest['type'], 'null'],
    ...(Array.isArray(rest['enum']) ? { enum: [...rest['enum'].filter((entry) => entry !== null), null] } : {}),
  };
}

function read(file: string): Json {
  return JSON.parse(readFileSync(file, 'utf8')) as Json;
}

/** Every schema that these reach, by name. */
function reached(roots: Json, all: Json | undefined): JsonObject {
  const found: JsonObject = {};
  const pending = [roots];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [, name = ''] of JSON.stringify(next).matchAll(/"#\/schemas\/([^"]+)"/g)) {
      if (name in found) continue;
      const schema = plain(at(all, name) ?? {});
      found[name] = schema;
      pending.push(schema);
    }
  }
  return found;
}

function jsonSchema(content: Json | undefined): Json | undefined {
  const schema = at(content, 'content', 'application/json', 'schema');
  return schema === undefined ? undefined : plain(schema);
}

function operations(description: Json): JsonObject {
  const found: JsonObject = {};
  for (const { method, template } of routes) {
    const operation = at(description, 'paths', template, method.toLowerCase());
    if (operation === undefined) throw new Error(`GitHub's description has no ${method} ${template}.`);
    const responses: JsonObject = {};
    for (const [status, response] of Object.entries(at(operation, 'responses') as JsonObject)) {
      const reference = at(response, '$ref');
      const target = typeof reference === 'string' ? at(description, ...reference.slice(2).split('/')) : response;
      responses[status] = jsonSchema(target) ?? null;
    }
    const request = jsonSchema(at(operation, 'requestBody'));
    found[`${method} ${template}`] = { ...(request === undefined ? {} : { request }), responses };
  }
  return found;
}

function events(description: Json): JsonObject {
  const found: JsonObject = {};
  for (const [event, actions] of Object.entries(EVENTS)) {
    for (const action of actions) {
      const key = `${event}${action === '' ? '' : `-${action}`}`.replaceAll('_', '-');
      const schema = jsonSchema(at(description, 'webhooks', key, 'post', 'requestBody'));
      if (schema === undefined) throw new Error(`GitHub's description has no webhook ${key}.`);
      found[action === '' ? event : `${event}.${action}`] = schema;
    }
  }
  return found;
}

function write(name: string, packageName: string, description: Json, content: { [key: string]: JsonObject }): void {
  const schemas = reached(content, at(description, 'components', 'schemas'));
  const source = `${packageName} ${String(at(description, 'info', 'version'))}, trimmed by scripts/trim-descriptions.ts`;
  const file = fileURLToPath(new URL(`../test/fixtures/github/${name}`, import.meta.url));
  const text = `${JSON.stringify({ source, license: 'MIT', ...content, schemas })}\n`;
  writeFileSync(file, text);
  process.stdout.write(`${name}: ${Object.keys(schemas).length} schemas, ${text.length} bytes\n`);
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Name the folder of the unpacked @octokit/openapi package.');
const rest = read(join(folder, 'generated/api.github.com.json'));
write('openapi.json', '@octokit/openapi', rest, { operations: operations(rest) });
const hooks = read(
  fileURLToPath(new URL('generated/api.github.com.json', import.meta.resolve('@octokit/openapi-webhooks'))),
);
write('webhooks.json', '@octokit/openapi-webhooks', hooks, { events: events(hooks) });
