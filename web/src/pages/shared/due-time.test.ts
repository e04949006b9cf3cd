import { expect, test } from 'vitest';
import type { Module } from '../../api/types';
import { dueField, dueTime, nearness } from './due-time';

const HOUR = 3_600_000;

test('near in the last quarter, at most two hours before, late from the instant on', () => {
  expect(nearness(4 * HOUR, 0, 2.9 * HOUR)).toBe('far');
  expect(nearness(4 * HOUR, 0, 3 * HOUR)).toBe('soon');
  expect(nearness(40 * HOUR, 0, 37.9 * HOUR)).toBe('far');
  expect(nearness(40 * HOUR, 0, 38 * HOUR)).toBe('soon');
  expect(nearness(4 * HOUR, 0, 4 * HOUR)).toBe('late');
  expect(nearness(4 * HOUR, 5 * HOUR, 3.9 * HOUR)).toBe('far');
});

test('a module without the field, a hidden one and a card without a time have none', () => {
  const helpdesk = { fields: [{ code: 'name', role: '' }, { code: 'runs_out', role: 'due_next' }] } as unknown as Module;
  const other = { fields: [{ code: 'name', role: '' }] } as unknown as Module;
  expect(dueField(helpdesk)?.code).toBe('runs_out');
  expect(dueTime({ fields: { runs_out: 5 } }, helpdesk)).toBe(5);
  expect(dueTime({ fields: { runs_out: null } }, helpdesk)).toBeNull();
  expect(dueTime({ fields: {} }, helpdesk)).toBeNull();
  expect(dueTime({ fields: { runs_out: 5 } }, other)).toBeNull();
});
