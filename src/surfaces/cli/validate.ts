import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { jsonLine } from '#core/reports/json-line.ts';
import { plain } from '#core/reports/plain.ts';
import type { Command } from './arguments.ts';
import { complainAbout, EXIT, type ExitCode, type Terminal } from './terminal.ts';

/** No configuration is larger; the rest is not read, and the reader says that it is too large. */
const MAX_READ = 1024 * 1024;
const STANDARD_INPUT = 0;

export async function validate(
  { file, json }: Extract<Command, { name: 'validate' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  let content: { readonly text: string | null; readonly byteSize: number };
  try {
    content = read(file);
  } catch (error) {
    complainAbout(
      terminal,
      `${file} can’t be read: ${error instanceof Error ? error.message : String(error)}`,
      'Name the file: leadership validate FILE, or - for standard input.',
    );
    return EXIT.usage;
  }
  const { parseConfig } = await import('#core/config/parse.ts');
  const source = file === '-' ? '<stdin>' : file;
  const { problems } = parseConfig(content, source, isOwners(file) ? 'owner' : 'repository');
  // What has no effect leaves the rest in force.
  const isValid = problems.every(({ consequence }) => consequence === 'ignored');
  if (json) {
    terminal.print(jsonLine({ file: source, valid: isValid, problems }));
  } else {
    for (const { line, column, message } of problems) terminal.print(plain(`${source}:${line}:${column}: ${message}`));
    if (isValid) terminal.print(`${source} is valid${problems.length === 0 ? '' : ', but for what has no effect'}.`);
  }
  return isValid ? EXIT.pass : EXIT.usage;
}

function read(file: string) {
  const { size } = file === '-' ? { size: 0 } : statSync(file);
  if (size > MAX_READ) return { text: '', byteSize: size };
  const bytes = readFileSync(file === '-' ? STANDARD_INPUT : file);
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      byteSize: bytes.byteLength,
    };
  } catch {
    return { text: null, byteSize: bytes.byteLength };
  }
}

/** In a clone of the owner's `.github` repository some more keys are allowed: `.github/.github/leadership.yml`. */
function isOwners(file: string): boolean {
  const folder = dirname(dirname(resolve(file)));
  return file !== '-' && ['.github', '.github-private'].includes(basename(folder));
}
