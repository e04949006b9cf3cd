import { describe, expect, it } from 'vitest';
import type { Field, FieldType } from '../../api/types';
import {
  decodeColumns, encodeColumns, moveColumn, requestedColumns, resizeColumn, resolveColumns, toggleColumn,
} from './columns';

function field(code: string, type: FieldType = 'text', id = 0): Field {
  return {
    id, code, type, label: code, help: '', group: '', role: '', required: false, filterable: true, sortable: true,
    editable: true, nullable: true, ops: [], min: null, max: null, options: [],
  };
}
const fields = [field('name'), field('value', 'money'), field('owner', 'user'), field('industry', 'choice', 12), field('contact.city')];

describe('table columns', () => {
  it('come back from the address, widths kept within bounds', () => {
    expect(decodeColumns('name:240,contact.city:9,value:5000,value:1,<x>:3')).toEqual([
      { code: 'name', width: 240 }, { code: 'contact.city', width: 64 }, { code: 'value', width: 800 },
    ]);
    expect(encodeColumns([{ code: 'name', width: 240 }, { code: 'value', width: 90 }])).toBe('name:240,value:90');
  });

  it('drop fields that are gone and keep the name first', () => {
    expect(resolveColumns('value:100,gone:80,name:300', fields)).toEqual([
      { code: 'name', width: 300 }, { code: 'value', width: 100 },
    ]);
    expect(resolveColumns('gone:80', fields).map((column) => column.code)).toEqual(['name', 'value', 'owner']);
  });

  it('move, but never before the name', () => {
    const columns = resolveColumns('name:200,value:100,owner:100,industry:100', fields);
    const order = (list: { code: string }[]): string => list.map((column) => column.code).join(' ');
    expect(order(moveColumn(columns, 'industry', 0))).toBe('name industry value owner');
    expect(order(moveColumn(columns, 'value', 3))).toBe('name owner industry value');
    expect(order(moveColumn(columns, 'name', 2))).toBe('name value owner industry');
  });

  it('appear, vanish and change width', () => {
    const columns = resolveColumns('name:200,value:100', fields);
    const [, , , industry] = fields;
    if (!industry) throw new Error('no field');
    const more = toggleColumn(columns, industry);
    expect(more.at(-1)).toEqual({ code: 'industry', width: 150 });
    expect(toggleColumn(more, industry)).toEqual(columns);
    expect(toggleColumn(columns, field('name'))).toEqual(columns);
    expect(resizeColumn(columns, 'value', 10)[1]).toEqual({ code: 'value', width: 64 });
  });

  it('ask the server only for what rows do not carry', () => {
    expect(requestedColumns(resolveColumns('name:1,industry:1,contact.city:1,value:1', fields), fields)).toEqual([
      'industry', 'contact.city',
    ]);
  });
});
