import { describe, expect, it } from 'vitest';
import type { CalendarPage, TaskRow } from '../../api/types';
import { addDays, daysShown, eventsOf, placeOf, step } from './days';

const zone = 'Europe/Budapest';
const task = (id: number, due: string, more: Partial<TaskRow> = {}): TaskRow => ({
  id, card_id: 1, text: `Task ${String(id)}`, type_id: null, assignee_id: 1, due_at: Date.parse(due), due_has_time: true, duration_min: 0,
  reminder_min: 0, address: '', state: 'open', result: '', closed_at: null, closed_by: null, created_at: 0, created_by: 1, version: 1,
  repeat: null, checks: null, card: { id: 1, name: 'Card', module_id: 1, status_id: 1 }, ...more,
});

describe('days', () => {
  it('of a view', () => {
    expect(daysShown('day', '2026-11-22')).toEqual(['2026-11-22', '2026-11-23']);
    expect(daysShown('week', '2026-11-22')).toEqual(['2026-11-16', '2026-11-23']); // a Sunday ends its week
    expect(daysShown('month', '2026-11-22')).toEqual(['2026-10-26', '2026-12-07']);
  });
  it('before and behind', () => {
    expect(step('month', '2026-12-31', 1)).toBe('2027-01-01');
    expect(step('week', '2026-01-01', -1)).toBe('2025-12-25');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
  it('hold tasks at their local times, and what is to come', () => {
    const page: CalendarPage = {
      rows: [task(1, '2026-03-29T08:00:00Z'), task(2, '2026-03-29T21:59:59.999Z', { due_has_time: false }), task(3, '2026-01-01T09:00:00Z')],
      coming: [{ task_id: 3, at: Date.parse('2026-03-30T08:00:00Z') }], more: false,
    };
    const events = eventsOf(page, [Date.parse('2026-03-28T23:00:00Z'), Date.parse('2026-04-04T22:00:00Z')], zone, Date.parse('2026-03-29T09:00:00Z'));
    expect(events.map(({ id, start, end, color }) => [id, start, end, color])).toEqual([
      [1, '2026-03-29 10:00:00', '2026-03-29 10:30:00', 'red'],
      [2, '2026-03-29 00:00:00', '2026-03-30 00:00:00', 'blue'],
      [`3-${String(Date.parse('2026-03-30T08:00:00Z'))}`, '2026-03-30 10:00:00', '2026-03-30 10:30:00', 'gray'],
    ]);
  });
});

describe('where something is dropped', () => {
  it('is a day or a time', () => {
    expect(placeOf('2026-11-22 00:00:00', '2026-11-23 00:00:00', zone)).toEqual({ due_date: '2026-11-22' });
    expect(placeOf('2026-11-22 00:00:00', '2026-11-22 23:59:59', zone)).toEqual({ due_date: '2026-11-22' });
    expect(placeOf('2026-11-22 09:30:00', '2026-11-22 10:15:00', zone)).toEqual({ due_at: Date.parse('2026-11-22T08:30:00Z'), duration_min: 45 });
    expect(placeOf('2026-11-22 00:00:00', '2026-11-22 00:30:00', zone)).toEqual({ due_at: Date.parse('2026-11-21T23:00:00Z'), duration_min: 30 });
  });
});
