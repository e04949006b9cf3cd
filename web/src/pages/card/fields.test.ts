import { describe, expect, it } from 'vitest';
import type { Field, Module } from '../../api/types';
import { fieldGroups } from './fields';

const field = (code: string, id: number, group: string | null = null) => ({ code, id, group }) as Field;

describe('field groups of a card', () => {
  it('put the fixed fields first, keep the order, and leave out what stands elsewhere', () => {
    const module = {
      fields: [field('name', 0), field('value', 0), field('rating', 0), field('steps', 7, 'Process'), field('city', 8), field('plan', 9, 'Process')],
    } as Module;
    expect(fieldGroups(module, 'General').map((group) => [group.label, group.fields.map((one) => one.code)])).toEqual([
      ['General', ['value', 'city']], ['Process', ['steps', 'plan']],
    ]);
  });
});
