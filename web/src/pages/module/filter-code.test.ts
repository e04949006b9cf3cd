import { describe, expect, it } from 'vitest';
import type { Filter } from '../../api/types';
import { countConditions, decodeFilter, encodeFilter, MAX_CONDITIONS } from './filter-code';

const nested: Filter = {
  all: [
    { field: 'rating', op: 'in', value: [1, 2] },
    { any: [{ field: 'value', op: 'gt', value: 100000 }, { field: 'contact.city', op: 'contains', value: 'Pécs' }] },
    { not: { all: [{ field: 'owner', op: 'eq', value: 'me' }, { field: 'source', op: 'empty' }] } },
  ],
};

describe('filters in the address', () => {
  it('are short and readable', () => {
    expect(encodeFilter(nested)).toBe(
      "rating:in:1,2;(value:gt:100000|contact.city:contains:'Pécs);!(owner:eq:'me;source:empty)",
    );
  });

  it('come back as they went', () => {
    expect(decodeFilter(encodeFilter(nested))).toEqual(nested);
  });

  it('keep every character of a text', () => {
    const value = "a;b|c(d),e:f!g'h\\i „ő” 😀 100%";
    const filter: Filter = { all: [{ field: 'name', op: 'eq', value }] };
    expect(decodeFilter(encodeFilter(filter))).toEqual(filter);
  });

  it('tell numbers, texts of digits, booleans and null apart', () => {
    const filter: Filter = { all: [
      { field: 'a', op: 'eq', value: 7 }, { field: 'b', op: 'eq', value: '7' }, { field: 'c', op: 'eq', value: true },
      { field: 'd', op: 'eq', value: null }, { field: 'e', op: 'between', value: [-1.5, 2e21] },
    ] };
    expect(decodeFilter(encodeFilter(filter))).toEqual(filter);
  });

  it('keep an any-group of one', () => {
    const filter: Filter = { any: [{ field: 'a', op: 'eq', value: 1 }] };
    expect(decodeFilter(encodeFilter(filter))).toEqual(filter);
  });

  it.each(['rating', 'rating:near:1', 'rating:eq:1;', '(rating:eq:1', 'a:eq:1;b:eq:2|c:eq:3', 'a:eq:1,2', 'a:eq:x', '!a:eq:1'])(
    'are refused when mistyped: %s',
    (text) => { expect(decodeFilter(text)).toBeNull(); },
  );

  it('are refused beyond the limits', () => {
    const conditions = Array.from({ length: MAX_CONDITIONS + 1 }, () => 'a:eq:1');
    expect(decodeFilter(conditions.join(';'))).toBeNull();
    expect(decodeFilter(`${'('.repeat(7)}a:eq:1${')'.repeat(7)}`)).toBeNull();
  });

  it('count their conditions', () => {
    expect(countConditions(nested)).toBe(5);
    expect(countConditions(null)).toBe(0);
  });
});
