import { DndContext, DragOverlay } from '@dnd-kit/core';
import type { DragEndEvent } from '@dnd-kit/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { CardRow } from '../../api/types';
import { MiniCard } from './MiniCard';
import mini from './mini.module.css';
import { rowOf, useDragSensors, useDragVoice } from './useDrag';

interface Props {
  now: number;
  /** What a place is called, for who hears it. */
  nameOf: (place: string | number) => string;
  onDrop: (row: CardRow, place: string | number) => void;
  /** The content; it is told which card is lifted. */
  children: (lifted: CardRow | null) => ReactNode;
}

/** Where cards are carried from place to place, by mouse, touch or keyboard: the board and the 9-box. */
export function DragFrame({ now, nameOf, onDrop, children }: Props) {
  const [lifted, setLifted] = useState<CardRow | null>(null);
  const sensors = useDragSensors();
  const voice = useDragVoice(nameOf);
  const drop = ({ active, over }: DragEndEvent): void => {
    setLifted(null);
    const row = rowOf(active.data.current);
    if (row && over) onDrop(row, over.id);
  };
  return (
    <DndContext
      sensors={sensors}
      accessibility={voice}
      onDragStart={({ active }) => { setLifted(rowOf(active.data.current) ?? null); }}
      onDragCancel={() => { setLifted(null); }}
      onDragEnd={drop}
    >
      {children(lifted)}
      <DragOverlay dropAnimation={null}>
        {lifted && (
          <div className={mini['card']} data-overlay>
            <MiniCard row={lifted} now={now} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}
