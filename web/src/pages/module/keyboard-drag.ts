/** Moving a lifted card with the arrow keys: each press goes to the next place in that direction. */
import type { KeyboardCoordinateGetter } from '@dnd-kit/core';

interface Point {
  x: number;
  y: number;
}

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const ARROWS: Record<string, Point> = {
  ArrowRight: { x: 1, y: 0 }, ArrowLeft: { x: -1, y: 0 }, ArrowDown: { x: 0, y: 1 }, ArrowUp: { x: 0, y: -1 },
};

const middle = (box: Box): Point => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });

/** The nearest box that lies in the direction; sideways distance counts double, so rows and columns are kept. */
export function nextBox<T extends Box>(from: Box, boxes: readonly T[], code: string): T | undefined {
  const arrow = ARROWS[code];
  if (!arrow) return undefined;
  const start = middle(from);
  let best: T | undefined;
  let least = Infinity;
  for (const box of boxes) {
    const there = middle(box);
    const along = (there.x - start.x) * arrow.x + (there.y - start.y) * arrow.y;
    const aside = Math.abs((there.x - start.x) * arrow.y) + Math.abs((there.y - start.y) * arrow.x);
    if (along > 8 && along + aside * 2 < least) {
      best = box;
      least = along + aside * 2;
    }
  }
  return best;
}

export const toNextPlace: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  if (!ARROWS[event.code]) return undefined;
  event.preventDefault();
  const card = context.collisionRect ?? { left: currentCoordinates.x, top: currentCoordinates.y, width: 0, height: 0 };
  const over = context.over ? context.droppableRects.get(context.over.id) : undefined;
  const boxes = [...context.droppableRects.values()];
  const next = nextBox(over ?? card, boxes, event.code);
  if (!next) return undefined;
  return { x: next.left + (next.width - card.width) / 2, y: next.top + Math.min(60, next.height / 2 - card.height / 2) };
};
