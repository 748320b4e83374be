import { type DocumentNode, execute, GraphQLError, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import type { Caller } from '../auth.ts';
import { type Answer, isRecord } from '../http-answer.ts';
import type { Limits } from '../limits.ts';
import type { World } from '../state/world.ts';
import { type Price, priceOf } from './cost.ts';
import { mutationView } from './mutation.ts';
import { queryView } from './query.ts';
import { repositoryView } from './repository.ts';
import { githubSchema } from './schema.ts';

interface Prepared {
  readonly document: DocumentNode;
  readonly operation: string | null;
  readonly errors: readonly unknown[];
  readonly price: (variables: Readonly<Record<string, unknown>>) => Price;
}

export interface GraphQLOutcome {
  readonly answer: Answer;
  readonly operation: string | null;
  readonly points: number;
}

export interface GraphQLRequest {
  readonly world: World;
  readonly caller: Caller;
  readonly who: string;
  readonly limits: Limits;
  readonly issueTypes: boolean;
  readonly body: unknown;
}

const prepared = new Map<string, Prepared>();
const MAX_PREPARED = 500;

/** Answers `POST /graphql`: always 200 once the request could be read, with `errors` beside what data there is. */
export async function executeGraphQL(request: GraphQLRequest): Promise<GraphQLOutcome> {
  const { world, caller, who, limits, issueTypes, body } = request;
  const query = isRecord(body) ? body.query : undefined;
  if (typeof query !== 'string') {
    return {
      answer: { status: 400, body: { message: 'A query attribute must be specified and must be a string.' } },
      operation: null,
      points: 0,
    };
  }
  const variables = isRecord(body) && isRecord(body.variables) ? body.variables : {};
  const { document, operation, errors, price } = prepare(query, issueTypes);
  if (errors.length > 0) return { answer: { status: 200, body: { errors } }, operation, points: 0 };
  const { points, nodes, refusal } = price(variables);
  if (refusal !== null)
    return { answer: { status: 200, body: { errors: [{ ...refusal, path: ['query'] }] } }, operation, points: 0 };
  limits.spend(who, points);
  const viewing = { world, caller, limits, who, points, nodes, showRepository: repositoryView };
  const result = await execute({
    schema: githubSchema(issueTypes),
    document,
    variableValues: variables,
    rootValue: { ...queryView(viewing), ...mutationView(viewing) },
  });
  const problems = result.errors?.map(asGitHub) ?? [];
  // A request whose variables do not fit never runs, and has no data at all.
  const data = result.data === undefined ? {} : { data: result.data };
  return {
    answer: { status: 200, body: { ...data, ...(problems.length > 0 ? { errors: problems } : {}) } },
    operation,
    points,
  };
}

function prepare(query: string, issueTypes: boolean): Prepared {
  const key = `${issueTypes} ${query}`;
  const known = prepared.get(key);
  if (known !== undefined) return known;
  const fresh = compile(githubSchema(issueTypes), query);
  if (prepared.size >= MAX_PREPARED) prepared.clear();
  prepared.set(key, fresh);
  return fresh;
}

function compile(schema: GraphQLSchema, query: string): Prepared {
  const free = () => ({ points: 0, nodes: 0, refusal: null });
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return {
      document: { kind: Kind.DOCUMENT, definitions: [] },
      operation: null,
      errors: [{ message: error.message, locations: error.locations }],
      price: free,
    };
  }
  const definition = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const operation = definition?.name?.value ?? null;
  const errors = validate(schema, document).map((error) =>
    asInvalid(error, `${definition?.operation ?? 'query'}${operation === null ? '' : ` ${operation}`}`),
  );
  return { document, operation, errors, price: errors.length > 0 ? free : priceOf(schema, document) };
}

/** GitHub words the two refusals that say "this server does not know that yet" in its own way. */
function asInvalid(error: GraphQLError, operation: string): unknown {
  const { locations } = error;
  const [, fieldName, typeName] = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message) ?? [];
  if (fieldName !== undefined) {
    return {
      path: [operation, fieldName],
      extensions: { code: 'undefinedField', typeName, fieldName },
      locations,
      message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    };
  }
  const [, argumentName, name] = /^Field "(\w+)" is not defined by type "(\w+)"/.exec(error.message) ?? [];
  if (argumentName !== undefined) {
    return {
      path: [operation, argumentName],
      extensions: { code: 'argumentNotAccepted', name, typeName: 'InputObject', argumentName },
      locations,
      message: `InputObject '${name}' doesn't accept argument '${argumentName}'`,
    };
  }
  return { path: [operation], extensions: { code: 'invalid' }, locations, message: error.message };
}

function asGitHub(error: GraphQLError): unknown {
  const { type } = error.extensions;
  if (error.originalError !== undefined && !(error.originalError instanceof GraphQLError)) throw error.originalError;
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(error.path === undefined ? {} : { path: error.path }),
    locations: error.locations,
    message: error.message,
  };
}
