/** What `npm start` runs: the server in one file, built from the sources as they are now. */
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import config from '../rolldown.server.config.ts';

let building: Promise<unknown> | null = null;

/** Builds once a process; resolves with the file. */
export async function builtServer(): Promise<string> {
  building ??= build(config);
  await building;
  return fileURLToPath(new URL(`../${config.output.file}`, import.meta.url));
}
