/** The check runs that a head commit should show: what to write if nothing were there yet. */
import { CONFIG_PATH, type ConfigProblem, type ResolvedConfig } from '../config/config.ts';
import { fingerprint } from '../fingerprint.ts';
import { type CheckNotes, type Door, renderCheck, worstFirst } from '../reports/check-run.ts';
import { problemsInFile, renderConfigCheck } from '../reports/config-check.ts';
import { cleanText, md } from '../reports/markdown.ts';
import { renderVerdictData } from '../reports/verdict-data.ts';
import { RULES } from '../rules/index.ts';
import {
  type CheckName,
  type Conclusion,
  conclusionOf,
  type HeadVerdict,
  type Mode,
  type Verdict,
  worstConclusion,
} from '../verdict.ts';
import type { Annotation, CheckAction, CheckRunEffect } from './effect.ts';
import { type ExternalId, formatExternalId } from './external-id.ts';

export const RECHECK: CheckAction = {
  label: 'Re-check',
  description: 'Look at this pull request again',
  identifier: 'recheck',
};

/** The part of a verdict that one check shows; null where it has nothing to show. */
export function partOf(verdict: Verdict, check: CheckName): Verdict | null {
  const rules: readonly string[] = RULES.filter((rule) => rule.check === check).map(({ id }) => id);
  const guardrails = verdict.guardrails.filter(({ rule }) => rules.includes(rule));
  // The first check is always there: it may be required, and would stay "expected" else.
  if (guardrails.length === 0 && check !== 'leadership') return null;
  return { ...verdict, guardrails, conclusion: worstConclusion(guardrails.map(conclusionOf)) };
}

/** The verdict on a head commit out of those on the pull requests that share it. */
export function headVerdict(
  verdicts: readonly Verdict[],
  headOid: string,
  notes: CheckNotes,
  door: Door,
): { readonly head: HeadVerdict; readonly summary: string } {
  const ordered = worstFirst(verdicts);
  const [worst] = ordered;
  if (worst === undefined) throw new Error('no verdict for a head');
  const { title, summary } = renderCheck(ordered, notes, door);
  const conclusion = worstConclusion(ordered.map((verdict) => verdict.conclusion));
  const head: HeadVerdict = {
    version: 1,
    repository: worst.repository,
    headOid,
    conclusion,
    title,
    verdicts: ordered,
  };
  return { head, summary };
}

/** `owner`: whose rules these are, by which a debt check that holds something up is released once they have no plan. */
export function verdictCheck(name: CheckName, head: HeadVerdict, summary: string, owner?: string): CheckRunEffect {
  const decision = head.verdicts.map(({ pullRequest, guardrails }) => [
    pullRequest,
    guardrails.map(({ rule, mode, outcome, code }) => [rule, mode, outcome, code]),
  ]);
  const check = checkRun({
    name,
    headOid: head.headOid,
    conclusion: head.conclusion,
    pullRequests: head.verdicts.map(({ pullRequest }) => pullRequest),
    decision: JSON.stringify([head.conclusion, decision]),
    ...(name === 'leadership/debt' && head.conclusion !== 'success' && { owner }),
    title: head.title,
    summary,
    annotations: [],
  });
  return { ...check, text: renderVerdictData(head) };
}

/**
 * Annotations of one request, and of one check (REST docs, "Create a check run"). More could follow in further requests,
 * but a stranger's file of a thousand mistakes must not cost twenty writes; the summary says how many more there are.
 */
const MAX_ANNOTATIONS = 50;

/**
 * The check on pull requests that add, change or remove the configuration file; they share the head commit. It fails only
 * where `modeCap` lets a guardrail fail.
 */
export function configCheck(
  pullRequests: readonly number[],
  headOid: string,
  resolved: ResolvedConfig | null,
  modeCap: Mode = 'enforce',
): CheckRunEffect {
  const { title, summary } = renderConfigCheck(CONFIG_PATH, resolved);
  const problems = resolved === null ? [] : problemsInFile(resolved);
  const fails = modeCap === 'enforce' && problems.some(({ consequence }) => consequence !== 'ignored');
  const conclusion: Conclusion = fails ? 'failure' : problems.length > 0 ? 'neutral' : 'success';
  return checkRun({
    name: 'leadership/config',
    headOid,
    conclusion,
    pullRequests,
    decision: conclusion,
    title,
    summary,
    annotations: problems.slice(0, MAX_ANNOTATIONS).map((problem) => annotationOf(problem, fails)),
  });
}

function annotationOf(
  { path: key, message, line, column, endColumn, consequence }: ConfigProblem,
  fails: boolean,
): Annotation {
  return {
    path: CONFIG_PATH,
    startLine: line,
    endLine: line,
    ...(endColumn !== undefined && { startColumn: column, endColumn }),
    level: consequence === 'ignored' || !fails ? 'warning' : 'failure',
    title: key === '' ? 'Configuration' : cleanText(key),
    message,
  };
}

/**
 * The check while GitHub gives no answer at all, so that not even a verdict of `not-available` exists. `conclusion` is
 * null while we keep trying; `failure` under `enforce` in the end, never success.
 */
export function unreadCheck(
  pullRequest: number,
  headOid: string,
  cause: string,
  conclusion: 'failure' | 'neutral' | null,
  name: CheckName = 'leadership',
): CheckRunEffect {
  const title =
    conclusion === null ? 'Waiting for an answer from GitHub' : 'Could not be evaluated: GitHub could not be read';
  const next =
    conclusion === null
      ? md`We keep trying.`
      : md`Press *Re-check* once GitHub is well again; the sweep tries every 10 minutes, too.`;
  return checkRun({
    name,
    headOid,
    conclusion,
    pullRequests: [pullRequest],
    decision: `unread ${conclusion}`,
    title,
    summary: md`**Nothing was decided about this pull request**, because GitHub could not be read (${cause}). ${next}`
      .markdown,
    annotations: [],
  });
}

export function checkRun(parts: {
  readonly name: CheckRunEffect['name'];
  readonly headOid: string;
  readonly conclusion: Conclusion | null;
  readonly pullRequests: readonly number[];
  readonly decision: string;
  readonly owner?: string | undefined;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}): CheckRunEffect {
  const { name, headOid, conclusion, pullRequests, decision, owner, title, summary, annotations } = parts;
  const id: ExternalId = {
    pullRequests: [...pullRequests].sort((a, b) => a - b),
    decision: fingerprint(decision),
    text: fingerprint(JSON.stringify([title, withoutFooter(summary), annotations])),
    owner,
  };
  return {
    kind: 'check-run',
    name,
    headOid,
    conclusion,
    externalId: formatExternalId(id),
    title,
    summary,
    text: null,
    annotations,
    actions: [RECHECK],
  };
}

/** The footer names the commit that the rules were read from; another commit with the same rules says nothing new. */
function withoutFooter(summary: string): string {
  const footer = summary.lastIndexOf('<sub>');
  return footer === -1 ? summary : summary.slice(0, footer);
}
