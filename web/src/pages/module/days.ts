/** The day list: nine groups by next action, and the one flat sequence of lines that the virtual list draws. */
import type { CardRow, Day, DayGroup } from '../../api/types';

export const DAYS: readonly Day[] = [
  'overdue', 'today', 'tomorrow', 'this_week', 'next_week', 'later_month', 'next_month', 'later', 'none',
];

/** Open until somebody folds them: what is due soon. The rest waits folded, as one line. */
export const OPEN_BY_DEFAULT: readonly Day[] = ['overdue', 'today', 'tomorrow'];

/** The group a due time falls into, by the bounds the server computed in the member's zone. */
export function dayOf(dueAt: number | null, groups: readonly DayGroup[]): Day {
  if (dueAt === null) return 'none';
  for (const group of groups) {
    if (group.day === 'none') continue;
    if (dueAt >= (group.from_at ?? -Infinity) && dueAt < (group.to_at ?? Infinity)) return group.day;
  }
  return 'later';
}

/** What has been fetched of one group. */
export interface Loaded {
  rows: readonly CardRow[];
  more: boolean;
}

export type Line =
  | { kind: 'head'; key: string; days: DayGroup[]; open: boolean }
  | { kind: 'row'; key: string; day: Day; row: CardRow }
  | { kind: 'wait'; key: string; day: Day };

const WAITING_LINES = 12;

/** Groups, fetched rows and waiting places as one sequence. Neighbouring folded groups share a line. */
export function toLines(
  groups: readonly DayGroup[],
  open: ReadonlySet<Day>,
  loaded: ReadonlyMap<Day, Loaded>,
  foldOnOneLine: boolean,
): Line[] {
  const lines: Line[] = [];
  let folded: DayGroup[] = [];
  const flush = (): void => {
    if (folded.length) lines.push({ kind: 'head', key: `head-${folded.map((one) => one.day).join('-')}`, days: folded, open: false });
    folded = [];
  };
  for (const group of groups) {
    if (group.n === 0) continue;
    if (!open.has(group.day)) {
      folded.push(group);
      if (!foldOnOneLine) flush();
      continue;
    }
    flush();
    lines.push({ kind: 'head', key: `head-${group.day}`, days: [group], open: true });
    const part = loaded.get(group.day);
    for (const row of part?.rows ?? []) lines.push({ kind: 'row', key: `row-${row.id}`, day: group.day, row });
    const missing = part ? (part.more ? WAITING_LINES : 0) : Math.min(group.n, WAITING_LINES);
    for (let i = 0; i < missing; i += 1) lines.push({ kind: 'wait', key: `wait-${group.day}-${i}`, day: group.day });
  }
  flush();
  return lines;
}

/** Order inside a group: earlier first, then by id, as the server sorts. */
function comesBefore(a: CardRow, b: CardRow): boolean {
  const dueA = a.next_due_at ?? Infinity;
  const dueB = b.next_due_at ?? Infinity;
  return dueA === dueB ? a.id < b.id : dueA < dueB;
}

/** Put a card where it belongs among fetched rows; left out when it lies beyond what has been fetched. */
export function placeRow(part: Loaded, row: CardRow): Loaded {
  const rows = part.rows.filter((one) => one.id !== row.id);
  const at = rows.findIndex((one) => comesBefore(row, one));
  if (at < 0) return part.more ? { rows, more: true } : { rows: [...rows, row], more: false };
  return { rows: [...rows.slice(0, at), row, ...rows.slice(at)], more: part.more };
}

/** Counts after a card moved from one group to another (null: it came in or left). */
export function shiftCounts(groups: readonly DayGroup[], from: Day | null, to: Day | null): DayGroup[] {
  if (from === to) return [...groups];
  return groups.map((group) => {
    if (group.capped) return group;
    if (group.day === from) return { ...group, n: Math.max(0, group.n - 1) };
    if (group.day === to) return { ...group, n: group.n + 1 };
    return group;
  });
}
