import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useRef } from 'react';
import type { PointerEvent } from 'react';
import type { Field } from '../../../api/types';
import { fieldTypes } from '../../../fields';
import { clampWidth, FIRST } from '../columns';
import classes from './table.module.css';
import { useTexts } from '../../../ui/useTexts';

const STEP = 16;

interface Props {
  field: Field;
  index: number;
  left: number;
  width: number;
  sort: 'up' | 'down' | null;
  onSort: () => void;
  onResize: (width: number, done: boolean) => void;
}

/** A column's heading: click sorts, drag moves the column, the edge changes its width (also with the arrow keys). */
export function HeadCell({ field, index, left, width, sort, onSort, onResize }: Props) {
  const t = useTexts('list');
  const fixed = field.code === FIRST;
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({ id: field.code, disabled: fixed });
  const start = useRef<{ x: number; width: number } | null>(null);
  const resize = (event: PointerEvent, done: boolean): void => {
    if (!start.current) return;
    onResize(clampWidth(start.current.width + event.clientX - start.current.x), done);
    if (done) start.current = null;
  };
  const Arrow = sort === 'down' ? IconArrowDown : IconArrowUp;
  return (
    <div
      ref={setNodeRef}
      role="columnheader"
      aria-colindex={index + 1}
      aria-sort={sort === null ? 'none' : sort === 'up' ? 'ascending' : 'descending'}
      className={classes['headCell']}
      data-numeric={fieldTypes[field.type].numeric || undefined}
      data-first={fixed || undefined}
      data-dragging={isDragging || undefined}
      style={{ left, width, transform: CSS.Translate.toString(transform), transition: transition ?? undefined }}
    >
      <button
        type="button"
        className={classes['sort']}
        {...attributes}
        {...listeners}
        disabled={false}
        aria-disabled={false}
        aria-roledescription={t('table.column')}
        onClick={onSort}
        title={field.help || undefined}
      >
        <span className={classes['clip']}>{field.label}</span>
        {sort !== null && <Arrow size={13} stroke={2} aria-hidden="true" />}
      </button>
      {/* A splitter between columns: its value is the width. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={t('table.resize', { field: field.label })}
        aria-valuenow={width}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={classes['edge']}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = { x: event.clientX, width };
        }}
        onPointerMove={(event) => { resize(event, false); }}
        onPointerUp={(event) => { resize(event, true); }}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowRight' ? STEP : event.key === 'ArrowLeft' ? -STEP : 0;
          if (by === 0) return;
          event.preventDefault();
          event.stopPropagation();
          onResize(clampWidth(width + by), true);
        }}
      />
    </div>
  );
}
