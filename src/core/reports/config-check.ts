/** The check on a pull request that changes the configuration file: every problem at once, else what it will do. */
import type { ResolvedConfig } from '../config/config.ts';
import { modeOf } from '../config/mode.ts';
import { RULES } from '../rules/index.ts';
import type { Mode } from '../verdict.ts';
import type { CheckText } from './check-run.ts';
import { bullets, code, joined, type Markdown, md, prose } from './markdown.ts';

/** Problems listed in the summary; each has its annotation as well. */
const MAX_LISTED = 50;

/** `resolved` is what would rule after the merge; null when the pull request removes the file. */
export function renderConfigCheck(path: string, resolved: ResolvedConfig | null): CheckText {
  if (resolved === null) {
    return {
      title: 'Removes the configuration',
      summary:
        md`**This removes ${code(path)}.** After the merge no pull request of this repository is checked, unless the owner’s file governs it.`
          .markdown,
    };
  }
  return resolved.problems.length > 0 ? renderProblems(resolved) : renderEffect(path, resolved);
}

function renderProblems({ problems }: ResolvedConfig): CheckText {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.slice(0, MAX_LISTED).map(({ message, line }) => md`Line ${line}: ${prose(message)}`);
  const more = problems.length > MAX_LISTED ? [md`… and ${problems.length - MAX_LISTED} more`] : [];
  return {
    title: `${count} in the configuration · first in line ${problems[0]?.line ?? 1}`,
    summary: joined(
      [
        md`**The configuration can’t be used as it is.** Until it is mended, the version on the default branch stays in force.`,
        bullets([...lines, ...more]),
      ],
      '\n\n',
    ).markdown,
  };
}

function renderEffect(path: string, { config }: ResolvedConfig): CheckText {
  const rules = RULES.map((rule) => {
    const mode = modeOf(config, rule.id);
    if (mode === 'off') return md`${code(rule.id)} is switched off.`;
    const from = config.guardrails[rule.id]['enforce-from'];
    const since = mode === 'enforce' && from !== undefined ? md` pull requests opened since ${from}` : md``;
    return md`${code(rule.id)} ${{ markdown: DOES[mode] }}${since}: ${rule.summary}`;
  });
  const branches = config.branches.length === 0 ? md`` : joined(config.branches.map(code), ', ');
  const where: Markdown =
    config.branches.length === 0
      ? md`pull requests into the default branch`
      : md`pull requests into the default branch and ${branches}`;
  return {
    title: 'The configuration is valid',
    summary: joined(
      [md`**${code(path)} is valid.** Once it is on the default branch, ${where} are checked:`, bullets(rules)],
      '\n\n',
    ).markdown,
  };
}

const DOES: Readonly<Record<Exclude<Mode, 'off'>, string>> = {
  report: 'is evaluated, and never colours the check',
  warn: 'warns, and blocks nothing',
  enforce: 'blocks',
};
