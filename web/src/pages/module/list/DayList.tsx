import type { KeyboardEvent, MouseEvent } from 'react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CardRow, Id } from '../../../api/types';
import { PageError } from '../../../ui/PageError';
import { usePhone } from '../../../ui/useMedia';
import { useTexts } from '../../../ui/useTexts';
import { useModuleState } from '../context';
import { cursorAt, followCursor } from '../days';
import type { Cursor, Lines, Sizes } from '../days';
import { Nothing } from '../Nothing';
import type { RowCommand } from '../RowCommands';
import type { Selection } from '../selection';
import { useListKeys } from '../useListKeys';
import classes from './list.module.css';
import type { RowActions } from './Row';
import { useDays } from './useDays';
import { MemoWindow } from './Window';

const DESK: Sizes = { head: 36, row: 38 };
const PHONE: Sizes = { head: 36, row: 58 };

/** The line one stands on; it follows its card, or hands over to the next when the card leaves. */
function useCursor(lines: Lines) {
  const [kept, setCursor] = useState<Cursor | null>(null);
  const cursor = useMemo(() => kept && followCursor(lines, kept), [kept, lines]);
  useEffect(() => {
    if (cursor && (cursor.id !== kept?.id || cursor.index !== kept.index)) setCursor(cursor);
  }, [cursor, kept]);
  return { cursor, setCursor };
}

/** Scrolls no further than needed; the heading of the group covers the first line's place. */
function reveal(element: HTMLElement | null, { lines, sizes }: { lines: Lines; sizes: Sizes }, index: number): void {
  if (!element) return;
  const top = lines.topOf(index, sizes);
  const bottom = lines.topOf(index + 1, sizes);
  if (top - sizes.head < element.scrollTop) element.scrollTop = top - sizes.head;
  else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
}

interface Props {
  selection: Selection;
  command: (command: RowCommand) => void;
  /** A dialog or menu for a row is open; when it closes, the focus comes back here. */
  busy: boolean;
}

/** The list of the day: cards by their next action, in groups that fold. */
export default function DayList({ selection, command, busy }: Props) {
  const t = useTexts('list');
  const { module, search, query, set } = useModuleState();
  const phone = usePhone();
  const days = useDays(module.id, query, search.day, !phone);
  const { lines } = days;
  const scroller = useRef<HTMLDivElement>(null);
  const sizes = phone ? PHONE : DESK;
  const { cursor, setCursor } = useCursor(lines);
  const cursorIndex = cursor?.index ?? -1;
  const lastToggled = useRef(-1);

  const latest = useRef({ lines, sizes, selection, set, command, cursorIndex });
  latest.current = { lines, sizes, selection, set, command, cursorIndex };

  const rowElement = (id: Id): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-card="${String(id)}"]`) ?? null;
  const goTo = useCallback((index: number, focus = true) => {
    const to = cursorAt(latest.current.lines, index);
    if (!to) return;
    setCursor(to);
    reveal(scroller.current, latest.current, index);
    if (focus) requestAnimationFrame(() => { rowElement(to.id)?.focus({ preventScroll: true }); });
  }, [setCursor]);

  useEffect(() => {
    if (!busy && latest.current.cursorIndex >= 0) goTo(latest.current.cursorIndex);
  }, [busy, goTo]);

  // The card that had the focus has left: the one that took its place gets it.
  useEffect(() => {
    if (cursor && document.activeElement === document.body) goTo(latest.current.cursorIndex);
    // Only when the cursor has passed to another card.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [cursor?.id, goTo]);

  const actions = useMemo<RowActions>(() => ({
    open: (row) => { latest.current.set({ card: row.id }); },
    close: (row) => { latest.current.command({ kind: 'close', row }); },
  }), []);

  const toggle = (index: number, row: CardRow, range: boolean): void => {
    if (range && lastToggled.current >= 0) {
      const [from = 0, to = -1] = [lastToggled.current, index].sort((a, b) => a - b);
      const all = Array.from({ length: to - from + 1 }, (_, i) => lines.rowAt(from + i)?.id);
      selection.add(all.filter((id) => id !== undefined));
    } else selection.toggle(row.id);
    lastToggled.current = index;
  };

  /** The card whose row something happened in. */
  const rowOf = (target: EventTarget): { index: number; row: CardRow; element: Element } | null => {
    const element = target instanceof Element ? target.closest('[role=row]') : null;
    const index = Number(element?.ariaRowIndex ?? 0) - 1;
    const row = lines.rowAt(index);
    return element && row ? { index, row, element } : null;
  };
  const onClick = (event: MouseEvent): void => {
    const at = event.defaultPrevented ? null : rowOf(event.target);
    if (!at) return;
    const target = event.target as Element;
    if (target instanceof HTMLInputElement) toggle(at.index, at.row, event.shiftKey);
    // With a modifier the browser opens the card's own page; a plain click, the panel beside the list.
    else if (!target.closest('a') || !(event.metaKey || event.ctrlKey || event.shiftKey)) {
      event.preventDefault();
      actions.open(at.row);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = event.key === 'Enter' ? rowOf(event.target) : null;
    if (at?.element === event.target) actions.open(at.row);
  };

  const step = useCallback((delta: 1 | -1): CardRow | undefined => {
    const { lines: all, cursorIndex: at } = latest.current;
    const next = all.step(at < 0 && delta < 0 ? all.count : at, delta);
    if (next >= 0) goTo(next);
    return all.rowAt(next);
  }, [goTo]);

  useListKeys({
    step,
    current: () => latest.current.lines.rowAt(latest.current.cursorIndex),
    selection,
    element: () => rowElement(cursor?.id ?? 0),
    command,
    open: actions.open,
  });

  // The panel's J and K step through the list: keep the cursor on the card that is shown.
  useEffect(() => {
    if (search.card === undefined) return;
    const at = latest.current.lines.indexOf(search.card, latest.current.cursorIndex);
    if (at >= 0 && at !== latest.current.cursorIndex) goTo(at, false);
  }, [search.card, goTo]);

  if (days.error && !days.ready) return <PageError text={days.error.message} retry={days.retry} />;
  if (days.ready && days.empty) return <Nothing />;

  return (
    <div
      ref={scroller}
      className={classes['scroller']}
      role="grid"
      aria-label={t('cards_of', { module: module.label })}
      aria-rowcount={lines.count}
      aria-multiselectable
      tabIndex={cursorIndex < 0 ? 0 : -1}
      onClick={onClick}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target !== event.currentTarget) {
          const at = rowOf(event.target);
          if (at) setCursor(cursorAt(lines, at.index));
        } else if (cursorIndex < 0) goTo(lines.step(-1, 1));
      }}
    >
      <MemoWindow
        scroller={scroller}
        days={days}
        sizes={sizes}
        phone={phone}
        selection={selection}
        current={cursor?.id}
        shown={search.card}
        actions={actions}
      />
    </div>
  );
}
