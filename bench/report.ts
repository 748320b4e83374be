/** Figures beside their budgets: as a table for a terminal, as Markdown, and as JSON. */

export interface Row {
  readonly name: string;
  /** How it was measured: `once`, `median of 11`, `2 000 deliveries`. */
  readonly measured: string;
  readonly figure: string;
  readonly floor: string;
  readonly budget: string;
  readonly aim: string;
  readonly isOver: boolean;
  /** Whether being over makes the run fail: counts and bytes do, timings of a shared machine do not. */
  readonly isGated: boolean;
  /** The figures as numbers, for `results.json`. */
  readonly values: Readonly<Record<string, number>>;
}

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Requests as the budgets count them. */
export interface Requests {
  readonly reads: number;
  readonly writes: number;
  /** GraphQL points. */
  readonly points: number;
}

export interface RequestBudget {
  readonly reads: number;
  readonly writes: number;
  /** Printed beside the requests and held only where budgets.md names them. */
  readonly points?: number;
}

export function requestRow(name: string, measured: string, got: Requests, budget: RequestBudget): Row {
  const { points } = budget;
  return {
    name,
    measured,
    figure: `${counted(got.reads, 'read')} · ${counted(got.writes, 'write')} · ${counted(got.points, 'point')}`,
    floor: '',
    budget: `${budget.reads} · ${budget.writes}${points === undefined ? '' : ` · ${points}`}`,
    aim: '',
    isOver: got.reads > budget.reads || got.writes > budget.writes || (points !== undefined && got.points > points),
    isGated: true,
    values: { ...got },
  };
}

export interface Figure {
  readonly name: string;
  readonly measured: string;
  readonly figure: number;
  /** `''` for ratios. */
  readonly unit?: string;
  /** What the figure stands beside, with its unit; empty where there is nothing. */
  readonly floor?: string;
  readonly budget: number;
  readonly aim?: number;
  readonly isGated?: boolean;
  /** A figure that must reach its budget instead of staying below it. */
  readonly isLeast?: boolean;
}

export function figureRow(input: Figure): Row {
  const { name, measured, figure, unit = '', floor = '', budget, aim, isGated = false, isLeast = false } = input;
  const sign = isLeast ? '≥' : '≤';
  const withUnit = (value: number) => (unit === '' ? rounded(value) : `${rounded(value)} ${unit}`);
  return {
    name,
    measured,
    figure: withUnit(figure),
    floor,
    budget: `${sign} ${withUnit(budget)}`,
    aim: aim === undefined ? '' : withUnit(aim),
    // A figure that could not be taken is no success.
    isOver: !(isLeast ? figure >= budget : figure <= budget),
    isGated,
    values: { figure, budget },
  };
}

/** A figure that nothing is held to: it makes its neighbours readable. */
export function noteRow(name: string, measured: string, figure: string): Row {
  return { name, measured, figure, floor: '', budget: '', aim: '', isOver: false, isGated: false, values: {} };
}

export function rounded(value: number): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const [whole = '', fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ' ');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function counted(count: number, noun: string): string {
  return `${rounded(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const HEADINGS = ['what', 'measured', 'figure', 'floor', 'budget', 'aim', ''] as const;

function cells(row: Row): string[] {
  return [row.name, row.measured, row.figure, row.floor, row.budget, row.aim, stateOf(row)];
}

function stateOf({ isOver, isGated, budget }: Row): string {
  if (budget === '') return '';
  if (!isOver) return 'ok';
  return isGated ? 'OVER' : 'over';
}

export function renderTerminal({ title, rows }: Group): string {
  const table = [[...HEADINGS], ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)));
  const lines = table.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

export function renderMarkdown({ title, rows }: Group): string {
  const line = (values: readonly string[]) => `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `### ${title}`,
    '',
    line(HEADINGS),
    line(HEADINGS.map(() => '---')),
    ...rows.map((row) => line(cells(row))),
  ].join('\n');
}

/** The rows that make the run fail. */
export function broken(groups: readonly Group[]): readonly Row[] {
  return groups.flatMap(({ rows }) => rows).filter(({ isOver, isGated }) => isOver && isGated);
}
