import { describe, expect, it } from 'vitest';
import { nextBox } from './keyboard-drag';

const box = (id: string, left: number, top: number) => ({ id, left, top, width: 100, height: 100 });
const grid = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => box(`${String(x)}${String(y)}`, x * 110, y * 110)));
const at = (id: string) => {
  const found = grid.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe('a card lifted by the keyboard', () => {
  it.each([
    ['11', 'ArrowRight', '21'], ['11', 'ArrowLeft', '01'], ['11', 'ArrowUp', '10'], ['11', 'ArrowDown', '12'],
    ['00', 'ArrowRight', '10'], ['20', 'ArrowDown', '21'],
  ])('goes from %s by %s to %s', (from, code, to) => {
    expect(nextBox(at(from), grid, code)?.id).toBe(to);
  });

  it('stays at the edge', () => {
    expect(nextBox(at('20'), grid, 'ArrowRight')).toBeUndefined();
    expect(nextBox(at('20'), grid, 'KeyA')).toBeUndefined();
  });
});
