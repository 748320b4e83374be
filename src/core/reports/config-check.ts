/** The check on a pull request that changes the configuration file: every problem at once, else what it will do. */
import type { ConfigProblem, ResolvedConfig } from '../config/config.ts';
import { modeOf } from '../config/mode.ts';
import { RULES } from '../rules/index.ts';
import type { Mode } from '../verdict.ts';
import { renderBandEffect, renderBandless } from './band-effect.ts';
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
  const problems = problemsInFile(resolved);
  const isUsable = problems.every(({ consequence }) => consequence === 'ignored');
  const { title, parts } = isUsable ? renderEffect(path, resolved, problems) : renderProblems(problems);
  return { title, summary: joined([...parts, ...renderOwner(resolved, problems)], '\n\n').markdown };
}

/** Those of the file that the pull request changes, line by line; the owner's own are nothing that it could mend. */
export function problemsInFile({ problems, ownSource }: ResolvedConfig): readonly ConfigProblem[] {
  return problems.filter(({ source }) => source === ownSource).sort((a, b) => a.line - b.line);
}

interface Parts {
  readonly title: string;
  readonly parts: readonly Markdown[];
}

function renderProblems(problems: readonly ConfigProblem[]): Parts {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const rules = problems.some(({ consequence }) => consequence === undefined)
    ? md`**The configuration can’t be used as it is.** Until it is mended, the last valid version on the default branch stays in force, if there is one.`
    : md`**Under this configuration nothing can be decided.** Once it is on the default branch, it stops every pull request that is checked.`;
  return {
    title: `${count} in the configuration · first in line ${problems[0]?.line ?? 1}`,
    parts: [rules, listed(problems)],
  };
}

function listed(problems: readonly ConfigProblem[]): Markdown {
  const lines = problems.slice(0, MAX_LISTED).map(({ message, line }) => md`Line ${line}: ${prose(message)}`);
  const more = problems.length > MAX_LISTED ? [md`… and ${problems.length - MAX_LISTED} more`] : [];
  return bullets([...lines, ...more]);
}

/** What the owner's file leaves open. */
function renderOwner({ problems, ownerUnreadable }: ResolvedConfig, own: readonly ConfigProblem[]): Markdown[] {
  const [first, ...others] = problems.filter((problem) => !own.includes(problem));
  const more = others.length > 0 ? md` (and ${others.length} more)` : md``;
  const isToldAbove = own.some(({ consequence }) => consequence === 'nothing-decided');
  return [
    ...(first === undefined
      ? []
      : [
          md`⚠ **The owner’s file has a problem of its own**, which is not of this change: ${code(first.source)} line ${first.line}: ${prose(first.message)}${more}`,
        ]),
    ...(ownerUnreadable === null || isToldAbove
      ? []
      : [md`⚠ **What the owner’s file adds could not be read** (${ownerUnreadable.what}), so other rules may hold.`]),
  ];
}

function renderEffect(path: string, { config }: ResolvedConfig, ignored: readonly ConfigProblem[]): Parts {
  const rules = RULES.map((rule) => {
    const mode = modeOf(config, rule.id);
    if (mode === 'off') return md`${code(rule.id)} is switched off.`;
    if (rule.id === 'debt-capacity' && mode === 'report') return renderBandless(config);
    const from = config.guardrails[rule.id]['enforce-from'];
    const since = mode === 'enforce' && from !== undefined ? md` pull requests opened since ${from}` : md``;
    const does = md`${code(rule.id)} ${{ markdown: DOES[mode] }}${since}: `;
    return rule.id === 'debt-capacity' && mode !== 'report'
      ? md`${does}${renderBandEffect(config, mode)}`
      : md`${does}${rule.summary}`;
  });
  const branches = config.branches.length === 0 ? md`` : joined(config.branches.map(code), ', ');
  const where: Markdown =
    config.branches.length === 0
      ? md`pull requests into the default branch`
      : md`pull requests into the default branch and ${branches}`;
  const [first] = ignored;
  return {
    title:
      first === undefined
        ? 'The configuration is valid'
        : `The configuration is valid, but in part without effect · first in line ${first.line}`,
    parts: [
      md`**${code(path)} is valid.** Once it is on the default branch, ${where} are checked:`,
      bullets(rules),
      ...(first === undefined ? [] : [md`⚠ **Without effect**; the rest is in force:`, listed(ignored)]),
    ],
  };
}

const DOES: Readonly<Record<Exclude<Mode, 'off'>, string>> = {
  report: 'is evaluated, and never colours the check',
  warn: 'warns, and blocks nothing',
  enforce: 'blocks',
};
