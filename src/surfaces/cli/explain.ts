import type { Command } from './arguments.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** A rule needs the schema and nothing else; a pull request needs GitHub: each loads its own. */
export async function explain(
  { subject, json }: Extract<Command, { name: 'explain' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  return subject.kind === 'rule'
    ? (await import('./explain-rule.ts')).explainRule(subject.rule, json, terminal)
    : (await import('./explain-pull-request.ts')).explainPullRequest(subject, json, terminal);
}
