/** Block 7, folded: how work flowed, and what all of this was made of. */
import { bullets, code, type Markdown, md } from '../reports/markdown.ts';
import { quietLink } from '../reports/posted-markdown.ts';
import { addLocalDays, addSeconds, startOfLocalDate } from '../time.ts';
import { VERSION } from '../version.ts';
import { days, line, listed, type Room, titledItem } from './render-words.ts';
import type { Flow, FlowFigures, Summary } from './summary.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

export function renderFlow(summary: Summary, room: Room): Markdown {
  const { flow, debt } = summary.blocks;
  const lines = [
    flow.figures === null
      ? md`Flow: not shown, since fewer than three people had something merged.`
      : md`Flow, by proxies: ${renderFigures(flow.figures)}`,
    renderList('Merged', flow.merged, room),
    renderList('Debt merged in the sprint', debt.debtItems, room),
    line([renderRepositories(flow, room), ...renderUnread(flow, room)]),
    renderOrigin(summary),
  ];
  return md`<details><summary>7 Data and flow</summary>\n\n${bullets(lines.filter((each) => each !== null))}\n\n</details>`;
}

function renderFigures({ cycle, deliveries, restore, incidents, reverts }: FlowFigures): Markdown {
  return line([
    cycle === null
      ? md`cycle time: too few merged`
      : md`cycle time p50 ${lasting(cycle.p50)}, p90 ${lasting(cycle.p90)} (${usual('usual p50', cycle.usual, lasting)}n ${cycle.n})`,
    deliveries === null
      ? md`deliveries: too few known`
      : md`${deliveries.kind}s ${deliveries.n}${inBrackets(deliveries.usual)}`,
    restore === null
      ? md`time to restore: ${incidents === null ? md`the incidents could not be read` : md`too few (${incidents})`}`
      : md`time to restore p50 ${lasting(restore.p50)} (${usual('usual', restore.usual, lasting)}n ${restore.n})`,
    md`reverts ${reverts.n} of ${reverts.of}${inBrackets(reverts.usual)}`,
  ]);
}

function inBrackets(value: number | null): Markdown {
  return value === null ? md`` : md` (usual ${value})`;
}

function usual(name: string, value: number | null, show: (value: number) => string): Markdown {
  return value === null ? md`` : md`${name} ${show(value)}, `;
}

/** `1.4 d`, `5.2 h`, `12 min`. */
function lasting(seconds: number): string {
  if (seconds >= DAY) return `${tenths(seconds / DAY)} d`;
  return seconds >= HOUR ? `${tenths(seconds / HOUR)} h` : `${Math.round(seconds / 60)} min`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function renderList(name: string, items: Flow['merged'], room: Room): Markdown | null {
  return items.length === 0
    ? null
    : md`${name} (${items.length}): ${listed(items, room.folded, (item) => titledItem(item), ' · ')}`;
}

function renderRepositories({ read, missing }: Flow, room: Room): Markdown {
  const none = read.length === 0 ? md`Read: nothing` : md`Read: ${listed(read, room.folded, (name) => md`${name}`)}`;
  return missing.length === 0
    ? md`${none}; none missing`
    : md`${none}; not readable: ${listed(missing, room.folded, (name) => md`${name}`)}`;
}

const REASONS: Readonly<Record<Flow['unread'][number]['reason'], string>> = {
  unreachable: 'no answer',
  forbidden: 'not allowed',
  'not-found': 'not visible from here',
};

function renderUnread({ unread }: Flow, room: Room): Markdown[] {
  if (unread.length === 0) return [];
  return [
    md`could not be read: ${listed(unread, room.folded, ({ what, reason }) => md`${what} (${REASONS[reason]})`)}`,
  ];
}

/** What a reader needs to count again. */
function renderOrigin({ period, blocks: { flow }, previous }: Summary): Markdown {
  const { firstDate, lastDate, timezone } = period;
  const from = startOfLocalDate(firstDate, timezone);
  // Both ends of a range are in it.
  const to = addSeconds(startOfLocalDate(addLocalDays(lastDate, 1), timezone), -1);
  return line([
    md`${days(firstDate, lastDate)}, ${timezone}`,
    md`query ${code(`is:pr is:merged merged:${from}..${to}`)}`,
    md`config ${code(flow.origin)}`,
    ...(previous === null ? [] : [md`before this: ${quietLink(previous.period, previous.url)}`]),
    md`v${{ markdown: VERSION }}`,
  ]);
}
