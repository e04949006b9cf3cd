import { closestCenter, DndContext, KeyboardSensor, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core';
import { horizontalListSortingStrategy, SortableContext, sortableKeyboardCoordinates } from '@dnd-kit/sortable';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { CardRow, Field, FieldValue, Id } from '../../../api/types';
import { useMeta } from '../../../meta/meta';
import { Waiting } from '../../../ui/Delayed';
import { PageError } from '../../../ui/PageError';
import { useEditCard } from '../../shared/card-actions';
import { useMove } from '../../shared/useMove';
import type { Column } from '../columns';
import {
  columnFields, encodeColumns, FIRST, moveColumn, requestedColumns, resizeColumn, resolveColumns, toggleColumn,
} from '../columns';
import { useModuleState } from '../context';
import { Nothing } from '../Nothing';
import type { RowCommand } from '../RowCommands';
import type { Selection } from '../selection';
import { useListKeys } from '../useListKeys';
import { usePagedCards } from '../usePagedCards';
import { canEdit, Cell } from './Cell';
import { ColumnMenu } from './ColumnMenu';
import { HeadCell } from './HeadCell';
import classes from './table.module.css';
import { usePhone } from '../../../ui/useMedia';
import { useTexts } from '../../../ui/useTexts';

const ROW = 36;
const CHECK = 36;

interface Placed extends Column {
  field: Field;
  left: number;
}

/** On a phone the column that stands still must leave room for the others. */
const PHONE_FIRST = 150;

function place(columns: readonly Column[], fields: readonly Field[], phone: boolean): { placed: Placed[]; total: number } {
  let left = CHECK;
  const placed: Placed[] = [];
  for (const column of columns) {
    const field = fields.find((one) => one.code === column.code);
    if (!field) continue;
    const width = phone && column.code === FIRST ? Math.min(column.width, PHONE_FIRST) : column.width;
    placed.push({ ...column, width, field, left });
    left += width;
  }
  return { placed, total: left };
}

/** The columns of the address, with a width that is being dragged shown before it is kept. */
function useColumns() {
  const meta = useMeta();
  const { module, search, set } = useModuleState();
  const fields = useMemo(() => columnFields(module, meta.meta.contact_fields), [module, meta]);
  const kept = useMemo(() => resolveColumns(search.columns, fields), [search.columns, fields]);
  const [dragged, setDragged] = useState<Column | null>(null);
  const columns = dragged ? resizeColumn(kept, dragged.code, dragged.width) : kept;
  const keep = (next: readonly Column[]): void => { set({ columns: encodeColumns(next) }, true); };
  return {
    fields,
    columns,
    resize: (code: string, width: number, done: boolean): void => {
      setDragged(done ? null : { code, width });
      if (done) keep(resizeColumn(kept, code, width));
    },
    move: (code: string, to: number): void => { keep(moveColumn(kept, code, to)); },
    toggle: (field: Field): void => { keep(toggleColumn(kept, field)); },
    reset: (): void => { set({ columns: undefined }, true); },
  };
}

interface Active {
  id: Id;
  column: number;
  edit: boolean;
}

interface Props {
  selection: Selection;
  command: (command: RowCommand) => void;
  /** A dialog or menu for a row is open; when it closes, the focus comes back here. */
  busy: boolean;
}

/** All cards as a table: chosen columns, sorted by any of them, every value edited where it stands. */
export default function TableView({ selection, command, busy }: Props) {
  const t = useTexts('list');
  const meta = useMeta();
  const { module, search, query, set } = useModuleState();
  const { fields, columns, resize, move, toggle, reset } = useColumns();
  const phone = usePhone();
  const { placed, total } = place(columns, fields, phone);
  const asked = requestedColumns(columns, fields).toSorted().join();
  const listQuery = useMemo(() => ({
    ...query,
    ...(search.sort ? { sort: search.sort, desc: search.desc ?? false } : {}),
    ...(asked === '' ? {} : { columns: asked.split(',') }),
  }), [query, search.sort, search.desc, asked]);
  const { pages, more, ready, error, fetchMore, show } = usePagedCards(module.id, listQuery);
  const rows = useMemo(() => pages.flat(), [pages]);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Active | null>(null);
  const { move: moveTo, dialog } = useMove(module);
  const moving = useRef(moveTo);
  moving.current = moveTo;
  const edit = useEditCard({ quiet: true });
  const lastToggled = useRef(-1);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last > rows.length - 80) fetchMore();
    let before = 0;
    let from = 0;
    let to = 0;
    pages.forEach((page, i) => {
      if (before <= first) from = i;
      if (before <= last) to = i;
      before += page.length;
    });
    show(from, to);
  }, [more, first, last, rows.length, pages, fetchMore, show]);

  const latest = useRef({ rows, active, placed });
  latest.current = { rows, active, placed };
  const indexOf = (id: Id | undefined): number => latest.current.rows.findIndex((row) => row.id === id);

  const activate = useCallback((id: Id, column: number, open: boolean) => {
    setActive({ id, column, edit: open });
  }, []);
  const leave = useCallback(() => {
    setActive((before) => (before ? { ...before, edit: false } : null));
  }, []);
  const { mutateAsync } = edit;
  const save = useCallback((row: CardRow, field: Field, value: FieldValue): Promise<unknown> => {
    const status = field.code === 'status' && typeof value === 'number' ? meta.status(value) : undefined;
    if (status) {
      moving.current(row, status);
      return Promise.resolve();
    }
    return mutateAsync({ row, field, value });
  }, [mutateAsync, meta]);

  const goTo = (index: number, column: number): void => {
    const row = latest.current.rows[index];
    if (!row) return;
    virtual.scrollToIndex(index, { align: 'auto' });
    setActive({ id: row.id, column: Math.min(Math.max(0, column), placed.length - 1), edit: false });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!active || active.edit) return;
    const at = indexOf(active.id);
    const steps: Record<string, [number, number]> = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-20, 0], PageDown: [20, 0],
    };
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    goTo(Math.min(Math.max(0, at + step[0]), rows.length - 1), active.column + step[1]);
  };
  const open = useCallback((row: CardRow) => { set({ card: row.id }); }, [set]);
  useListKeys({
    step: (delta) => {
      const at = indexOf(latest.current.active?.id);
      const next = at < 0 ? 0 : at + delta;
      goTo(next, latest.current.active?.column ?? 0);
      return latest.current.rows[next];
    },
    current: () => latest.current.rows[indexOf(latest.current.active?.id)],
    selection,
    element: () => scroller.current?.querySelector(`[data-card="${String(active?.id ?? 0)}"]`) ?? null,
    command,
    open,
  });

  useEffect(() => {
    if (!busy && latest.current.active) scroller.current?.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus({ preventScroll: true });
  }, [busy]);

  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 8 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: sortableKeyboardCoordinates,
      keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] },
    }),
  );
  const sortBy = (field: Field): void => {
    if (!field.sortable) return;
    const same = search.sort === field.code;
    // Up, down, then back to the order of next actions.
    if (same && search.desc) set({ sort: undefined, desc: undefined });
    else set({ sort: field.code, desc: same ? true : undefined });
  };
  const select = (row: CardRow, index: number, range: boolean): void => {
    if (range && lastToggled.current >= 0) {
      const from = Math.min(lastToggled.current, index);
      selection.add(rows.slice(from, Math.max(lastToggled.current, index) + 1).map((one) => one.id));
    } else selection.toggle(row.id);
    lastToggled.current = index;
  };

  if (error && !ready) return <PageError text={error.message} />;
  if (!ready) return <Waiting />;
  if (rows.length === 0 && !more) return <Nothing />;

  return (
    <>
      <div className={classes['bar']}>
        <ColumnMenu fields={fields} columns={columns} onToggle={toggle} onReset={reset} />
      </div>
      {/* The grid's own keys: arrows go from cell to cell. */}
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        ref={scroller}
        className={classes['scroller']}
        role="grid"
        aria-label={t('cards_of', { module: module.label })}
        aria-rowcount={more ? -1 : rows.length + 1}
        aria-colcount={placed.length}
        aria-multiselectable
        onKeyDown={onKeyDown}
      >
        <DndContext
          sensors={sensors}
          collisionDetection={closestCenter}
          // Its messages for screen readers do not belong inside the grid.
          accessibility={{ container: document.body }}
          onDragEnd={({ active: moved, over }) => {
            if (over && moved.id !== over.id) move(String(moved.id), columns.findIndex((column) => column.code === over.id));
          }}
        >
          <SortableContext items={placed.map((column) => column.code)} strategy={horizontalListSortingStrategy}>
            <div role="row" aria-rowindex={1} className={classes['head']} style={{ width: total }}>
              <div role="columnheader" className={classes['headCheck']}>
                <input
                  type="checkbox"
                  aria-label={t('select_all_shown')}
                  checked={selection.count > 0}
                  onChange={() => {
                    if (selection.count > 0) selection.clear();
                    else selection.add(rows.slice(0, 1000).map((row) => row.id));
                  }}
                />
              </div>
              {placed.map(({ code, field, left, width }, i) => (
                <HeadCell
                  key={code}
                  field={field}
                  index={i}
                  left={left}
                  width={width}
                  sort={search.sort === code ? (search.desc ? 'down' : 'up') : null}
                  onSort={() => { sortBy(field); }}
                  onResize={(next, done) => { resize(code, next, done); }}
                />
              ))}
            </div>
          </SortableContext>
        </DndContext>
        <div role="rowgroup" style={{ position: 'relative', height: virtual.getTotalSize(), width: total }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const selected = selection.all !== null || selection.ids.has(row.id);
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selected}
                data-card={row.id}
                data-selected={selected || undefined}
                data-shown={row.id === search.card || undefined}
                className={classes['row']}
                style={{ transform: `translateY(${String(item.start)}px)`, height: item.size, width: total }}
              >
                <div role="gridcell" className={classes['check']}>
                  <input
                    type="checkbox"
                    checked={selected}
                    aria-label={t('select', { card: row.name })}
                    readOnly
                    onClick={(event) => { select(row, item.index, event.shiftKey); }}
                  />
                </div>
                {placed.map(({ code, field, left, width }, i) => {
                  const here = active?.id === row.id && active.column === i;
                  const editing = here && active.edit && canEdit(field, module);
                  if (code === FIRST && !editing) {
                    return (
                      <div
                        key={code}
                        role="gridcell"
                        aria-colindex={1}
                        className={classes['first']}
                        style={{ left, width }}
                        tabIndex={here ? 0 : -1}
                        ref={here ? (element) => element?.focus({ preventScroll: true }) : undefined}
                        onDoubleClick={() => { activate(row.id, i, true); }}
                        onKeyDown={(event) => {
                          if (event.target !== event.currentTarget) return;
                          if (event.key === 'Enter') open(row);
                          if (event.key === 'F2') activate(row.id, i, true);
                        }}
                        onFocus={() => {
                          if (!here) activate(row.id, i, false);
                        }}
                      >
                        <Link
                          to="/m/$moduleId/card/$cardId"
                          params={{ moduleId: row.module_id, cardId: row.id }}
                          preload={false}
                          tabIndex={-1}
                          className={classes['title']}
                          onClick={(event) => {
                            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                            event.preventDefault();
                            activate(row.id, i, false);
                            open(row);
                          }}
                        >
                          {row.name}
                        </Link>
                      </div>
                    );
                  }
                  return (
                    <Cell
                      key={code}
                      row={row}
                      field={field}
                      module={module}
                      left={left}
                      width={width}
                      column={i}
                      active={here}
                      editing={editing}
                      onActivate={activate}
                      onSave={save}
                      onLeave={leave}
                    />
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
      {dialog}
    </>
  );
}
