/**
 * Points by GitHub's formula: the requests needed to fulfil each connection if every page is full, divided by 100,
 * rounded, at least 1. https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
import {
  type ArgumentNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** GitHub refuses a query that could return more. */
const MAX_NODES = 500_000;
const MAX_PAGE = 100;

interface Connection {
  readonly field: string;
  readonly size: ValueNode | null;
  /** The `if` values that must all be true. */
  readonly conditions: readonly ValueNode[];
  readonly children: readonly Connection[];
}

export interface Price {
  readonly points: number;
  readonly nodes: number;
  /** Why GitHub refuses the query; null if it does not. */
  readonly refusal: { readonly type: string; readonly message: string } | null;
}

/** Compiles a valid document once; the result prices it for given variables. */
export function priceOf(
  schema: GraphQLSchema,
  document: DocumentNode,
): (variables: Readonly<Record<string, unknown>>) => Price {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const roots: Connection[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const collect = (
    set: SelectionSetNode | undefined,
    parent: GraphQLNamedType,
    conditions: readonly ValueNode[],
  ): Connection[] => {
    const found: Connection[] = [];
    for (const selection of set?.selections ?? []) {
      const include = selection.directives?.find((directive) => directive.name.value === 'include')?.arguments?.[0]
        ?.value;
      const all = include === undefined ? conditions : [...conditions, include];
      if (selection.kind === Kind.FIELD) {
        const field =
          isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[selection.name.value] : undefined;
        if (field === undefined) continue;
        const type = getNamedType(field.type);
        const children = isCompositeType(type) ? collect(selection.selectionSet, type, []) : [];
        if (!type.name.endsWith('Connection'))
          found.push(...children.map((child) => ({ ...child, conditions: [...all, ...child.conditions] })));
        else
          found.push({ field: selection.name.value, size: pageSize(selection.arguments), conditions: all, children });
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const name = fragment?.typeCondition?.name.value;
        const type = name === undefined ? parent : schema.getType(name);
        if (fragment !== undefined && type !== undefined) found.push(...collect(fragment.selectionSet, type, all));
      }
    }
    return found;
  };
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = schema.getRootType(definition.operation);
    if (root) roots.push(...collect(definition.selectionSet, root, []));
  }
  return (variables) => price(roots, { ...defaults(document), ...variables });
}

function pageSize(args: readonly ArgumentNode[] | undefined): ValueNode | null {
  const arg = args?.find(
    ({ name, value }) => (name.value === 'first' || name.value === 'last') && value.kind !== Kind.NULL,
  );
  return arg?.value ?? null;
}

function price(roots: readonly Connection[], variables: Readonly<Record<string, unknown>>): Price {
  let requests = 0;
  let nodes = 0;
  let refusal: Price['refusal'] = null;
  const visit = (connection: Connection, times: number) => {
    if (connection.conditions.some((condition) => literal(condition, variables) !== true)) return;
    const size = connection.size === null ? null : literal(connection.size, variables);
    if (typeof size !== 'number') {
      refusal ??= {
        type: 'MISSING_PAGINATION_BOUNDARIES',
        message: `You must provide a \`first\` or \`last\` value to properly paginate the \`${connection.field}\` connection.`,
      };
      return;
    }
    if (size > MAX_PAGE) {
      refusal ??= {
        type: 'EXCESSIVE_PAGINATION',
        message: `Requesting ${size} records on the \`${connection.field}\` connection exceeds the \`first\` limit of ${MAX_PAGE} records.`,
      };
    }
    requests += times;
    nodes += times * size;
    for (const child of connection.children) visit(child, times * size);
  };
  for (const connection of roots) visit(connection, 1);
  if (nodes > MAX_NODES) {
    refusal ??= {
      type: 'MAX_NODE_LIMIT_EXCEEDED',
      message: `This query requests up to ${nodes} possible nodes which exceeds the maximum limit of ${MAX_NODES}.`,
    };
  }
  return { points: Math.max(1, Math.round(requests / 100)), nodes, refusal };
}

function literal(node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown {
  if (node.kind === Kind.VARIABLE) return variables[node.name.value];
  if (node.kind === Kind.INT) return Number(node.value);
  return node.kind === Kind.BOOLEAN ? node.value : undefined;
}

function defaults(document: DocumentNode): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
      if (defaultValue !== undefined) values[variable.name.value] = literal(defaultValue, {});
    }
  }
  return values;
}
