import { closestCenter, DndContext, KeyboardSensor, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { IconGripVertical } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTexts } from '../../../ui/useTexts';
import classes from './shape.module.css';

export interface SortItem {
  id: string;
  /** What it is called, for who hears it. */
  name: string;
  /** A heading: it stands still, and what is behind it belongs to it. */
  head?: boolean;
  content: ReactNode;
  /** Below the row, while it is edited. */
  below?: ReactNode;
}

function Row({ item, movable }: { item: SortItem; movable: boolean }) {
  const t = useTexts('shape');
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: item.id,
    disabled: { draggable: item.head === true || !movable, droppable: false },
  });
  return (
    <li ref={setNodeRef} style={{ transform: CSS.Translate.toString(transform), transition: transition ?? undefined }}>
      <div className={classes['item']} data-dragging={isDragging || undefined} data-head={item.head || undefined}>
        {movable && item.head !== true && (
          <button
            ref={setActivatorNodeRef}
            type="button"
            className={classes['handle']}
            aria-label={t('move', { name: item.name })}
            {...attributes}
            {...listeners}
          >
            <IconGripVertical size={16} stroke={1.6} aria-hidden="true" />
          </button>
        )}
        {item.content}
      </div>
      {item.below}
    </li>
  );
}

/** A list put in order by mouse, touch or keyboard (Space lifts and drops, arrows move). */
export function SortList({ items, movable = true, label, onMove }: {
  items: SortItem[];
  movable?: boolean;
  label: string;
  onMove: (from: number, to: number) => void;
}) {
  const t = useTexts('shape');
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const nameOf = (id: string | number): string => items.find((item) => item.id === id)?.name ?? '';
  const place = (id: string | number): number => items.findIndex((item) => item.id === id) + 1;
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        screenReaderInstructions: { draggable: t('drag.how') },
        announcements: {
          onDragStart: ({ active }) => t('drag.lifted', { name: nameOf(active.id) }),
          onDragOver: ({ active, over }) => (over ? t('drag.over', { name: nameOf(active.id), n: place(over.id) }) : undefined),
          onDragEnd: ({ active, over }) => t('drag.dropped', { name: nameOf(active.id), n: place(over?.id ?? active.id) }),
          onDragCancel: ({ active }) => t('drag.back', { name: nameOf(active.id) }),
        },
      }}
      onDragEnd={({ active, over }) => {
        if (!over || over.id === active.id) return;
        onMove(items.findIndex((item) => item.id === active.id), items.findIndex((item) => item.id === over.id));
      }}
    >
      <SortableContext items={items.map((item) => item.id)} strategy={verticalListSortingStrategy}>
        <ul className={classes['list']} aria-label={label}>
          {items.map((item) => (
            <Row key={item.id} item={item} movable={movable} />
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}
