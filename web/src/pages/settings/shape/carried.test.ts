import { expect, test } from 'vitest';
import { carried } from './carried';

const order = ['lead', '1', 'open', '2', '3', 'success', 'failed', '4'];

test('a status carried behind another group\'s heading belongs to that group', () => {
  expect(carried(order, 1, 3)).toEqual([{ id: 2, group: 'open' }, { id: 1, group: 'open' }, { id: 3, group: 'open' }, { id: 4, group: 'failed' }]);
  expect(carried(order, 7, 5)).toEqual([{ id: 1, group: 'lead' }, { id: 2, group: 'open' }, { id: 3, group: 'open' }, { id: 4, group: 'open' }]);
});

test('nothing stands before the first heading', () => {
  expect(carried(order, 3, 0)[0]).toEqual({ id: 2, group: 'lead' });
});
