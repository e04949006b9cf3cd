import { useDraggable } from '@dnd-kit/core';
import type { CSSProperties } from 'react';
import type { CardRow } from '../../api/types';
import { MiniCard } from './MiniCard';
import classes from './mini.module.css';
import { useTexts } from '../../ui/useTexts';

interface Props {
  row: CardRow;
  now: number;
  shown: boolean;
  style: CSSProperties;
  onOpen: (row: CardRow) => void;
}

/** A card that can be dragged: by the mouse, by touch after a moment, or with Space and the arrow keys. */
export function DragCard({ row, now, shown, style, onOpen }: Props) {
  const t = useTexts('list');
  const { attributes, listeners, setNodeRef, isDragging } = useDraggable({ id: row.id, data: { row } });
  const lift = listeners?.['onKeyDown'] as ((event: React.KeyboardEvent) => void) | undefined;
  return (
    <div
      {...attributes}
      {...listeners}
      ref={setNodeRef}
      role="button"
      tabIndex={0}
      aria-roledescription={t('drag.role')}
      data-card={row.id}
      data-shown={shown || undefined}
      data-lifted={isDragging || undefined}
      className={classes['card']}
      style={style}
      onClick={() => { onOpen(row); }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !isDragging) {
          event.preventDefault();
          onOpen(row);
        } else lift?.(event);
      }}
    >
      <MiniCard row={row} now={now} />
    </div>
  );
}
