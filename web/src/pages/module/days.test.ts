import { describe, expect, it } from 'vitest';
import type { CardRow, Day, DayGroup } from '../../api/types';
import { dayOf, DAYS, placeRow, shiftCounts, toLines } from './days';

function row(id: number, due: number | null): CardRow {
  return {
    id, number: id, module_id: 1, status_id: 1, name: `card ${String(id)}`, owner_id: null, contact: null, company: null,
    phone: null, email: null, value_minor: null, next_task: null, next_due_at: due, n_open_tasks: 0, qualification: null,
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

  it('draws open groups with their rows and puts folded neighbours on one line', () => {
    const all = groups({ overdue: 2, tomorrow: 3, this_week: 4, none: 1 });
    const loaded = new Map([['overdue' as const, { rows: [row(1, 10), row(2, 20)], more: false }]]);
    const lines = toLines(all, new Set<Day>(['overdue']), loaded, true);
    expect(lines.map((line) => line.kind)).toEqual(['head', 'row', 'row', 'head']);
    expect(lines[3]?.kind === 'head' && lines[3].days.map((one) => one.day)).toEqual(['tomorrow', 'this_week', 'none']);
    expect(toLines(all, new Set<Day>(['overdue']), loaded, false)).toHaveLength(6);
  });

  it('holds places for rows that are on their way', () => {
    const lines = toLines(groups({ today: 3 }), new Set<Day>(['today']), new Map(), true);
    expect(lines.map((line) => line.kind)).toEqual(['head', 'wait', 'wait', 'wait']);
    const more = toLines(groups({ today: 500 }), new Set<Day>(['today']), new Map([['today' as const, { rows: [row(1, 1)], more: true }]]), true);
    expect(more.filter((line) => line.kind === 'wait').length).toBeGreaterThan(0);
  });

  it('puts a postponed card where it belongs, or out of sight when that is not fetched yet', () => {
    const part = { rows: [row(1, 10), row(2, 20), row(5, 20)], more: false };
    const ids = (rows: readonly CardRow[]): number[] => rows.map((one) => one.id);
    expect(ids(placeRow(part, row(3, 20)).rows)).toEqual([1, 2, 3, 5]);
    expect(ids(placeRow(part, row(1, 30)).rows)).toEqual([2, 5, 1]);
    expect(ids(placeRow({ ...part, more: true }, row(1, 30)).rows)).toEqual([2, 5]);
    expect(ids(placeRow(part, row(9, null)).rows)).toEqual([1, 2, 5, 9]);
  });

  it('keeps the counts with a move', () => {
    const moved = shiftCounts(groups({ overdue: 2, today: 5 }), 'overdue', 'today');
    expect(moved.find((group) => group.day === 'overdue')?.n).toBe(1);
    expect(moved.find((group) => group.day === 'today')?.n).toBe(6);
    const capped = groups({ overdue: 1000 }).map((group) => ({ ...group, capped: true }));
    expect(shiftCounts(capped, 'overdue', null)[0]?.n).toBe(1000);
  });
});
