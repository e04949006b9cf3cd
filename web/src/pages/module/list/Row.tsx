import { lazy, memo, Suspense, useState } from 'react';
import type { CardRow } from '../../../api/types';
import { useMeta } from '../../../meta/meta';
import { useFormat } from '../../../ui/format';
import { Icon } from '../../../ui/Icon';
import { Dot } from '../../../ui/Status';
import { useTexts } from '../../../ui/useTexts';
import { titleOf } from '../card-title';
import classes from './list.module.css';
import { Marks } from './Marks';

const QuickActions = lazy(() => import('./QuickActions'));

/** What a list does with its rows; the same object for all of them and all the time. */
export interface RowActions {
  open: (row: CardRow) => void;
  toggle: (row: CardRow, index: number, range: boolean) => void;
  close: (row: CardRow) => void;
  focus: (index: number) => void;
}

interface Props {
  row: CardRow;
  index: number;
  top: number;
  height: number;
  selected: boolean;
  current: boolean;
  /** Shown in the side panel. */
  shown: boolean;
  /** Changes once a minute, so that times stay true. */
  now: number;
  actions: RowActions;
}

function NextAction({ row, now }: { row: CardRow; now: number }) {
  const t = useTexts('list');
  const meta = useMeta();
  const format = useFormat();
  const task = row.next_task;
  if (!task) {
    return (
      <>
        <span role="gridcell" className={classes['task']} data-none>{t('no_task')}</span>
        <span role="gridcell" className={classes['when']} />
      </>
    );
  }
  const due = task.due_at === null ? null : format.due(task.due_at, task.due_has_time, now);
  const type = meta.taskType(task.type_id);
  return (
    <>
      <span role="gridcell" className={classes['task']}>
        {type && <span className={classes['type']}><Icon name={type.icon} size={15} /></span>}
        <span className={classes['clip']}>{task.text}</span>
      </span>
      <span role="gridcell" className={classes['when']} data-late={due?.late || undefined}>{due?.text}</span>
    </>
  );
}

function DayRow({ row, index, top, height, selected, current, shown, now, actions }: Props) {
  const t = useTexts('list');
  const meta = useMeta();
  const format = useFormat();
  const [hot, setHot] = useState(false);
  const [held, setHeld] = useState(false);
  const status = meta.status(row.status_id);
  const owner = meta.member(row.owner_id);
  const title = titleOf(row);
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      tabIndex={current ? 0 : -1}
      data-card={row.id}
      className={classes['row']}
      data-selected={selected || undefined}
      data-shown={shown || undefined}
      data-current={current || undefined}
      style={{ transform: `translateY(${String(top)}px)`, height }}
      onMouseEnter={() => { setHot(true); }}
      onMouseLeave={() => { setHot(false); }}
      onFocus={() => {
        setHot(true);
        actions.focus(index);
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setHot(false);
      }}
      onClick={(event) => {
        if (!event.defaultPrevented) actions.open(row);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) actions.open(row);
      }}
    >
      <span role="gridcell" className={classes['check']}>
        <input
          type="checkbox"
          checked={selected}
          aria-label={t('select', { card: row.name })}
          tabIndex={current ? 0 : -1}
          onClick={(event) => {
            event.stopPropagation();
            actions.toggle(row, index, event.shiftKey);
          }}
          readOnly
        />
      </span>
      <span role="gridcell" className={classes['name']}>
        {/* A plain link: the router's own would watch the address in every row. */}
        <a
          href={`/m/${String(row.module_id)}/card/${String(row.id)}`}
          tabIndex={-1}
          className={classes['title']}
          onClick={(event) => {
            // A plain click opens the panel beside the list; with a modifier the browser opens the card's own page.
            if (event.metaKey || event.ctrlKey || event.shiftKey) event.stopPropagation();
            else {
              event.preventDefault();
              event.stopPropagation();
              actions.open(row);
            }
          }}
        >
          {title.main}
        </a>
        {title.rest !== '' && <span className={classes['rest']}>{title.rest}</span>}
      </span>
      <span role="gridcell" className={classes['status']}>
        {status && <Dot colour={status.colour} />}
        <span className={classes['clip']}>{status?.label}</span>
        <Marks row={row} now={now} />
      </span>
      <NextAction row={row} now={now} />
      <span role="gridcell" className={classes['value']}>{row.value_minor === null ? '' : format.money(row.value_minor)}</span>
      <span role="gridcell" className={classes['owner']} title={owner?.name ?? t('nobody')}>
        <span aria-hidden="true">{owner?.initials ?? '–'}</span>
        <span className={classes['hidden']}>{owner?.name ?? t('nobody')}</span>
      </span>
      {(hot || held) && (
        <span role="gridcell" className={classes['quickCell']}>
          <Suspense>
            <QuickActions row={row} actions={actions} hold={setHeld} />
          </Suspense>
        </span>
      )}
    </div>
  );
}

export const MemoRow = memo(DayRow);
