/** What lets work pass that is urgent, or debt: the ways that are open to this author, in words. */
import type { ClassLabels } from '../classes/class-labels.ts';
import { isSameLabel } from '../facts/actor.ts';
import type { Way } from '../links/link.ts';
import { code, joined, type Markdown, md } from '../reports/markdown.ts';

interface Stopped {
  readonly require: 'link' | 'objective';
  readonly classLabels: ClassLabels;
  readonly accept: readonly Way[];
  readonly trailer: string | null;
  /** A fork's author has no labels here, and no sidebar. */
  readonly isFork: boolean;
  /** To something that is no objective. */
  readonly isLinked: boolean;
}

/** Labels of a kind that are named one by one. */
const MAX_TOLD = 3;

/** Work that needs none, or needs less, and by which label its author says so. */
export function waysByClass(stopped: Stopped): readonly Markdown[] {
  const { require, classLabels, trailer, isFork, isLinked } = stopped;
  const what = require === 'objective' ? 'objective' : 'link';
  const byIssue = require === 'objective' ? closingWay(stopped) : null;
  const urgent = urgentWays(classLabels, isFork, byIssue);
  const ways = urgent === null ? [] : [md`Security fix, revert or incident? It needs no ${what}: ${urgent}.`];
  if (require === 'link') return ways;
  const name = code(classLabels.debt);
  if (isLinked) {
    const step = isFork ? md`ask a maintainer to label it ${name}` : md`label it ${name}`;
    return [...ways, md`Debt work? It needs no objective: ${step}.`];
  }
  if (byIssue === null && trailer === null) return ways;
  const step = isFork
    ? md`link it, and ask a maintainer to label it ${name}`
    : md`link it, and label it or this pull request ${name}`;
  return [...ways, md`Debt work? Its issue is enough: ${step}.`];
}

/** How this author links an issue for closing; null where no such link counts. */
function closingWay({ accept, isFork }: Stopped): Markdown | null {
  if (accept.includes('closing')) return code('Closes #n');
  return accept.includes('sidebar') && !isFork ? md`in the *Development* panel` : null;
}

/** The rest of a sentence; null where nothing is configured that this author could do. */
function urgentWays({ expedite, expediteIssue }: ClassLabels, isFork: boolean, byIssue: Markdown | null) {
  const own = alternatives(expedite);
  const issues = byIssue === null ? null : alternatives(expediteIssue);
  const isSame =
    expedite.length === expediteIssue.length &&
    expedite.every((label) => expediteIssue.some((other) => isSameLabel(label, other)));
  if (own === null) return issues && md`link an issue labelled ${issues} (${byIssue ?? md``})`;
  const label = isFork ? md`ask a maintainer for the label ${own}` : md`add the label ${own}`;
  if (issues === null || byIssue === null) return label;
  return isSame
    ? md`${label}, or link an issue that has one (${byIssue})`
    : md`${label}, or link an issue labelled ${issues} (${byIssue})`;
}

function alternatives(labels: readonly string[]): Markdown | null {
  const told = labels.slice(0, MAX_TOLD).map(code);
  const last = told.pop();
  if (last === undefined) return null;
  return told.length === 0 ? last : md`${joined(told, ', ')} or ${last}`;
}
