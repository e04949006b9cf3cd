import { describe, expect, it } from 'vitest';
import type { Member, ViewConfig } from '../../api/types';
import { cardQuery, differsFrom, fromViewConfig, readSearch, toViewConfig, withoutFilters } from './view-state';

const me: Member = {
  id: 7, name: 'Kovács Anna', initials: 'KA', email: 'a@b.hu', role: 'user', locked: false, sees_all: false, active: true, language: 'hu',
  zone: 'Europe/Budapest', theme: 'auto', version: 1, pending: false,
};

describe('the address of a module page', () => {
  it('keeps what is sound and drops the rest', () => {
    const raw = { view: 'table', owner: '12', status: 'x', cell: '9', f: 'rubbish', q: 2026, card: '5', desc: 'true', sort: 'value' };
    expect(readSearch(raw)).toEqual({ view: 'table', owner: 12, q: '2026', card: 5, desc: true, sort: 'value' });
  });

  it('keeps cell 0', () => {
    expect(readSearch({ cell: 0 })).toEqual({ cell: 0 });
    expect(readSearch({ cell: '' })).toEqual({});
  });

  it('shows a salesperson his own cards and a manager everybody', () => {
    expect(cardQuery({}, me)).toEqual({ owner: 7 });
    expect(cardQuery({}, { ...me, role: 'manager' })).toEqual({});
    expect(cardQuery({ owner: 'all' }, me)).toEqual({});
    expect(cardQuery({ owner: 'none', f: 'rating:eq:2' }, me)).toEqual({
      owner: 'none', filter: { all: [{ field: 'rating', op: 'eq', value: 2 }] },
    });
  });

  it('saves and opens a view without loss', () => {
    const search = readSearch({
      view: 'table', owner: 'me', f: "rating:in:1,2;name:contains:'kft", sort: 'value', desc: true, columns: 'name:240,value:120', q: 'pécs',
    });
    const config = toViewConfig(search);
    expect(fromViewConfig(config, 3)).toEqual({ ...search, saved: 3 });
    expect(differsFrom(search, config)).toBe(false);
    expect(differsFrom({ ...search, q: 'győr' }, config)).toBe(true);
  });

  it('reads a view whose keys stand in another order as the same', () => {
    const config: ViewConfig = { sort: 'name', desc: false, mode: 'list' };
    expect(differsFrom({ sort: 'name' }, config)).toBe(false);
  });

  it('forgets all that narrows, and nothing else', () => {
    expect(withoutFilters({ view: 'board', owner: 'all', f: 'a:empty', q: 'x', cell: 3, saved: 1, sort: 'name' })).toEqual({
      view: 'board', owner: 'all', sort: 'name',
    });
  });
});
