import { memo } from 'react';
import type { CardRow } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { DueTime } from '../shared/DueTime';
import { titleOf } from './card-title';
import { Marks } from './list/Marks';
import classes from './mini.module.css';
import { useTexts } from '../../ui/useTexts';

/** A card as it lies on the board and beside the 9-box. */
export const MiniCard = memo(function MiniCard({ row, now }: { row: CardRow; now: number }) {
  const t = useTexts('list');
  const meta = useMeta();
  const format = useFormat();
  const title = titleOf(row);
  const owner = meta.member(row.owner_id);
  const task = row.next_task;
  const due = task && task.due_at !== null ? format.due(task.due_at, task.due_has_time, now) : null;
  return (
    <>
      <span className={classes['top']}>
        <span className={classes['title']}>{title.main}</span>
        <Marks row={row} now={now} t={t} format={format} />
        <DueTime row={row} module={meta.module(row.module_id)} now={now} format={format} />
      </span>
      <span className={classes['middle']}>
        <span className={classes['clip']}>{task ? task.text : t('no_task')}</span>
        {due && <span className={classes['when']} data-late={due.late || undefined}>{due.text}</span>}
      </span>
      <span className={classes['bottom']}>
        <span className={classes['clip']}>{title.rest}</span>
        <span className={classes['value']}>{row.value_minor === null ? '' : format.money(row.value_minor)}</span>
        <span className={classes['owner']} title={owner?.name}>{owner?.initials ?? ''}</span>
      </span>
    </>
  );
});
