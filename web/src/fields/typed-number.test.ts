import { expect, test } from 'vitest';
import { numberOf } from './typed-number';

test('a number on its way is the number it means, and nothing is none', () => {
  expect(['1.', '0.0', '-2.05', '10.0'].map(numberOf)).toEqual([1, 0, -2.05, 10]);
  expect(['', ' ', '-', '.'].map(numberOf)).toEqual([null, null, null, null]);
  expect(numberOf(7)).toBe(7);
});
