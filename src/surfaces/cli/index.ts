#!/usr/bin/env node
/** The command `leadership`. */
import { VERSION } from '#core/version.ts';
import { type Command, parseArguments } from './arguments.ts';
import { check } from './check.ts';
import { demo } from './demo.ts';
import { explain } from './explain.ts';
import { helpFor } from './help.ts';
import { complainAbout, EXIT, type ExitCode, processTerminal, type Terminal } from './terminal.ts';
import { validate } from './validate.ts';

async function main(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const parsed = parseArguments(args);
  if (!parsed.ok) {
    complainAbout(terminal, parsed.problem, 'leadership --help shows what there is.');
    return EXIT.usage;
  }
  try {
    return await run(parsed.command, terminal);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.complain(`leadership: this is a defect of Leadership Guardrails; please report it.\n${what}`);
    return EXIT.internal;
  }
}

async function run(command: Command, terminal: Terminal): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      terminal.print(helpFor(command.about).trimEnd());
      return EXIT.pass;
    case 'version':
      terminal.print(VERSION);
      return EXIT.pass;
    case 'check':
      return check(command, terminal);
    case 'validate':
      return validate(command, terminal);
    case 'explain':
      return explain(command, terminal);
    case 'demo':
      return demo(command, terminal);
  }
}

process.exitCode = await main(process.argv.slice(2), processTerminal());
