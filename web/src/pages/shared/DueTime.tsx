import { IconAlarm, IconClockHour4 } from '@tabler/icons-react';
import type { CardRow, Module } from '../../api/types';
import type { Format } from '../../ui/format';
import classes from './due-time.module.css';
import { dueField, dueTime, nearness } from './due-time';

/** How far off the next due time of a ticket is; nothing while none runs. */
export function DueTime({ row, module, now, format }: {
  row: Pick<CardRow, 'fields' | 'created_at'>;
  module: Module | undefined;
  now: number;
  format: Format;
}) {
  const at = module ? dueTime(row, module) : null;
  if (!module || at === null) return null;
  const near = nearness(at, row.created_at, now);
  const Mark = near === 'far' ? IconClockHour4 : IconAlarm;
  return (
    <span className={classes['due']} data-near={near} title={`${dueField(module)?.label ?? ''}: ${format.dateTime(at)}`}>
      <Mark size={14} stroke={1.8} aria-hidden="true" />
      {format.distance(at, now)}
    </span>
  );
}
