import { stringify } from 'yaml';
import { type ConfigRole, parseConfig } from '#core/config/parse.ts';

/** Reads a text as a repository's file (or the owner's), with its true size. */
export function parsed(text: string, role: ConfigRole = 'repository') {
  return parseConfig({ text, byteSize: Buffer.byteLength(text) }, 'shop/web:.github/leadership.yml', role);
}

/** Each problem as `line:column message`. */
export function problemLines(text: string, role?: ConfigRole): string[] {
  return parsed(text, role).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** A map as the text of a file. */
export function written(tree: unknown): string {
  return stringify(tree, { aliasDuplicateObjects: false });
}
