import type { FocusEvent, MouseEvent, RefObject } from 'react';
import { memo, useEffect, useMemo, useState } from 'react';
import type { Day, Id } from '../../../api/types';
import { useMeta } from '../../../meta/meta';
import { Delayed } from '../../../ui/Delayed';
import { useFormat } from '../../../ui/format';
import { useTexts, withGap } from '../../../ui/useTexts';
import { useNow } from '../../../ui/useNow';
import type { Lines, Sizes } from '../days';
import type { Selection } from '../selection';
import type { PagedCards } from '../usePagedCards';
import { GroupHead } from './GroupHead';
import classes from './list.module.css';
import type { RowActions } from './Row';
import { MemoRow } from './Row';
import type { Days } from './useDays';
import type { Drawn } from './useWindow';
import { useWindow } from './useWindow';

/** How many lines before the end of what is fetched the next page is asked for. */
const AHEAD = 60;

/** Asks for further pages of the groups on the screen, and tells each which of its pages are seen. */
function useFetching(lines: Lines, parts: ReadonlyMap<Day, PagedCards>, { from, to }: Drawn): void {
  useEffect(() => {
    const seen = new Map<Day, { from: number; to: number }>();
    for (let i = from; i < Math.min(to + AHEAD, lines.count); i += 1) {
      const line = lines.at(i);
      if (!line || line.kind === 'head') continue;
      if (line.kind === 'wait') parts.get(line.day)?.fetchMore();
      else if (i < to) {
        const range = seen.get(line.day);
        seen.set(line.day, { from: range?.from ?? line.page, to: line.page });
      }
    }
    for (const [day, range] of seen) parts.get(day)?.show(range.from, range.to);
  });
}

const cardAt = (target: EventTarget | null): Id | null => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null;
  return row ? Number(row.dataset['card']) : null;
};

/** The rows under the pointer, with the focus, or whose menu is open: they show what can be done at once. */
function useHot() {
  const [pointed, setPointed] = useState<Id | null>(null);
  const [focused, setFocused] = useState<Id | null>(null);
  const [held, setHeld] = useState<Id | null>(null);
  return {
    isHot: (id: Id) => id === pointed || id === focused || id === held,
    hold: setHeld,
    handlers: {
      onMouseOver: (event: MouseEvent) => { setPointed(cardAt(event.target)); },
      onMouseLeave: () => { setPointed(null); },
      onFocus: (event: FocusEvent) => { setFocused(cardAt(event.target)); },
      onBlur: (event: FocusEvent) => { setFocused(cardAt(event.relatedTarget)); },
    },
  };
}

interface Props {
  scroller: RefObject<HTMLElement | null>;
  days: Pick<Days, 'lines' | 'parts' | 'toggle'>;
  sizes: Sizes;
  phone: boolean;
  selection: Selection;
  /** The card one stands on, and the one in the side panel. */
  current: Id | undefined;
  shown: Id | undefined;
  actions: RowActions;
}

/** The lines of the list that are on the screen. Scrolling draws this anew, and nothing around it. */
function LineWindow({ scroller, days, sizes, phone, selection, current, shown, actions }: Props) {
  const { lines, parts, toggle } = days;
  const t = useTexts('list');
  const { noTask, select } = useMemo(() => ({ noTask: t('no_task'), select: withGap((card) => t('select', { card })) }), [t]);
  const meta = useMeta();
  const format = useFormat();
  const now = useNow();
  const part = useWindow(scroller, lines, sizes);
  const { isHot, hold, handlers } = useHot();
  useFetching(lines, parts, part);

  const indexes = Array.from({ length: Math.max(0, part.to - part.from) }, (_, i) => part.from + i);
  if (part.stuck >= 0 && part.stuck < part.from) indexes.unshift(part.stuck);
  return (
    <div role="rowgroup" className={classes['canvas']} style={{ height: lines.topOf(lines.count, sizes) }} {...handlers}>
      {indexes.map((index) => {
        const line = lines.at(index);
        if (!line) return null;
        const top = lines.topOf(index, sizes);
        if (line.kind === 'head') {
          return (
            <GroupHead
              key={line.key}
              days={line.days}
              open={line.open}
              index={index}
              top={top}
              height={sizes.head}
              stuck={index === part.stuck}
              onToggle={toggle}
            />
          );
        }
        if (line.kind === 'wait') {
          return (
            <Delayed key={line.key}>
              <div
                className={classes['wait']}
                role="presentation"
                style={{ top, height: sizes.row }}
              />
            </Delayed>
          );
        }
        const { row } = line;
        return (
          <MemoRow
            key={line.key}
            row={row}
            index={index}
            top={top}
            height={sizes.row}
            now={now}
            phone={phone}
            selected={selection.all !== null || selection.ids.has(row.id)}
            current={row.id === current}
            shown={row.id === shown}
            hot={!phone && isHot(row.id)}
            hold={hold}
            actions={actions}
            t={t}
            noTask={noTask}
            select={select}
            meta={meta}
            format={format}
          />
        );
      })}
    </div>
  );
}

export const MemoWindow = memo(LineWindow);
