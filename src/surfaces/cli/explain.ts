import type { Command } from './arguments.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** A rule needs the schema and nothing else; a pull request or a sprint needs GitHub: each loads its own. */
export async function explain(
  { subject, json }: Extract<Command, { name: 'explain' }>,
  terminal: Terminal,
): Promise<ExitCode> {
  switch (subject.kind) {
    case 'rule':
      return (await import('./explain-rule.ts')).explainRule(subject.rule, json, terminal);
    case 'pull-request':
      return (await import('./explain-pull-request.ts')).explainPullRequest(subject, json, terminal);
    case 'capacity':
      return (await import('./explain-capacity.ts')).explainCapacity(subject, json, terminal);
  }
}
