#!/usr/bin/env node
/** The command `leadership`. */
import { VERSION } from '#core/version.ts';
import { type Command, parseArguments } from './arguments.ts';
import { helpFor } from './help.ts';
import { complainAbout, EXIT, type ExitCode, processTerminal, type Terminal } from './terminal.ts';

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

/** Each command is loaded only when it is called, which halves the time to a help text. */
async function run(command: Command, terminal: Terminal): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      terminal.print(helpFor(command.about).trimEnd());
      return EXIT.pass;
    case 'version':
      terminal.print(VERSION);
      return EXIT.pass;
    case 'check':
      return (await import('./check.ts')).check(command, terminal);
    case 'summary':
      return (await import('./summary.ts')).summary(command, terminal);
    case 'label':
      return (await import('./label.ts')).label(command, terminal);
    case 'validate':
      return (await import('./validate.ts')).validate(command, terminal);
    case 'explain':
      return (await import('./explain.ts')).explain(command, terminal);
    case 'demo':
      return (await import('./demo.ts')).demo(command, terminal);
  }
}

process.exitCode = await main(process.argv.slice(2), processTerminal());
