import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

const LICENSE_FILE = /^(?:licen[cs]e|copying)(?:\.(?:md|txt))?$/i;

/** MIT and ISC ask for their notice in every copy: of each package of which something is in the bundle, in one file. */
export const licenses: Plugin = {
  name: 'licenses',
  generateBundle(_, bundle) {
    const folders = new Set<string>();
    for (const output of Object.values(bundle)) {
      if (output.type !== 'chunk') continue;
      for (const [id, { renderedLength }] of Object.entries(output.modules)) {
        const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
        if (folder !== undefined && renderedLength > 0) folders.add(folder);
      }
    }
    const notices = [...folders].map((folder) => noticeOf(folder)).sort();
    this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: notices.join('\n\n') });
  },
};

/** Throws for a package without a licence: it must not be shipped unseen. */
function noticeOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Readonly<
    Record<string, string>
  >;
  const file = readdirSync(folder).find((each) => LICENSE_FILE.test(each));
  if (file === undefined) throw new Error(`${name} has no licence file, so it can't be in the bundle.`);
  const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
  return `${name} ${version}\n\n${text}\n`;
}
