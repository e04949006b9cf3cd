import { describe, expect, it } from 'vitest';
import type { Field, ImportColumn, Mapping, MappingColumn } from '../../api/types';
import { cleaned, keyHeaders, meaningOf, withAllNew, withMeaning, withTarget } from './mapping';

const stats = (header: string, more: Partial<ImportColumn> = {}): ImportColumn => ({
  index: 0, header, samples: [], n_filled: 3, distinct: [], kind: 'text', ...more,
});
const option = (id: number, code: string, label: string) => ({ id, code, label, colour: '', retired: false });
const qualification = {
  code: 'qualification', type: 'choice',
  options: [option(0, 'non_target', 'Non-target'), option(1, 'target', 'Target'), option(2, 'vip', 'VIP')],
} as Field;

describe('withTarget', () => {
  it('makes a new field of the type the values look like', () => {
    const column = withTarget({ header: 'City', to: null }, 'new', stats('City', { kind: 'choice' }));
    expect(column).toEqual({ header: 'City', to: 'new', new: { label: 'City', type: 'choice' }, create_options: true });
  });
  it('names a field of a column without a header by its place', () => {
    expect(withTarget({ header: ' ', to: null }, 'new', stats(' ', { index: 36 })).new?.label).toBe('#37');
  });
  it('forgets the value map of the former field', () => {
    const column: MappingColumn = { header: 'A', to: 'rating', values: { x: 'committed' }, empty: ['Select'] };
    expect(withTarget(column, 'source', stats('A'))).toEqual({ header: 'A', to: 'source', empty: ['Select'] });
  });
});

describe('meaningOf', () => {
  const column: MappingColumn = { header: 'P', to: 'qualification', values: { '01.High': 'vip' }, empty: ['Select'] };
  it('knows mapped, own, empty and unknown texts', () => {
    expect(meaningOf(column, qualification, '01.High')).toEqual({ kind: 'option', to: 'vip' });
    expect(meaningOf(column, qualification, 'target')).toEqual({ kind: 'option', to: 'target' });
    expect(meaningOf(column, qualification, 'Select')).toEqual({ kind: 'empty' });
    expect(meaningOf(column, qualification, '04.Odd')).toEqual({ kind: 'unknown' });
    expect(meaningOf({ ...column, create_options: true }, qualification, '04.Odd')).toEqual({ kind: 'new' });
  });
  it('is what withMeaning set', () => {
    const empty = withMeaning(column, '01.High', { kind: 'empty' });
    expect(empty.values).toEqual({});
    expect(meaningOf(empty, qualification, '01.High')).toEqual({ kind: 'empty' });
    const back = withMeaning(empty, '01.High', { kind: 'option', to: 'target' });
    expect(back.empty).toEqual(['Select']);
    expect(meaningOf(back, qualification, '01.High')).toEqual({ kind: 'option', to: 'target' });
  });
});

describe('key', () => {
  const mapping: Mapping = {
    key: 'Number',
    columns: [
      { header: 'Number', to: 'new', new: { label: 'Number', type: 'text' } },
      { header: 'Mail', to: 'contact.email' },
      { header: 'Rest', to: null },
      { header: 'Empty', to: null },
    ],
  };
  it('can be a column that goes to a field of the card', () => {
    expect(keyHeaders(mapping)).toEqual(['Number']);
    expect(cleaned(mapping).key).toBe('Number');
    expect(cleaned({ ...mapping, key: 'Mail' }).key).toBeNull();
  });
  it('withAllNew leaves mapped and empty columns alone', () => {
    const all = withAllNew(mapping, [stats('Number'), stats('Mail'), stats('Rest'), stats('Empty', { n_filled: 0 })]);
    expect(all.columns.map(({ to }) => to)).toEqual(['new', 'contact.email', 'new', null]);
  });
});
