import { ActionIcon, Checkbox } from '@mantine/core';
import { IconClockPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { CardRow } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { Dot } from '../../ui/Status';
import { PostponeMenu } from '../shared/task-dialogs/PostponeMenu';
import classes from './home.module.css';
import { useTexts } from '../../ui/useTexts';

const CloseTask = lazy(() => import('../shared/task-dialogs').then(({ CloseTask: dialog }) => ({ default: dialog })));

function Action({ row, onClose }: { row: CardRow; onClose: () => void }) {
  const t = useTexts('home');
  const meta = useMeta();
  const format = useFormat();
  const task = row.next_task;
  if (!task) return null;
  const due = task.due_at === null ? null : format.due(task.due_at, task.due_has_time);
  const type = meta.taskType(task.type_id);
  const status = meta.status(row.status_id);
  return (
    <li className={classes['action']}>
      <Checkbox size="sm" checked={false} onChange={onClose} aria-label={t('close', { task: task.text })} />
      <span className={classes['when']} data-late={due?.late || undefined}>{due?.text}</span>
      <span className={classes['clip']}>
        {type && <Icon name={type.icon} size={15} />}
        <span>{task.text}</span>
      </span>
      <span className={`${classes['clip'] ?? ''} ${classes['customer'] ?? ''}`}>
        {status && <Dot colour={status.colour} />}
        <Link to="/m/$moduleId/card/$cardId" params={{ moduleId: row.module_id, cardId: row.id }} className={classes['card']}>
          {row.contact?.name ?? row.name}
        </Link>
        <span className={classes['dim']}>{status?.label}</span>
      </span>
      <PostponeMenu row={row}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('postpone', { task: task.text })}>
          <IconClockPlus size={16} stroke={1.6} />
        </ActionIcon>
      </PostponeMenu>
    </li>
  );
}

/** Overdue and today, over all modules, in order; a tick closes, the clock puts off. */
export function MyDay({ rows }: { rows: CardRow[] }) {
  const t = useTexts('home');
  const [closing, setClosing] = useState<CardRow | null>(null);
  const now = Date.now();
  const late = rows.filter((row) => (row.next_task?.due_at ?? now) < now);
  const today = rows.filter((row) => (row.next_task?.due_at ?? now) >= now);
  return (
    <>
      {([['overdue', late], ['today', today]] as const).map(([key, list]) => list.length > 0 && (
        <section key={key} aria-label={t(key)}>
          <h2 className={classes['heading']}>
            {t(key)}
            <span>{list.length}</span>
          </h2>
          <ul className={classes['list']}>
            {list.map((row) => <Action key={row.id} row={row} onClose={() => { setClosing(row); }} />)}
          </ul>
        </section>
      ))}
      {rows.length === 0 && <p className={classes['none']}>{t('all_done')}</p>}
      <Suspense>
        {closing?.next_task && <CloseTask card={closing} task={closing.next_task} onClose={() => { setClosing(null); }} />}
      </Suspense>
    </>
  );
}
