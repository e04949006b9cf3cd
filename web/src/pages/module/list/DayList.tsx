import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import type { Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CardRow, Day, Id } from '../../../api/types';
import { Delayed } from '../../../ui/Delayed';
import { PageError } from '../../../ui/PageError';
import { cursorAt, followCursor } from '../days';
import type { Cursor, Lines } from '../days';
import { useModuleState } from '../context';
import type { RowCommand } from '../RowCommands';
import { useListKeys } from '../useListKeys';
import type { Selection } from '../selection';
import { GroupHead } from './GroupHead';
import classes from './list.module.css';
import { Nothing } from '../Nothing';
import type { RowActions } from './Row';
import { MemoRow } from './Row';
import type { Days } from './useDays';
import { useDays, useNow } from './useDays';
import { usePhone } from '../../../ui/useMedia';
import { useTexts } from '../../../ui/useTexts';

const HEAD = 36;
const ROW = 38;
const PHONE_ROW = 58;
/** How many lines before the end of what is fetched the next page is asked for. */
const AHEAD = 60;

/** Asks for further pages of the groups on the screen, and tells each which of its pages are seen. */
function useFetching(days: Days, first: number, last: number): void {
  const { lines, parts } = days;
  useEffect(() => {
    const seen = new Map<Day, { from: number; to: number }>();
    for (let i = first; i <= Math.min(last + AHEAD, lines.count - 1); i += 1) {
      const line = lines.at(i);
      if (!line || line.kind === 'head') continue;
      if (line.kind === 'wait') parts.get(line.day)?.fetchMore();
      else if (i <= last) {
        const range = seen.get(line.day);
        seen.set(line.day, { from: range?.from ?? line.page, to: line.page });
      }
    }
    for (const [day, range] of seen) parts.get(day)?.show(range.from, range.to);
  });
}

/** The line one stands on; it follows its card, or hands over to the next when the card leaves. */
function useCursor(lines: Lines) {
  const [kept, setCursor] = useState<Cursor | null>(null);
  const cursor = useMemo(() => kept && followCursor(lines, kept), [kept, lines]);
  useEffect(() => {
    if (cursor && (cursor.id !== kept?.id || cursor.index !== kept.index)) setCursor(cursor);
  }, [cursor, kept]);
  return { cursor, setCursor };
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
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = phone ? PHONE_ROW : ROW;
  const { cursor, setCursor } = useCursor(lines);
  const cursorIndex = cursor?.index ?? -1;
  const lastToggled = useRef(-1);

  const virtual = useVirtualizer({
    count: lines.count,
    getScrollElement: () => scroller.current,
    // The window's own size stands in until the list's is known, so that its first rows are drawn with the page.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    // Kept while the lines are the same: with others, all lines are measured anew.
    estimateSize: useCallback((i: number) => (lines.at(i)?.kind === 'head' ? HEAD : rowHeight), [lines, rowHeight]),
    getItemKey: useCallback((i: number) => lines.at(i)?.key ?? i, [lines]),
    overscan: 8,
    // The heading of the group that is being read is always drawn: it stays at the top.
    rangeExtractor: useCallback((range: Range) => {
      const shown = defaultRangeExtractor(range);
      const head = lines.headOf(range.startIndex);
      return head < 0 || shown.includes(head) ? shown : [head, ...shown];
    }, [lines]),
    scrollPaddingStart: HEAD,
  });
  const items = virtual.getVirtualItems();
  const stuck = lines.headOf(virtual.range?.startIndex ?? 0);
  useFetching(days, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);

  const latest = useRef({ lines, selection, set, command, cursorIndex });
  latest.current = { lines, selection, set, command, cursorIndex };

  const rowElement = (id: Id): HTMLElement | null =>
    scroller.current?.querySelector<HTMLElement>(`[data-card="${String(id)}"]`) ?? null;
  const goTo = useCallback((index: number, focus = true) => {
    const to = cursorAt(latest.current.lines, index);
    if (!to) return;
    setCursor(to);
    virtual.scrollToIndex(index, { align: 'auto' });
    if (focus) requestAnimationFrame(() => { rowElement(to.id)?.focus({ preventScroll: true }); });
  }, [setCursor, virtual]);

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
    toggle: (row, index, range) => {
      const { lines: all, selection: chosen } = latest.current;
      if (range && lastToggled.current >= 0) {
        const [from, to] = [lastToggled.current, index].sort((a, b) => a - b);
        const ids: Id[] = [];
        for (let i = from ?? 0; i <= (to ?? -1); i += 1) {
          const one = all.rowAt(i);
          if (one) ids.push(one.id);
        }
        chosen.add(ids);
      } else chosen.toggle(row.id);
      lastToggled.current = index;
    },
    close: (row) => { latest.current.command({ kind: 'close', row }); },
    focus: (index) => { setCursor(cursorAt(latest.current.lines, index)); },
  }), [setCursor]);

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
      onFocus={(event) => {
        if (event.target === event.currentTarget && cursorIndex < 0) goTo(lines.step(-1, 1));
      }}
    >
      <div role="rowgroup" className={classes['canvas']} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const line = lines.at(item.index);
          if (!line) return null;
          if (line.kind === 'head') {
            return (
              <GroupHead
                key={item.key}
                days={line.days}
                open={line.open}
                index={item.index}
                top={item.start}
                height={item.size}
                stuck={item.index === stuck}
                onToggle={days.toggle}
              />
            );
          }
          if (line.kind === 'wait') {
            return (
              <Delayed key={item.key}>
                <div
                  className={classes['wait']}
                  role="presentation"
                  style={{ transform: `translateY(${String(item.start)}px)`, height: item.size }}
                />
              </Delayed>
            );
          }
          return (
            <MemoRow
              key={item.key}
              row={line.row}
              index={item.index}
              top={item.start}
              height={item.size}
              now={now}
              selected={selection.all !== null || selection.ids.has(line.row.id)}
              current={line.row.id === cursor?.id}
              shown={line.row.id === search.card}
              actions={actions}
            />
          );
        })}
      </div>
    </div>
  );
}
