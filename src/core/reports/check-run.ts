/** Verdicts in words: the title and the summary of the check, the job summary and what the command line prints. */
import type { Reason } from '../classes/class.ts';
import type { ConfigOrigin, ConfigProblem } from '../config/config.ts';
import { describeOrigin } from '../config/describe-origin.ts';
import type { LabelProblem } from '../effects/label.ts';
import type { Unavailable } from '../facts/unavailable.ts';
import { RULES } from '../rules/index.ts';
import { type GuardrailResult, isUnmet, type Mode, type Verdict, worstConclusion } from '../verdict.ts';
import { VERSION } from '../version.ts';
import { CLASS_WORDS, describeReason, renderClass } from './classification.ts';
import type { Explanation } from './explanation.ts';
import { renderLabelProblem } from './label-problem.ts';
import { bullets, cleanText, code, joined, type Markdown, md, prose } from './markdown.ts';
import { plainMarkdown } from './plain-markdown.ts';

/** Longest title of a check (spec, section 3). */
const MAX_TITLE = 80;
/** `output.summary` holds at most 65 535 characters (GitHub answers 422 beyond). */
export const MAX_SUMMARY = 65_535;
/** What stands around the verdicts: a problem of the configuration, the closing line and the footer, each of bounded length. */
const RESERVED = 6_000;

/** Through which door the reader came: each sees a change in its own time. */
export type Door = 'app' | 'action' | 'command-line';

export interface CheckText {
  readonly title: string;
  readonly summary: string;
}

/** What is said beside the verdicts themselves. */
export interface CheckNotes {
  /** Of the configuration. */
  readonly problems: readonly ConfigProblem[];
  readonly labelProblems: readonly LabelProblem[];
}

/** Text of the check on a head commit. `verdicts` are worst first and never empty. */
export function renderCheck(
  verdicts: readonly Verdict[],
  { problems, labelProblems }: CheckNotes,
  door: Door,
): CheckText {
  const [worst] = verdicts;
  if (worst === undefined) throw new Error('a check without a verdict');
  const isForAuthor = verdicts.some(({ guardrails }) => guardrails.some(isMendedByAuthor));
  const before = problems.length > 0 ? [renderProblems(problems, worst.config)] : [];
  const after = [
    ...labelProblems.map(renderLabelProblem),
    ...(isForAuthor ? [CLOSING[door]] : []),
    renderFooter(worst.config),
  ];
  const title = titleOf(worst);
  if (verdicts.length === 1) {
    return { title, summary: joined([...before, ...renderVerdict(worst), ...after], '\n\n').markdown };
  }
  const shared = md`This commit is the head of ${verdicts.length} pull requests; the check shows the worst of them.`;
  return {
    title: cut(`#${worst.pullRequest}: ${title}`, MAX_TITLE),
    summary: joined([...before, shared, ...fitting(verdicts), ...after], '\n\n').markdown,
  };
}

/** What the sprint does turns without the author; only what is theirs to mend ends in how soon a change is seen. */
function isMendedByAuthor(result: GuardrailResult): boolean {
  return isUnmet(result) && RULES.find(({ id }) => id === result.rule)?.check === 'leadership';
}

/** As many pull requests as fit beside the rest of the text; each ends where its last sentence does. */
function fitting(verdicts: readonly Verdict[]): Markdown[] {
  const blocks: Markdown[] = [];
  let left = MAX_SUMMARY - RESERVED;
  for (const verdict of verdicts) {
    const block = joined([md`### #${verdict.pullRequest}`, ...renderVerdict(verdict)], '\n\n');
    left -= block.markdown.length + 2;
    if (left < 0) return [...blocks, md`… and ${verdicts.length - blocks.length} more pull requests.`];
    blocks.push(block);
  }
  return blocks;
}

function titleOf({ guardrails, classification }: Verdict): string {
  const [first] = guardrails;
  const counts = CLASS_WORDS[classification.class];
  if (first === undefined) return `No guardrail is switched on · ${counts}`;
  const title = cleanText(explain(first).title);
  const whole = first.outcome === 'pass' ? `${title} · ${counts}` : title;
  return whole.length <= MAX_TITLE ? whole : cut(title, MAX_TITLE);
}

function renderVerdict({ guardrails, classification }: Verdict): Markdown[] {
  const counts = renderClass(classification);
  // Where the class is what exempts it, each guardrail's own line says so.
  const isTold = guardrails.some(({ code: found }) => EXEMPTING_CLASSES.has(found));
  const line = isTold ? [] : [guardrails.some(isUnmet) ? counts : md`✔ ${counts}`];
  if (guardrails.length === 0) return [md`Every guardrail is ${code('off')} here.`, ...line];
  return [...guardrails.map((result) => (isUnmet(result) ? renderStop(result) : renderPass(result))), ...line];
}

function renderPass(result: GuardrailResult): Markdown {
  const { statement, examined = [] } = explain(result);
  return joined([md`✔ ${statement}`, ...(examined.length > 0 ? [bullets(examined)] : [])], '\n');
}

function renderStop(result: GuardrailResult): Markdown {
  const { statement, paste, likely = [], examined = [], ways = [], part, sums } = explain(result);
  const parts = [
    statement,
    // Foreign text never gets in here: a line to paste is made of our own words and a reference.
    ...(paste === undefined ? [] : [{ markdown: `    ${paste}` }]),
    ...(likely.length > 0 ? [md`Likely: ${joined(likely, ' · ')}`] : []),
    ...(examined.length > 0 ? [joined(examined, ' · ')] : []),
    ...(ways.length > 0 ? [bullets(ways)] : []),
    ...modeNote(result, part),
    ...(sums === undefined ? [] : [md`<sub>${sums}</sub>`]),
  ];
  return joined(parts, '\n\n');
}

function modeNote({ mode, enforcedFrom, outcome, isOfTheMoment }: GuardrailResult, part = 'the rule'): Markdown[] {
  if (isOfTheMoment === true) {
    return [
      md`This does not block: a job is over before the sprint turns. With ${code('check-run: true')} and the workflow ${code('sprint.yml')} beside it, in a merge queue or through the App, it does.`,
    ];
  }
  if (enforcedFrom !== undefined) {
    return [md`This does not block: the rule binds pull requests opened since ${enforcedFrom}.`];
  }
  if (outcome === 'fail' && mode === 'warn') return [md`This does not block: ${part} is in ${code('warn')}.`];
  if (outcome === 'fail' && mode === 'report') return [md`This does not block: ${part} is in ${code('report')}.`];
  return [];
}

const CLOSING: Readonly<Record<Door, Markdown>> = {
  app: md`An edit is seen in seconds, a link in the Development panel within 10 minutes; *Re-check* is at once.`,
  action: md`An edit starts this job again; after linking in the Development panel, run the job again.`,
  'command-line': md`Run the command again after a change.`,
};

function renderProblems(problems: readonly ConfigProblem[], origin: ConfigOrigin): Markdown {
  // What invalidates the file goes before what merely has no effect.
  const first = problems.find(({ consequence }) => consequence !== 'ignored') ?? problems[0];
  if (first === undefined) return md``;
  const more = problems.length > 1 ? md` (And ${problems.length - 1} more.)` : md``;
  const end = /[.?!]$/.test(first.message) ? md`` : md`.`;
  return md`⚠ **The configuration has a problem:** ${code(first.source)} line ${first.line}: ${prose(first.message)}${end}${more} ${{ markdown: STATES[origin.state] }}`;
}

const STATES: Readonly<Record<ConfigOrigin['state'], string>> = {
  committed: 'The rest of the file is in force.',
  'last-valid': 'Until it is mended, the last valid version of the file is in force.',
  defaults: 'The defaults are in force.',
  'defaults-invalid': 'No version of the file was ever valid, so the defaults are in force and nothing blocks.',
  unsettled: 'No valid version of it was found among the newest, so nobody knows which rules are in force.',
};

function renderFooter(origin: ConfigOrigin): Markdown {
  return md`<sub>Rules: ${describeOrigin(origin)} · v${{ markdown: VERSION }}</sub>`;
}

/** The words of a result: the rule's own, or those for what stands above every rule. */
export function explain(result: GuardrailResult): Explanation {
  const rule = RULES.find(({ id }) => id === result.rule);
  const general = GENERAL[result.code];
  if (general !== undefined) return general(result.args);
  const message = rule?.messages[result.code as keyof typeof rule.messages] as
    | ((args: unknown, mode: Mode) => Explanation)
    | undefined;
  if (message === undefined) throw new Error(`no text for ${result.rule}/${result.code}`);
  return message(result.args, result.mode);
}

const EXEMPTING_CLASSES: ReadonlySet<string> = new Set(['excluded', 'expedite', 'expedite-unverified']);

const GENERAL: Readonly<Record<string, (args: unknown) => Explanation>> = {
  'config-repair': () => ({
    title: 'Passes: it only changes the configuration, which needs mending',
    statement: md`**Nothing is checked** while the committed configuration is invalid and this changes nothing else.`,
  }),
  'owner-config-unreadable': (args) => {
    const { what, reason } = args as Unavailable;
    const next =
      reason === 'not-found'
        ? md`A maintainer mends the configuration.`
        : md`A maintainer checks that the app or the token may read ${what}.`;
    return {
      title: 'The configuration could not be read',
      statement: md`**The rules that hold here could not be read** (${what}), so nothing was decided.`,
      ways: [md`Nothing needs to be changed in this pull request. ${next}`],
    };
  },
  excluded: (args) => {
    const why = describeReason(args as Reason);
    return { title: `Not checked: ${plainMarkdown(why.markdown)}`, statement: md`**Not checked:** ${why}.` };
  },
  expedite: (args) => {
    const why = describeReason(args as Reason);
    return {
      title: `Passes as urgent work: ${plainMarkdown(why.markdown)}`,
      statement: md`**Passes every guardrail as urgent work:** ${why}.`,
    };
  },
  'expedite-unverified': (args) => {
    const why = describeReason(args as Reason);
    return {
      title: 'Passes for now as urgent work · could not be verified yet',
      statement: md`**Passes for now as urgent work:** ${why}. GitHub gave no answer when it was asked whether that holds; the next look decides.`,
    };
  },
};

/** Worst first, then by number: the order in which a shared head is shown. */
export function worstFirst(verdicts: readonly Verdict[]): readonly Verdict[] {
  return [...verdicts].sort((a, b) => {
    if (a.conclusion === b.conclusion) return a.pullRequest - b.pullRequest;
    return worstConclusion([a.conclusion, b.conclusion]) === a.conclusion ? -1 : 1;
  });
}

function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()}…`;
}
