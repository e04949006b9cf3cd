import { useDroppable } from '@dnd-kit/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { showNote } from '../../../api/change';
import { api } from '../../../api/client';
import { keys, queries } from '../../../api/queries';
import type { BoardColumn, CardQuery, CardRow, Status } from '../../../api/types';
import { useMeta } from '../../../meta/meta';
import { Waiting } from '../../../ui/Delayed';
import { useFormat } from '../../../ui/format';
import { PageError } from '../../../ui/PageError';
import { StatusLabel } from '../../../ui/Status';
import { useMove } from '../../shared/useMove';
import { useModuleState } from '../context';
import { DragCards } from '../DragCards';
import { DragFrame } from '../DragFrame';
import { Nothing } from '../Nothing';
import { NEXT_PAGE } from '../paging';
import classes from './board.module.css';
import { useTexts } from '../../../ui/useTexts';
import { useNow } from '../../../ui/useNow';


type BoardQuery = Pick<CardQuery, 'owner' | 'filter' | 'q'>;

/** The cards of a column beyond those that came with the board. */
function useMore(module: number, query: BoardQuery, column: BoardColumn) {
  const [wanted, setWanted] = useState(false);
  const list = useInfiniteQuery({
    queryKey: [...keys.cards(module), 'column', query, column.status_id, column.next] as const,
    queryFn: ({ pageParam, signal }) =>
      api.modules.cards(module, { ...query, status: column.status_id, limit: NEXT_PAGE, cursor: pageParam ?? undefined }, signal),
    initialPageParam: column.next,
    getNextPageParam: (last) => last.next,
    enabled: wanted && column.next !== null,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  const { data, hasNextPage, isFetching, fetchNextPage } = list;
  const more = useCallback(() => {
    if (!wanted) setWanted(true);
    else if (hasNextPage && !isFetching) void fetchNextPage({ cancelRefetch: false });
  }, [wanted, hasNextPage, isFetching, fetchNextPage]);
  const rows = useMemo(() => {
    const first = new Set(column.rows.map((row) => row.id));
    const rest = column.next === null ? [] : (data?.pages.flatMap((page) => page.rows) ?? []);
    // A card moved here a moment ago may still lie in a page fetched before.
    return [...column.rows, ...rest.filter((row) => row.status_id === column.status_id && !first.has(row.id))];
  }, [column, data]);
  const left = column.next !== null && (!data || hasNextPage);
  return { rows, left, more };
}

function Column({ column, status, query, dragging }: {
  column: BoardColumn;
  status: Status;
  query: BoardQuery;
  dragging: boolean;
}) {
  const t = useTexts('list');
  const format = useFormat();
  const { module } = useModuleState();
  const { rows, left, more } = useMore(module.id, query, column);
  const { setNodeRef, isOver } = useDroppable({ id: status.id });
  const seen = useCallback((last: number) => {
    if (left && last > rows.length - 12) more();
  }, [left, rows.length, more]);
  return (
    <section
      ref={setNodeRef}
      className={classes['column']}
      data-over={(isOver && dragging) || undefined}
      aria-label={status.label}
    >
      <header className={classes['columnHead']}>
        <h2 className={classes['columnTitle']}>
          <StatusLabel colour={status.colour} label={status.label} />
        </h2>
        <span className={classes['count']}>{format.number(column.n)}{column.capped ? '+' : ''}</span>
        <span className={classes['sum']}>{column.value_minor > 0 ? format.moneyCompact(column.value_minor) : ''}</span>
      </header>
      <DragCards rows={rows} className={classes['cards']} onSeen={seen}>
        {rows.length === 0 && !left && <p className={classes['none']}>{t('board.empty')}</p>}
      </DragCards>
    </section>
  );
}

/** The pipeline as columns; where it is free, dragging a card moves it. */
export default function Board() {
  const t = useTexts('list');
  const meta = useMeta();
  const { module, query: all } = useModuleState();
  const query = useMemo<BoardQuery>(() => ({
    ...(all.owner === undefined ? {} : { owner: all.owner }), ...(all.filter ? { filter: all.filter } : {}),
    ...(all.q === undefined ? {} : { q: all.q }),
  }), [all]);
  const board = useQuery({ ...queries.board(module.id, query), placeholderData: keepPreviousData, structuralSharing: false });
  const { move, dialog } = useMove(module);
  const now = useNow();
  const reason = module.fixed_reason || t('pipeline.fixed');

  if (board.error && !board.data) return <PageError text={board.error.message} retry={() => void board.refetch()} />;
  if (!board.data) return <Waiting />;
  const { columns } = board.data;
  if (columns.every((column) => column.n === 0 && !column.capped)) return <Nothing />;

  const drop = (row: CardRow, place: string | number): void => {
    const status = meta.status(Number(place));
    if (!status || status.id === row.status_id) return;
    if (module.fixed) {
      showNote(reason);
      return;
    }
    move(row, status);
  };

  return (
    <>
      <DragFrame now={now} nameOf={(place) => meta.status(Number(place))?.label ?? ''} onDrop={drop}>
        {(lifted) => (
          <>
            {lifted && module.fixed && <p className={classes['refusal']} role="status">{reason}</p>}
            <div className={classes['board']} data-fixed={module.fixed || undefined}>
              {columns.map((column) => {
                const status = meta.status(column.status_id);
                return status && (
                  <Column
                    key={column.status_id}
                    column={column}
                    status={status}
                    query={query}
                    dragging={lifted !== null && !module.fixed}
                  />
                );
              })}
            </div>
          </>
        )}
      </DragFrame>
      {dialog}
    </>
  );
}
