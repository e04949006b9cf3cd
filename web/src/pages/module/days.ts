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

/** What has been fetched of one group: its pages, and whether the server has more. */
export interface Loaded {
  pages: readonly (readonly CardRow[])[];
  more: boolean;
}

export type Line =
  | { kind: 'head'; key: string; days: readonly DayGroup[]; open: boolean }
  | { kind: 'row'; key: string; day: Day; row: CardRow; page: number }
  | { kind: 'wait'; key: string; day: Day };

const WAITING_LINES = 12;

/** Heights of headings and of all other lines, in pixels. */
export interface Sizes {
  head: number;
  row: number;
}

interface Segment {
  start: number;
  count: number;
  head: boolean;
  line: (index: number) => Line;
}

/** The page that holds a place of a group, found without copying the pages together: a hundred thousand cost as little as ten. */
function pageAt(pages: Loaded['pages'], starts: readonly number[], index: number): number {
  let low = 0;
  let high = pages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Of a group whose count was cut before anything was found: is there anything, or may there be? */
function mayHoldCards(part: Loaded | undefined): boolean {
  return !part || part.more || part.pages.some((page) => page.length > 0);
}

/** Groups, fetched rows and waiting places as one sequence of lines, each made when it is asked for. */
export class Lines {
  private readonly segments: Segment[] = [];
  /** The open groups: the line of their heading, and the line after their last. */
  private readonly open: { head: number; end: number }[] = [];
  count = 0;

  constructor(
    groups: readonly DayGroup[],
    open: ReadonlySet<Day>,
    loaded: ReadonlyMap<Day, Loaded>,
    /** Neighbouring folded groups share a line. */
    foldOnOneLine: boolean,
  ) {
    let folded: DayGroup[] = [];
    const flush = (): void => {
      if (folded.length > 0) this.addHead(folded, false);
      folded = [];
    };
    for (const group of groups) {
      if (group.n === 0 && !(group.capped && mayHoldCards(loaded.get(group.day)))) continue;
      if (open.has(group.day)) {
        flush();
        const head = this.count;
        this.addHead([group], true);
        this.addRows(group, loaded.get(group.day));
        this.open.push({ head, end: this.count });
      } else {
        folded.push(group);
        if (!foldOnOneLine) flush();
      }
    }
    flush();
  }

  at(index: number): Line | undefined {
    const segment = this.segments.findLast((one) => one.start <= index);
    return segment && index < this.count ? segment.line(index - segment.start) : undefined;
  }

  /** The line of the heading of the open group that a line belongs to; -1 for folded groups. */
  headOf(index: number): number {
    const group = this.open.findLast(({ head }) => head <= index);
    return group && index < group.end ? group.head : -1;
  }

  /** The card at a line, if a card stands there. */
  rowAt(index: number): CardRow | undefined {
    const line = this.at(index);
    return line?.kind === 'row' ? line.row : undefined;
  }

  /** The line of a card, looked for near where it stood before; -1 when it is not there. */
  indexOf(id: number, near = 0, within = this.count): number {
    const isThere = (index: number): boolean => this.rowAt(index)?.id === id;
    for (let away = 0; away <= within; away += 1) {
      if (isThere(near + away)) return near + away;
      if (away > 0 && isThere(near - away)) return near - away;
    }
    return -1;
  }

  /** The next line with a card from here in a direction, or -1. */
  step(from: number, delta: 1 | -1): number {
    for (let index = from + delta; index >= 0 && index < this.count; index += delta) {
      if (this.rowAt(index)) return index;
    }
    return -1;
  }

  /** Where a line begins; where the last one ends for the line after it. */
  topOf(index: number, sizes: Sizes): number {
    let top = 0;
    for (const { start, count, head } of this.segments) {
      if (start >= index) break;
      top += Math.min(count, index - start) * (head ? sizes.head : sizes.row);
    }
    return top;
  }

  /** The line at a height; the last one below all of them. */
  indexAt(height: number, sizes: Sizes): number {
    let top = 0;
    for (const { start, count, head } of this.segments) {
      const size = head ? sizes.head : sizes.row;
      if (height < top + count * size) return start + Math.max(0, Math.floor((height - top) / size));
      top += count * size;
    }
    return Math.max(0, this.count - 1);
  }

  private add(count: number, line: Segment['line'], head = false): void {
    if (count === 0) return;
    this.segments.push({ start: this.count, count, head, line });
    this.count += count;
  }

  private addHead(days: readonly DayGroup[], open: boolean): void {
    const head: Line = { kind: 'head', key: `head-${days.map((one) => one.day).join('-')}`, days, open };
    this.add(1, () => head, true);
  }

  private addRows(group: DayGroup, part: Loaded | undefined): void {
    const { day } = group;
    const pages = part?.pages ?? [];
    const starts: number[] = [];
    let total = 0;
    for (const page of pages) {
      starts.push(total);
      total += page.length;
    }
    const wait = (index: number): Line => ({ kind: 'wait', key: `wait-${day}-${String(index)}`, day });
    this.add(total, (index) => {
      const page = pageAt(pages, starts, index);
      const row = pages[page]?.[index - (starts[page] ?? 0)];
      return row ? { kind: 'row', key: `row-${String(row.id)}`, day, row, page } : wait(index);
    });
    const missing = part ? (part.more ? WAITING_LINES : 0) : group.capped ? WAITING_LINES : Math.min(group.n, WAITING_LINES);
    this.add(missing, wait);
  }
}

/** The line one stands on: which card, where, and in which group. */
export interface Cursor {
  id: number;
  index: number;
  day: Day;
}

export function cursorAt(lines: Lines, index: number): Cursor | null {
  const line = lines.at(index);
  return line?.kind === 'row' ? { id: line.row.id, index, day: line.day } : null;
}

/** How far a card may have been pushed by others that came and went. */
const NEARBY = 400;

/**
 * Where one stands after the lines have changed. The cursor stays with its card while that only shifts inside its group;
 * when the card has left (closed, postponed, trashed), the next one has taken its place and takes the cursor, too.
 */
export function followCursor(lines: Lines, cursor: Cursor): Cursor | null {
  const found = cursorAt(lines, lines.indexOf(cursor.id, cursor.index, NEARBY));
  if (found && found.day === cursor.day) return found;
  if (lines.count === 0) return null;
  const here = Math.min(cursor.index, lines.count - 1);
  const next = lines.rowAt(here) ? here : lines.step(here, 1);
  return cursorAt(lines, next >= 0 ? next : lines.step(here, -1));
}

/** Order inside a group: earlier first, then by id, as the server sorts. */
function comesBefore(a: CardRow, b: CardRow): boolean {
  const dueA = a.next_due_at ?? Infinity;
  const dueB = b.next_due_at ?? Infinity;
  return dueA === dueB ? a.id < b.id : dueA < dueB;
}

/** Put a card where it belongs among fetched rows; left out when it lies beyond what has been fetched. */
export function placeRow(part: Loaded, row: CardRow): Loaded {
  const pages = part.pages.map((page) => (page.some((one) => one.id === row.id) ? page.filter((one) => one.id !== row.id) : page));
  const at = pages.findIndex((page) => {
    const last = page.at(-1);
    return last !== undefined && comesBefore(row, last);
  });
  const page = pages[at];
  if (page) {
    const place = page.findIndex((one) => comesBefore(row, one));
    return { ...part, pages: pages.with(at, [...page.slice(0, place), row, ...page.slice(place)]) };
  }
  return part.more ? { ...part, pages } : { ...part, pages: [...pages, [row]] };
}

/** Counts after a card moved from one group to another. */
function shiftCount(groups: DayGroup[], from: Day, to: Day): void {
  for (const [i, group] of groups.entries()) {
    if (group.capped) continue;
    if (group.day === from) groups[i] = { ...group, n: Math.max(0, group.n - 1) };
    if (group.day === to) groups[i] = { ...group, n: group.n + 1 };
  }
}

/**
 * Rows whose due time no longer fits the group they were fetched for (postponed or closed a moment ago, or late since)
 * move to the group they belong to, and the counts follow, before the server is asked again.
 */
export function regroup(
  groups: readonly DayGroup[],
  loaded: ReadonlyMap<Day, Loaded>,
): { groups: readonly DayGroup[]; loaded: ReadonlyMap<Day, Loaded> } {
  const strays: { row: CardRow; from: Day; to: Day }[] = [];
  const kept = new Map(loaded);
  for (const [day, part] of loaded) {
    const out = part.pages.map((page) => {
      if (page.every((row) => dayOf(row.next_due_at, groups) === day)) return page;
      return page.filter((row) => {
        const to = dayOf(row.next_due_at, groups);
        if (to !== day) strays.push({ row, from: day, to });
        return to === day;
      });
    });
    if (out.some((page, i) => page !== part.pages[i])) kept.set(day, { ...part, pages: out });
  }
  if (strays.length === 0) return { groups, loaded };
  const counts = [...groups];
  for (const { row, from, to } of strays) {
    shiftCount(counts, from, to);
    const part = kept.get(to);
    if (part) kept.set(to, placeRow(part, row));
  }
  return { groups: counts, loaded: kept };
}
