/** Days as calendar dates "YYYY-MM-DD" in the person's zone. */
import type { NextTask } from '../../api/types';
import { isoDate, isoTime, zonedToUtc } from '../../ui/zone';

export function addDays(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from a date to the next Monday: 1 to 7. */
export function daysToMonday(iso: string): number {
  return ((8 - new Date(`${iso}T00:00:00Z`).getUTCDay()) % 7) || 7;
}

/** A task without a time of day is due until the last millisecond of its day. */
export function endOfDay(iso: string, zone: string): number {
  return zonedToUtc(addDays(iso, 1), '00:00', zone) - 1;
}

export function todayIn(zone: string, now = Date.now()): string {
  return isoDate(now, zone);
}

/** When a task is due after it has been moved to a day: its time of day stays. */
export function dueOn(task: Pick<NextTask, 'due_at' | 'due_has_time'>, iso: string, zone: string): number {
  if (!task.due_has_time || task.due_at === null) return endOfDay(iso, zone);
  return zonedToUtc(iso, isoTime(task.due_at, zone), zone);
}
