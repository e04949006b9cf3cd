import { useDroppable } from '@dnd-kit/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { queries } from '../../../api/queries';
import type { BoxCell, CardRow } from '../../../api/types';
import { useMeta } from '../../../meta/meta';
import { Waiting } from '../../../ui/Delayed';
import { useFormat } from '../../../ui/format';
import { PageError } from '../../../ui/PageError';
import { useMoveBox } from '../../shared/card-actions';
import { useModuleState } from '../context';
import { DragCards } from '../DragCards';
import { DragFrame } from '../DragFrame';
import { usePagedCards } from '../usePagedCards';
import classes from './box.module.css';
import { useTexts } from '../../../ui/useTexts';
import { useNow } from '../../../ui/useNow';

const ROWS = [2, 1, 0];
const COLUMNS = [0, 1, 2];

function useLabels(): (code: 'qualification' | 'rating', id: number) => string {
  const meta = useMeta();
  const { module } = useModuleState();
  return (code, id) => meta.option(meta.field(module.id, code), id)?.label ?? '';
}

function Cell({ cell, selected, onPick }: { cell: BoxCell; selected: boolean; onPick: () => void }) {
  const t = useTexts('list');
  const meta = useMeta();
  const format = useFormat();
  const label = useLabels();
  const { setNodeRef, isOver } = useDroppable({ id: cell.cell });
  const share = cell.n > 0 ? cell.n_overdue / cell.n : 0;
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={classes['cell']}
      data-role={cell.role}
      data-over={isOver || undefined}
      aria-pressed={selected}
      onClick={onPick}
    >
      <span className={classes['cellStatus']}>{meta.status(cell.status_id)?.label}</span>
      <span className={classes['hidden']}>
        {label('qualification', cell.qualification)} × {label('rating', cell.rating)}
      </span>
      <span className={classes['cellCount']}>{format.number(cell.n)}</span>
      <span className={classes['cellValue']}>{cell.value_minor > 0 ? format.moneyCompact(cell.value_minor) : ''}</span>
      <span className={classes['cellLate']} data-late={cell.n_overdue > 0 || undefined}>
        {cell.n_overdue > 0
          ? t('box.late', { share: `${format.percent(share)}${cell.overdue_capped ? '+' : ''}` })
          : cell.n > 0 ? t('box.none_late') : ''}
      </span>
    </button>
  );
}

/** The cards of the chosen cell, ordered by next action. */
function CellCards({ cell }: { cell: BoxCell }) {
  const t = useTexts('list');
  const meta = useMeta();
  const format = useFormat();
  const label = useLabels();
  const { module, query } = useModuleState();
  const asked = useMemo(
    () => ({ ...query, status: undefined, group: undefined, cell: cell.cell }),
    [query, cell.cell],
  );
  const { pages, more, ready, error, fetchMore, show } = usePagedCards(module.id, asked);
  const rows = useMemo(
    () => pages.flat().filter((row) => row.qualification === cell.qualification && row.rating === cell.rating),
    [pages, cell.qualification, cell.rating],
  );
  const seen = useCallback((last: number) => {
    if (more && last > rows.length - 20) fetchMore();
    show(0, Math.max(0, pages.length - 1));
  }, [more, rows.length, pages.length, fetchMore, show]);
  return (
    <section className={classes['cards']} aria-label={t('box.cards')}>
      <header className={classes['cardsHead']}>
        <h2 className={classes['cardsTitle']}>{meta.status(cell.status_id)?.label}</h2>
        <p className={classes['why']}>
          {label('qualification', cell.qualification)} × {label('rating', cell.rating)} · {format.number(cell.n)}
        </p>
      </header>
      <DragCards rows={rows} className={classes['scroller']} onSeen={seen}>
        {error && <PageError text={error.message} />}
        {!ready && !error && <Waiting rows={4} />}
        {ready && rows.length === 0 && <p className={classes['none']}>{t('box.empty')}</p>}
      </DragCards>
    </section>
  );
}

/** The 9-box: qualification upwards, rating to the right. Dragging a card into a cell changes both. */
export default function Box() {
  const t = useTexts('list');
  const meta = useMeta();
  const { module, search, owner, set } = useModuleState();
  const label = useLabels();
  const box = useQuery({ ...queries.box(module.id, owner), placeholderData: keepPreviousData });
  const move = useMoveBox();
  const now = useNow();
  const cells = box.data?.cells ?? [];
  const nameOf = (place: string | number): string => {
    const cell = cells.find((one) => one.cell === Number(place));
    return cell ? `${label('qualification', cell.qualification)} × ${label('rating', cell.rating)}` : '';
  };
  if (box.error && !box.data) return <PageError text={box.error.message} retry={() => void box.refetch()} />;
  if (!box.data) return <Waiting />;

  // Without a choice, the most important cell that holds anything.
  const best = [8, 7, 5, 4, 6, 2, 3, 1, 0].find((id) => (cells.find((one) => one.cell === id)?.n ?? 0) > 0);
  const chosen = cells.find((one) => one.cell === (search.cell ?? best ?? 8));
  const drop = (row: CardRow, place: string | number): void => {
    const cell = cells.find((one) => one.cell === Number(place));
    if (!cell || (row.qualification === cell.qualification && row.rating === cell.rating)) return;
    move.mutate({ row, qualification: cell.qualification, rating: cell.rating });
  };
  const heading = (code: 'qualification' | 'rating'): string => meta.field(module.id, code)?.label ?? '';

  return (
    <DragFrame now={now} nameOf={nameOf} onDrop={drop}>
      {() => (
        <div className={classes['page']}>
          <div className={classes['grid']} role="group" aria-label={t('view.box')}>
            <span className={classes['axisUp']} aria-hidden="true">{heading('qualification')} →</span>
            {ROWS.map((qualification) => (
              <div key={qualification} className={classes['row']}>
                <span className={classes['rowLabel']}>{label('qualification', qualification)}</span>
                {COLUMNS.map((rating) => {
                  const cell = cells.find((one) => one.qualification === qualification && one.rating === rating);
                  return cell && (
                    <Cell
                      key={rating}
                      cell={cell}
                      selected={cell.cell === chosen?.cell}
                      onPick={() => { set({ cell: cell.cell, status: undefined, group: undefined }); }}
                    />
                  );
                })}
              </div>
            ))}
            <div className={classes['ratings']} aria-hidden="true">
              <span />
              {COLUMNS.map((rating) => <span key={rating} className={classes['columnLabel']}>{label('rating', rating)}</span>)}
            </div>
            <span className={classes['axisRight']} aria-hidden="true">{heading('rating')} →</span>
          </div>
          {chosen && <CellCards key={chosen.cell} cell={chosen} />}
        </div>
      )}
    </DragFrame>
  );
}
