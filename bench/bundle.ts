/** The files of the Action's bundle, by what loads them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What `import('./post-summary.js')` begins: only a job that posts a summary does. */
const SUMMARY = 'post-summary.js';

export interface Bundle {
  /** JavaScript by the file's name, in the order of names. */
  readonly all: ReadonlyMap<string, string>;
  /** Names of what each run loads. */
  readonly byEachRun: ReadonlySet<string>;
  /** Names of what nothing but a summary loads. */
  readonly bySummaryAlone: ReadonlySet<string>;
}

export function readBundle(folder: string): Bundle {
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const all = new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const loaded = (pattern: RegExp, name: string, found: ReadonlySet<string> = new Set()): ReadonlySet<string> => {
    if (found.has(name)) return found;
    const next = [...(all.get(name) ?? '').matchAll(pattern)].map(([, file = '']) => file);
    return next
      .filter((file) => file !== SUMMARY)
      .reduce<ReadonlySet<string>>((before, file) => loaded(pattern, file, before), new Set([...found, name]));
  };
  const others = loaded(/\b(?:from|import)\s*\(?"\.\/([\w-]+\.js)"/g, 'index.js');
  return {
    all,
    byEachRun: loaded(/\b(?:from|import)"\.\/([\w-]+\.js)"/g, 'index.js'),
    bySummaryAlone: new Set([...all.keys()].filter((name) => !others.has(name))),
  };
}

export interface Size {
  readonly raw: number;
  /** One stream, as in the archive that a job downloads, and as the peers' bundles of one file. */
  readonly gzip: number;
}

export function sizeOf({ all }: Bundle, counts: (name: string) => boolean = () => true): Size {
  const text = [...all].flatMap(([name, script]) => (counts(name) ? [script] : [])).join('');
  return { raw: Buffer.byteLength(text), gzip: gzipSync(text, { level: 9 }).byteLength };
}
