import { IconClockPlus } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { CardRow } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { OnDemand } from '../../ui/OnDemand';
import { Dot } from '../../ui/Status';
import { useTexts, withGap } from '../../ui/useTexts';
import { CardLink } from '../shared/CardLink';
import classes from './home.module.css';

const loadDialogs = () => import('../shared/task-dialogs');
const CloseTask = lazy(() => loadDialogs().then(({ CloseTask: dialog }) => ({ default: dialog })));
const PostponeMenu = lazy(() => loadDialogs().then(({ PostponeMenu: menu }) => ({ default: menu })));

/** What the rows say of a task. */
interface Words {
  close: (task: string) => string;
  postpone: (task: string) => string;
}

function Clock(props: ComponentProps<'button'>) {
  return (
    <button type="button" {...props} className={classes['clock']}>
      <IconClockPlus size={16} stroke={1.6} aria-hidden="true" />
    </button>
  );
}

function Action({ row, words, onClose }: { row: CardRow; words: Words; onClose: () => void }) {
  const meta = useMeta();
  const format = useFormat();
  const task = row.next_task;
  if (!task) return null;
  const due = task.due_at === null ? null : format.due(task.due_at, task.due_has_time);
  const type = meta.taskType(task.type_id);
  const status = meta.status(row.status_id);
  const label = words.postpone(task.text);
  return (
    <li className={classes['action']}>
      <input type="checkbox" className={classes['check']} checked={false} onChange={onClose} aria-label={words.close(task.text)} />
      <span className={classes['when']} data-late={due?.late || undefined}>{due?.text}</span>
      <span className={classes['clip']}>
        {type && <Icon name={type.icon} size={15} />}
        <span>{task.text}</span>
      </span>
      <span className={`${classes['clip'] ?? ''} ${classes['customer'] ?? ''}`}>
        {status && <Dot colour={status.colour} />}
        <CardLink row={row} className={classes['card']} />
        <span className={classes['dim']}>{status?.label}</span>
      </span>
      <OnDemand button={(props) => <Clock {...props} aria-label={label} />}>
        <PostponeMenu row={row} defaultOpened>
          <Clock aria-label={label} />
        </PostponeMenu>
      </OnDemand>
    </li>
  );
}

/** Overdue and today, over all modules, in order; a tick closes, the clock puts off. */
export function MyDay({ rows }: { rows: CardRow[] }) {
  const t = useTexts('home');
  const words = useMemo(
    () => ({ close: withGap((task) => t('close', { task })), postpone: withGap((task) => t('postpone', { task })) }),
    [t],
  );
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
            {list.map((row) => <Action key={row.id} row={row} words={words} onClose={() => { setClosing(row); }} />)}
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
