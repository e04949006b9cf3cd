import type { Announcements, ScreenReaderInstructions, SensorDescriptor, SensorOptions } from '@dnd-kit/core';
import { KeyboardSensor, MouseSensor, TouchSensor, useSensor, useSensors } from '@dnd-kit/core';
import type { CardRow } from '../../api/types';
import { toNextPlace } from './keyboard-drag';
import { useTexts } from '../../ui/useTexts';

/** Mouse, touch and keyboard; a click or a scroll is never taken for a drag. */
export function useDragSensors(): SensorDescriptor<SensorOptions>[] {
  return useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: toNextPlace,
      keyboardCodes: { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] },
    }),
  );
}

export function rowOf(data: Record<string, unknown> | undefined): CardRow | undefined {
  return data?.['row'] as CardRow | undefined;
}

/** What a screen reader hears while a card is carried. */
export function useDragVoice(nameOf: (place: string | number) => string): {
  announcements: Announcements;
  screenReaderInstructions: ScreenReaderInstructions;
} {
  const t = useTexts('list');
  const card = (data: { current?: Record<string, unknown> | undefined }): string => rowOf(data.current)?.name ?? '';
  return {
    screenReaderInstructions: { draggable: t('drag.how') },
    announcements: {
      onDragStart: ({ active }) => t('drag.lifted', { card: card(active.data) }),
      onDragOver: ({ active, over }) => (over ? t('drag.over', { card: card(active.data), place: nameOf(over.id) }) : undefined),
      onDragEnd: ({ active, over }) =>
        over ? t('drag.dropped', { card: card(active.data), place: nameOf(over.id) }) : t('drag.back', { card: card(active.data) }),
      onDragCancel: ({ active }) => t('drag.back', { card: card(active.data) }),
    },
  };
}
