import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { jsonLine } from '#core/reports/json-line.ts';
import type { Command } from './arguments.ts';
import { EXIT, type ExitCode, type Terminal } from './terminal.ts';

const SCRIPT = join(import.meta.dirname, '../../../demo/index.ts');

/** The demo is a program of its own; this starts it and waits for its end. */
export async function demo({ json, keep }: Extract<Command, { name: 'demo' }>, terminal: Terminal): Promise<ExitCode> {
  const child = spawn(process.execPath, [SCRIPT, ...(keep ? ['--keep'] : [])], {
    // The story is for people; with --json standard output carries JSON only.
    stdio: ['inherit', json ? process.stderr : 'inherit', 'inherit'],
  });
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode) => resolve(exitCode ?? EXIT.internal));
  });
  if (json) terminal.print(jsonLine({ passed: code === 0, exitCode: code }));
  return code === 0 ? EXIT.pass : EXIT.internal;
}
