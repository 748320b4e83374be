/** The schema as data, as `schema-data.ts` holds it: each shape that `schema.ts` can take, and no other. */
import type { CheckName } from './checks.ts';

export type SchemaNode = Section | Entries | List | Choice | Union | Plain;

/** Keys that are known by name; any other is a mistake. */
export interface Section extends Common {
  readonly type: 'section';
  readonly keys: Readonly<Record<string, SchemaNode>>;
}

/** Entries under names of the writer's choice. */
export interface Entries extends Common {
  readonly type: 'entries';
  /** What each name must match. */
  readonly names: readonly Pattern[];
  readonly of: SchemaNode;
}

export interface List extends Common {
  readonly type: 'list';
  readonly of: SchemaNode;
}

export interface Choice extends Common {
  readonly type: 'choice';
  readonly values: readonly unknown[];
}

/** The first that takes the value. */
export interface Union extends Common {
  readonly type: 'union';
  readonly of: readonly SchemaNode[];
}

export interface Plain extends Common {
  readonly type: 'text' | 'number' | 'boolean';
}

interface Common {
  /** The value where nothing is written. */
  readonly default?: unknown;
  /** A section of which nothing is written is read as if it were there, empty. */
  readonly isEmptyByDefault?: true;
  /** Nothing need be written, and nothing stands in for it. */
  readonly isOptional?: true;
  /** What kind of text is meant. */
  readonly format?: string;
  /** In order; one that fails does not keep the next from being asked, but `whole`. */
  readonly checks?: readonly Check[];
}

/**
 * `trim` changes the value; `min` and `max` count code points of text and entries of lists, and compare numbers; `whole` is
 * a whole number that is exact.
 */
export type Check =
  | 'trim'
  | 'whole'
  | { readonly min: number }
  | { readonly max: number }
  | Pattern
  | { readonly holds: CheckName };

export interface Pattern {
  readonly pattern: RegExp;
  readonly message: string;
}
