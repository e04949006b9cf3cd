import { describe, expect, it } from 'vitest';
import type { Field, FieldType } from '../../api/types';
import { ownColumns, ownQuery, sortedBy, toggledColumn } from './own-list';

function field(id: number, code: string, type: FieldType = 'text', sortable = true): Field {
  return {
    id, code, type, label: code, help: '', group: '', role: '', required: false, filterable: true, sortable,
    editable: true, nullable: true, ops: [], min: null, max: null, options: [],
  };
}
const hobby = field(1, 'hobby');
const size = field(2, 'size', 'choice');
const langs = field(3, 'langs', 'choices', false);
const fields = [hobby, size, langs];

describe('own fields in the list of contacts', () => {
  it('ask for the chosen columns that are still there, in their order', () => {
    const search = { columns: 'size:150,gone:90,hobby:180' };
    expect(ownColumns(search, fields).map((column) => column.field)).toEqual([size, hobby]);
    expect(ownQuery(search, fields)).toEqual({ sort: 'name', columns: ['size', 'hobby'] });
  });

  it('order by what can order, else by name', () => {
    expect(ownQuery({ sort: 'hobby', desc: true }, fields)).toEqual({ sort: 'hobby', desc: true });
    expect(ownQuery({ sort: 'gone', desc: true }, fields)).toEqual({ sort: 'name' });
    expect(ownQuery({ sort: 'langs' }, fields)).toEqual({ sort: 'name' });
    expect(ownQuery({ sort: 'updated_at' }, [])).toEqual({ sort: 'updated_at' });
  });

  it('filter only where a kind with own fields is shown', () => {
    const search = { f: "hobby:eq:'Chess" };
    expect(ownQuery(search, fields).filter).toEqual({ all: [{ field: 'hobby', op: 'eq', value: 'Chess' }] });
    expect(ownQuery(search, [])).toEqual({ sort: 'name' });
  });

  it('go up, down and back to names by clicks on a heading', () => {
    expect(sortedBy({}, hobby)).toEqual({ sort: 'hobby', desc: undefined });
    expect(sortedBy({ sort: 'hobby' }, hobby)).toEqual({ sort: 'hobby', desc: true });
    expect(sortedBy({ sort: 'hobby', desc: true }, hobby)).toEqual({ sort: undefined, desc: undefined });
    expect(sortedBy({ sort: 'size', desc: true }, hobby)).toEqual({ sort: 'hobby', desc: undefined });
  });

  it('no longer order by a column that is taken away', () => {
    expect(toggledColumn({}, fields, hobby).columns).toMatch(/^hobby:\d+$/);
    expect(toggledColumn({ columns: 'hobby:180', sort: 'hobby' }, fields, hobby)).toEqual({
      columns: undefined, sort: undefined, desc: undefined,
    });
    expect(toggledColumn({ columns: 'hobby:180,size:150', sort: 'hobby' }, fields, size)).toEqual({ columns: 'hobby:180' });
  });
});
