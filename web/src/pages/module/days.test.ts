import { describe, expect, it } from 'vitest';
import type { CardRow, Day, DayGroup } from '../../api/types';
import { cursorAt, dayOf, DAYS, followCursor, Lines, placeRow, regroup } from './days';
import type { Line, Loaded } from './days';

function row(id: number, due: number | null): CardRow {
  return {
    id, number: id, module_id: 1, status_id: 1, name: `card ${String(id)}`, owner_id: null, contact: null, company: null,
    phone: null, email: null, value_minor: null, next_task: null, checks: null, next_due_at: due, n_open_tasks: 0, qualification: null,
    rating: null, sales_state: null, last_contact_at: null, wake_at: null, review_due: false, stalled: false, status_at: 0,
    created_at: 0, updated_at: 0, version: 1, trashed_at: null, fields: {},
  };
}

function groups(counts: Partial<Record<Day, number>>): DayGroup[] {
  return DAYS.map((day, i) => ({
    day, from_at: i === 0 ? null : i * 100, to_at: day === 'later' || day === 'none' ? null : (i + 1) * 100,
    n: counts[day] ?? 0, capped: false,
  }));
}

describe('the day list', () => {
  it('knows the group of a due time by the bounds of the server', () => {
    const all = groups({});
    expect(dayOf(null, all)).toBe('none');
    expect(dayOf(-5, all)).toBe('overdue');
    expect(dayOf(99, all)).toBe('overdue');
    expect(dayOf(100, all)).toBe('today');
    expect(dayOf(10_000, all)).toBe('later');
  });

  it('skips an empty week: its bounds meet', () => {
    const all = groups({}).map((group) => (group.day === 'this_week' ? { ...group, to_at: 300 } : group));
    expect(dayOf(300, all.map((group) => (group.day === 'next_week' ? { ...group, from_at: 300 } : group)))).toBe('next_week');
  });

  const all = (lines: Lines): Line[] => Array.from({ length: lines.count }, (_, i) => lines.at(i)).filter((one) => one !== undefined);
  const kinds = (lines: Lines): string => all(lines).map((line) => line.kind).join(' ');

  it('knows the height of each line, and the line at each height', () => {
    const list = new Lines(groups({ overdue: 2, today: 40, later: 3, none: 1 }), new Set(['overdue', 'today']), new Map([
      ['overdue', { pages: [[row(1, 5), row(2, 6)]], more: false }],
    ]), true);
    const sizes = { head: 36, row: 38 };
    // A heading, two rows, a heading, twelve waiting places, a line of folded groups.
    expect(list.count).toBe(17);
    expect([0, 1, 3, 4, 16, 17].map((i) => list.topOf(i, sizes))).toEqual([0, 36, 112, 148, 604, 640]);
    for (let i = 0; i < list.count; i += 1) {
      expect(list.indexAt(list.topOf(i, sizes), sizes)).toBe(i);
      expect(list.indexAt(list.topOf(i + 1, sizes) - 1, sizes)).toBe(i);
    }
    expect(list.indexAt(-20, sizes)).toBe(0);
    expect(list.indexAt(10_000, sizes)).toBe(16);
  });

  it('waits for the rows of a group whose count was cut, and drops it when none come', () => {
    const counts = groups({}).map((group) => (group.day === 'today' ? { ...group, capped: true } : group));
    const open = new Set<Day>(['today']);
    const lines = (part?: Loaded): string => kinds(new Lines(counts, open, new Map(part ? [['today', part]] : []), true));
    expect(lines()).toMatch(/^head( wait)+$/);
    expect(lines({ pages: [[]], more: true })).toMatch(/^head( wait)+$/);
    expect(lines({ pages: [[], [row(1, 150)]], more: false })).toBe('head row');
    expect(lines({ pages: [[], []], more: false })).toBe('');
  });

  it('draws open groups with their rows and puts folded neighbours on one line', () => {
    const counts = groups({ overdue: 3, tomorrow: 3, this_week: 4, none: 1 });
    const loaded = new Map<Day, Loaded>([['overdue', { pages: [[row(1, 10), row(2, 20)], [row(3, 30)]], more: false }]]);
    const lines = new Lines(counts, new Set<Day>(['overdue']), loaded, true);
    expect(kinds(lines)).toBe('head row row row head');
    expect([1, 2, 3].map((i) => lines.rowAt(i)?.id)).toEqual([1, 2, 3]);
    const last = lines.at(4);
    expect(last?.kind === 'head' && last.days.map((one) => one.day)).toEqual(['tomorrow', 'this_week', 'none']);
    expect(new Lines(counts, new Set<Day>(['overdue']), loaded, false).count).toBe(7);
    expect(lines.at(5)).toBeUndefined();
    expect([3, 4].map((index) => lines.headOf(index))).toEqual([0, -1]);
  });

  it('steps from card to card over the headings', () => {
    const counts = groups({ overdue: 1, today: 1 });
    const loaded = new Map<Day, Loaded>([
      ['overdue', { pages: [[row(1, 10)]], more: false }], ['today', { pages: [[row(2, 120)]], more: false }],
    ]);
    const lines = new Lines(counts, new Set<Day>(['overdue', 'today']), loaded, true);
    expect(lines.step(-1, 1)).toBe(1);
    expect(lines.step(1, 1)).toBe(3);
    expect(lines.step(3, 1)).toBe(-1);
    expect(lines.step(3, -1)).toBe(1);
    expect(lines.indexOf(2, 0)).toBe(3);
    expect(lines.indexOf(9, 1)).toBe(-1);
    expect([0, 1, 2, 3].map((index) => lines.headOf(index))).toEqual([0, 0, 2, 2]);
  });

  it('holds places for rows that are on their way', () => {
    expect(kinds(new Lines(groups({ today: 3 }), new Set<Day>(['today']), new Map(), true))).toBe('head wait wait wait');
    const more = new Map<Day, Loaded>([['today', { pages: [[row(1, 110)]], more: true }]]);
    expect(kinds(new Lines(groups({ today: 500 }), new Set<Day>(['today']), more, true))).toMatch(/^head row( wait)+$/);
  });

  it('puts a postponed card where it belongs, or out of sight when that is not fetched yet', () => {
    const part: Loaded = { pages: [[row(1, 10), row(2, 20)], [row(5, 20)]], more: false };
    const ids = ({ pages }: Loaded): number[] => pages.flat().map((one) => one.id);
    expect(ids(placeRow(part, row(3, 20)))).toEqual([1, 2, 3, 5]);
    expect(ids(placeRow(part, row(1, 30)))).toEqual([2, 5, 1]);
    expect(ids(placeRow({ ...part, more: true }, row(1, 30)))).toEqual([2, 5]);
    expect(ids(placeRow(part, row(9, null)))).toEqual([1, 2, 5, 9]);
  });

  it('moves rows that no longer fit their group, with the counts', () => {
    const counts = groups({ overdue: 2, today: 1 });
    const loaded = new Map<Day, Loaded>([
      ['overdue', { pages: [[row(1, 10), row(2, 150)]], more: false }], ['today', { pages: [[row(3, 110)]], more: false }],
    ]);
    const after = regroup(counts, loaded);
    expect(after.loaded.get('overdue')?.pages.flat().map((one) => one.id)).toEqual([1]);
    expect(after.loaded.get('today')?.pages.flat().map((one) => one.id)).toEqual([3, 2]);
    expect(after.groups.slice(0, 2).map((group) => group.n)).toEqual([1, 2]);
  });

  it('touches nothing when all rows fit', () => {
    const loaded = new Map<Day, Loaded>([['overdue', { pages: [[row(1, 10)]], more: false }]]);
    expect(regroup(groups({ overdue: 1 }), loaded).loaded).toBe(loaded);
  });

  it('keeps the cursor on its card, and hands it to the next when the card leaves its group', () => {
    const open = new Set<Day>(['overdue', 'today']);
    const make = (overdue: CardRow[], today: CardRow[]): Lines => new Lines(
      groups({ overdue: overdue.length, today: today.length }), open,
      new Map<Day, Loaded>([['overdue', { pages: [overdue], more: false }], ['today', { pages: [today], more: false }]]), true,
    );
    const before = make([row(1, 10), row(2, 20), row(3, 30)], [row(4, 110)]);
    const cursor = cursorAt(before, 2);
    if (!cursor) throw new Error('no row');
    expect(cursor).toEqual({ id: 2, index: 2, day: 'overdue' });
    expect(followCursor(make([row(9, 5), row(1, 10), row(2, 20), row(3, 30)], []), cursor)?.index).toBe(3);
    expect(followCursor(make([row(1, 10), row(3, 30)], [row(2, 105), row(4, 110)]), cursor)?.id).toBe(3);
    expect(followCursor(make([row(1, 10)], []), cursor)?.id).toBe(1);
    expect(followCursor(make([], []), cursor)).toBeNull();
  });
});
