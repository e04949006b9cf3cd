/* Tasks as the calendar's events: times of the member's zone as texts, the way the calendar wants them. */
import type { ScheduleEventData } from '@mantine/schedule';
import type { CalendarPage, TaskRow } from '../../api/types';
import { isoDate, isoTime, zonedToUtc } from '../../ui/zone';

export type View = 'day' | 'week' | 'month';

const lastsMin = 30;

export const addDays = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);

const monday = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** The days that a view of `day` shows, the last one not included; a month is shown in whole weeks. */
export function daysShown(view: View, day: string): [string, string] {
  if (view === 'day') return [day, addDays(day, 1)];
  if (view === 'week') return [monday(day), addDays(monday(day), 7)];
  const first = monday(`${day.slice(0, 8)}01`);
  return [first, addDays(first, 42)];
}

/** The day that lies one step before or behind. */
export function step(view: View, day: string, by: 1 | -1): string {
  if (view !== 'month') return addDays(day, by * (view === 'week' ? 7 : 1));
  const first = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + by);
  return first.toISOString().slice(0, 10);
}

const local = (at: number, zone: string): string => `${isoDate(at, zone)} ${isoTime(at, zone)}:00`;

function span(at: number, task: TaskRow, zone: string): { start: string; end: string } {
  const day = isoDate(at, zone);
  if (!task.due_has_time) return { start: `${day} 00:00:00`, end: `${addDays(day, 1)} 00:00:00` };
  return { start: local(at, zone), end: local(at + (task.duration_min || lastsMin) * 60_000, zone) };
}

export interface Shown {
  task: TaskRow;
  /** A time to come by its rule, not the task itself. */
  coming: boolean;
}

export function eventsOf(page: CalendarPage, range: [number, number], zone: string, now: number): ScheduleEventData<{ shown: Shown }>[] {
  const byId = new Map(page.rows.map((task) => [task.id, task]));
  const titleOf = (task: TaskRow) => `${task.text} · ${task.card.name}`;
  const own = page.rows.flatMap((task) =>
    task.due_at === null || task.due_at < range[0] || task.due_at >= range[1] ? [] : [{
      id: task.id, title: titleOf(task), color: task.due_at < now ? 'red' : 'blue', payload: { shown: { task, coming: false } },
      ...span(task.due_at, task, zone),
    }]);
  const coming = page.coming.flatMap(({ task_id, at }) => {
    const task = byId.get(task_id);
    return task === undefined ? [] : [{
      id: `${String(task_id)}-${String(at)}`, title: titleOf(task), color: 'gray', payload: { shown: { task, coming: true } },
      ...span(at, task, zone),
    }];
  });
  return [...own, ...coming];
}

/** Where something was dropped: a day, or a time of day. */
export interface Place {
  due_date?: string;
  due_at?: number;
  duration_min?: number;
}

/** From the calendar's texts; a whole day is a deadline without a time. */
export function placeOf(start: string, end: string, zone: string): Place {
  const [day = '', time = '00:00:00'] = start.split(' ');
  const [endDay = '', endTime = '00:00:00'] = end.split(' ');
  const whole = time === '00:00:00' && (endTime === '00:00:00' || endTime === '23:59:59') && endDay >= day && end !== start;
  if (whole) return { due_date: day };
  const from = zonedToUtc(day, time.slice(0, 5), zone);
  const minutes = Math.round((zonedToUtc(endDay, endTime.slice(0, 5), zone) - from) / 60_000);
  return { due_at: from, ...(minutes > 0 ? { duration_min: minutes } : {}) };
}
