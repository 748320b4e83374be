/** Block 1: where this leads, and three or four lines each of which is a figure of another block. */
import { counted } from '../reports/count-words.ts';
import { bullets, code, cutText, joined, type Markdown, md } from '../reports/markdown.ts';
import { AS_FAR, count, debtOfAll, line, listed, planWords, type Room, shortItem, sprintName } from './render-words.ts';
import type { BegunSprint, Headline, LinkFigures, SprintFigures, Summary, Waiting } from './summary.ts';
import { isWhole } from './week.ts';

/** Of a vision: a sentence or two. */
const MAX_VISION = 200;
const MAX_TITLE = 60;

export function renderHeadline(summary: Summary, room: Room): Markdown {
  const { blocks, scope, skipped, previous } = summary;
  const { headline } = blocks;
  const lines = [
    line([renderSprint(headline, blocks.debt.isUnread), ...renderLinks(headline, isWhole(scope))]),
    renderMoved(headline, blocks.objectives.isUnread, room),
    headline.begun === null ? null : renderBegun(headline.begun),
    renderHistory(skipped, previous === null, room),
    renderMissing(summary, room),
  ];
  return md`**1 Headline** ${renderDirection(headline)}\n${bullets(lines.filter((each) => each !== null))}`;
}

function renderDirection({ vision, goal }: Headline): Markdown {
  if (vision === null && goal === null) return md`No vision and no sprint goal are written down.`;
  return line([vision === null ? null : cutText(vision, MAX_VISION), goal === null ? null : md`Goal: ${goal}`]);
}

function renderSprint({ sprint }: Headline, isUnread: boolean): Markdown {
  if (sprint === null) return isUnread ? md`The sprint could not be read` : md`No sprint ran this week`;
  const name = sprintName(sprint);
  const assumed = sprint.isAssumed
    ? md` (dates assumed: a ${code('sprint')} key in the configuration sets them)`
    : md``;
  const { isFinal, isInnovation } = sprint;
  const figures = md`${debtOfAll(sprint)}${isFinal ? md`` : md` so far`}`;
  if (isInnovation) return md`${name}${assumed} is set apart for innovation: ${figures}, weighed against no plan`;
  return md`${name}${assumed} is ${isFinal ? md`closed` : md`running`}: ${figures}${renderStanding(sprint)}`;
}

function renderStanding(sprint: SprintFigures): Markdown {
  const { standing, isFinal } = sprint;
  if (standing === 'none') return md``;
  const still = standing === 'below' && !isFinal ? md`still ` : md``;
  return md`, ${still}${standing} the plan of ${planWords(sprint)}${standing === 'inside' ? md` ✔` : md``}`;
}

function renderLinks({ links, linksBefore, isQuiet }: Headline, isAll: boolean): Markdown[] {
  if (links.of === 0)
    return [isQuiet ? md`nothing merged this week` : md`nothing merged that must be linked${isAll ? md`` : AS_FAR}`];
  const toIssue = md`linked to an issue **${links.linked} of ${links.of}**${before(linksBefore, 'linked', true)}`;
  if (!links.hasObjectives) return [toIssue, md`no objectives yet`];
  const wanted = links.require === 'objective';
  const toObjective = md`to an objective **${links.toObjective} of ${links.of}**${before(linksBefore, 'toObjective', wanted)}`;
  return wanted
    ? [
        md`linked ${toObjective}`,
        md`to an issue **${links.linked} of ${links.of}**${before(linksBefore, 'linked', false)}`,
      ]
    : [toIssue, toObjective];
}

function before(figures: LinkFigures | null, which: 'linked' | 'toObjective', isNamed: boolean): Markdown {
  if (figures === null || figures.of === 0) return md``;
  return md` (${{ markdown: isNamed ? 'week before ' : '' }}${figures[which]} of ${figures.of})`;
}

function renderMoved({ moved, still, oldestDecision }: Headline, isUnread: boolean, room: Room): Markdown | null {
  const objectives =
    isUnread || moved === null ? md`The objectives could not be read.` : movedWords(moved, still, room);
  const decision = oldestDecision === null ? null : renderDecision(oldestDecision);
  if (objectives === null) return decision;
  return decision === null ? objectives : md`${objectives} ${decision}`;
}

const ALL_OF: Readonly<Record<number, string>> = { 1: 'The one objective', 2: 'Both objectives' };

function renderDecision(decision: Waiting): Markdown {
  const title = cutText(decision.title ?? '', MAX_TITLE);
  const name = title.markdown === '' ? shortItem(decision) : md`${shortItem(decision)} (${title})`;
  return decision.days === 0
    ? md`Decision ${name} has been open since today.`
    : md`Decision ${name} has been open for ${count(decision.days, 'day')}.`;
}

function movedWords(moved: number, still: Headline['still'], room: Room): Markdown | null {
  if (still === null) return md`${moved === 0 ? 'No objective' : count(moved, 'objective')} moved${AS_FAR}.`;
  const all = moved + still.length;
  if (all === 0) return null;
  if (still.length === 0) return md`${{ markdown: ALL_OF[all] ?? `All ${all} objectives` }} moved.`;
  const names = listed(still, room.items, shortItem);
  if (moved === 0) {
    if (all === 1) return md`The one objective, ${names}, did not move.`;
    return md`${{ markdown: all === 2 ? 'Neither objective' : `None of ${all} objectives` }} moved: ${names}.`;
  }
  return md`${moved} of ${all} objectives moved; ${names} did not.`;
}

function renderBegun(sprint: BegunSprint): Markdown {
  const { size, plan, unit, goal, title } = sprint;
  const all = size === null ? null : md`about ${counted(unit, size)}`;
  const debt =
    plan === null || plan.least > plan.most
      ? null
      : md`${planWords({ plan, floor: 0, ceiling: 0 })} ${{ markdown: size === 1 ? 'of it' : 'of them' }} debt`;
  const expected = all === null ? md`` : md`: ${joined(debt === null ? [all] : [all, debt], ', ')}`;
  // A sprint of a calendar alone has no place in which somebody could write a goal.
  const aim = goal === null ? (title === null ? md`` : md` No goal is written yet.`) : md` Goal: ${goal}`;
  return md`${sprintName(sprint)} has begun${expected}.${aim}`;
}

function renderHistory(skipped: readonly string[], isFirst: boolean, room: Room): Markdown | null {
  if (skipped.length > 0) return renderSkipped(skipped, room);
  return isFirst ? md`This is the first summary: there is nothing yet to compare it with.` : null;
}

/** Latest last, as they went by. */
export function renderSkipped(skipped: readonly string[], room: Room): Markdown {
  return md`No summary was posted for ${listed(skipped, room.items, (name) => md`${name}`)}.`;
}

/** Whatever is counted here is without them. */
export function renderMissing({ scope }: Summary, room: Room): Markdown | null {
  if (isWhole(scope)) return null;
  return md`This is without ${listed(scope.missing, room.items, (name) => md`${name}`)}, which could not be read.`;
}
