import { z } from 'zod';
import { Config } from '#core/config/schema.ts';

/** The part of JSON Schema that Zod writes for our schema. */
export interface JsonSchema {
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  [key: string]: unknown;
}

/** Draft 7: the newest that the YAML extensions of all common editors read. */
export function configJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(Config, { io: 'input', target: 'draft-7' }) as JsonSchema;
  return { $schema, title: 'Leadership Guardrails', ...withEmptySections(schema, true) };
}

export function jsonSchemaFile(): Record<string, string> {
  return { 'leadership.schema.json': `${JSON.stringify(configJsonSchema(), null, 2)}\n` };
}

/** A section with nothing beneath it is null in YAML, and the reader takes it as one without keys. */
function withEmptySections(schema: JsonSchema, isKey: boolean): JsonSchema {
  const { properties, additionalProperties, items } = schema;
  return {
    ...schema,
    ...(isKey && schema.type === 'object' && { type: ['object', 'null'] }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, inner]) => [key, withEmptySections(inner, true)]),
      ),
    }),
    ...(typeof additionalProperties === 'object' && {
      additionalProperties: withEmptySections(additionalProperties, false),
    }),
    ...(items !== undefined && { items: withEmptySections(items, false) }),
  };
}
