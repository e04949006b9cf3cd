import type { TFunction } from 'i18next';
import type { CSSProperties } from 'react';
import { lazy, memo, Suspense } from 'react';
import type { CardRow, Id } from '../../../api/types';
import type { MetaIndex } from '../../../meta/meta';
import type { Format } from '../../../ui/format';
import { Icon } from '../../../ui/Icon';
import { cardUrl } from '../../shared/CardLink';
import { DueTime } from '../../shared/DueTime';
import { dueField } from '../../shared/due-time';
import { titleOf } from '../card-title';
import classes from './list.module.css';
import { Marks } from './Marks';

/** The dot before a status, drawn by the cell itself. */
const dotOf = (colour: string | undefined) => ({ '--dot': colour && `var(--mantine-color-${colour}-6)` }) as CSSProperties;

const QuickActions = lazy(() => import('./QuickActions'));

/** What a list does with its rows; the same object for all of them and all the time. */
export interface RowActions {
  open: (row: CardRow) => void;
  close: (row: CardRow) => void;
}

/** What rows share and are handed, so that none of the hundreds that a scroll draws has hooks or listeners of its own. */
export interface Words {
  t: TFunction<'list'>;
  /** What each row says. */
  noTask: string;
  select: (card: string) => string;
  meta: MetaIndex;
  format: Format;
  /** Changes once a minute, so that times stay true. */
  now: number;
}

interface Props extends Words {
  row: CardRow;
  index: number;
  top: number;
  height: number;
  phone: boolean;
  selected: boolean;
  current: boolean;
  /** Shown in the side panel. */
  shown: boolean;
  /** Under the pointer or with the focus. */
  hot: boolean;
  hold: (id: Id | null) => void;
  actions: RowActions;
}

function NextAction({ row, noTask, meta, format, now }: Words & { row: CardRow }) {
  const task = row.next_task;
  if (!task) {
    return (
      <>
        <span role="gridcell" className={classes['task']} data-none>{noTask}</span>
        <span role="gridcell" className={classes['when']} />
      </>
    );
  }
  const due = task.due_at === null ? null : format.due(task.due_at, task.due_has_time, now);
  const type = meta.taskType(task.type_id);
  const checks = task.checks ?? row.checks;
  return (
    <>
      <span role="gridcell" className={classes['task']}>
        {type && <Icon name={type.icon} size={15} />}
        {task.text}
        {(task.repeats || checks) && (
          <span className={classes['progress']}>
            {task.repeats && <Icon name="repeat" size={13} />}
            {checks && `${String(checks.done)}/${String(checks.n)}`}
          </span>
        )}
      </span>
      <span role="gridcell" className={classes['when']} data-late={due?.late || undefined}>{due?.text}</span>
    </>
  );
}

/** Value and owner: there is no room for them on a phone. */
function Facts({ row, t, meta, format }: Words & { row: CardRow }) {
  const owner = meta.member(row.owner_id);
  return (
    <>
      <span role="gridcell" className={classes['value']}>{row.value_minor === null ? '' : format.money(row.value_minor)}</span>
      <span role="gridcell" className={classes['owner']} title={owner?.name ?? t('nobody')}>
        <span aria-hidden="true">{owner?.initials ?? '–'}</span>
        <span className={classes['hidden']}>{owner?.name ?? t('nobody')}</span>
      </span>
    </>
  );
}

/** Clicks and keys are heard by the list. */
function DayRow({ row, index, top, height, phone, selected, current, shown, hot, hold, actions, ...words }: Props) {
  const { meta, select } = words;
  const status = meta.status(row.status_id);
  const title = titleOf(row);
  const module = meta.module(row.module_id);
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
      style={{ top, height }}
    >
      <span role="gridcell" className={classes['check']}>
        <input type="checkbox" checked={selected} aria-label={select(row.name)} tabIndex={current ? 0 : -1} readOnly />
      </span>
      <span role="gridcell" className={classes['name']} data-due={(module && dueField(module) !== null) || undefined}>
        {/* A plain link: the router's own would watch the address in every row. */}
        <a href={cardUrl(row)} tabIndex={-1} className={classes['title']}>{title.main}</a>
        {title.rest !== '' && <span className={classes['rest']}>{title.rest}</span>}
        <DueTime row={row} module={module} now={words.now} format={words.format} />
      </span>
      <span role="gridcell" className={classes['status']} style={dotOf(status?.colour)}>
        <span className={classes['clip']}>{status?.label}</span>
        <Marks row={row} {...words} />
      </span>
      <NextAction row={row} {...words} />
      {!phone && <Facts row={row} {...words} />}
      {hot && (
        <span role="gridcell" className={classes['quickCell']}>
          <Suspense>
            <QuickActions row={row} actions={actions} hold={(on) => { hold(on ? row.id : null); }} />
          </Suspense>
        </span>
      )}
    </div>
  );
}

export const MemoRow = memo(DayRow);
