import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import type { CardRow } from '../../api/types';
import { useModuleState } from './context';
import { DragCard } from './DragCard';
import { useNow } from '../../ui/useNow';

const CARD = 80;

/** Cards one below the other that can be dragged elsewhere, only those in sight drawn; onSeen is told the last of these. */
export function DragCards({ rows, className, onSeen, children }: {
  rows: CardRow[];
  className: string | undefined;
  onSeen: (last: number) => void;
  children: ReactNode;
}) {
  const { search, set } = useModuleState();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 4,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => { onSeen(last); }, [onSeen, last]);
  const open = useCallback((row: CardRow) => { set({ card: row.id }); }, [set]);
  return (
    <div ref={scroller} className={className}>
      {children}
      <div style={{ position: 'relative', height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row && (
            <DragCard
              key={item.key}
              row={row}
              now={now}
              shown={row.id === search.card}
              style={{ position: 'absolute', top: 0, left: 0, transform: `translateY(${String(item.start)}px)` }}
              onOpen={open}
            />
          );
        })}
      </div>
    </div>
  );
}
