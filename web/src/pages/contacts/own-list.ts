/** What the list of people or of companies shows of own fields lives in its address: this file reads and writes it. */
import type { ContactQuery, Field } from '../../api/types';
import type { Column } from '../module/columns';
import { encodeColumns, requestedColumns, resolveColumns, toggleColumn } from '../module/columns';
import { decodeFilter } from '../module/filter-code';

export interface OwnSearch {
  sort?: string | undefined;
  desc?: true | undefined;
  f?: string | undefined;
  columns?: string | undefined;
}

/** Nothing of it: each kind has fields of its own, so it goes when another kind is shown. */
export const nothingOwn = { sort: undefined, desc: undefined, f: undefined, columns: undefined };

export interface PlacedColumn extends Column {
  field: Field;
}

/** The chosen columns, without fields that are gone. */
export function ownColumns(search: OwnSearch, fields: readonly Field[]): PlacedColumn[] {
  return resolveColumns(search.columns, fields).flatMap((column) => {
    const field = fields.find((one) => one.code === column.code);
    return field ? [{ ...column, field }] : [];
  });
}

/** The part of a list request that speaks of own fields; by name when the one that ordered the list is gone. */
export function ownQuery(search: OwnSearch, fields: readonly Field[]): Pick<ContactQuery, 'sort' | 'desc' | 'filter' | 'columns'> {
  const codes = requestedColumns(ownColumns(search, fields), fields);
  const filter = fields.length > 0 ? decodeFilter(search.f) : null;
  const own = fields.some((field) => field.code === search.sort && field.sortable);
  return {
    sort: own || search.sort === 'updated_at' ? search.sort : 'name',
    ...(own && search.desc ? { desc: true } : {}),
    ...(filter ? { filter } : {}),
    ...(codes.length > 0 ? { columns: codes } : {}),
  };
}

/** A click on a heading: up, down, then back to the order of names. */
export function sortedBy(search: OwnSearch, field: Field): Pick<OwnSearch, 'sort' | 'desc'> {
  const same = search.sort === field.code;
  if (same && search.desc) return { sort: undefined, desc: undefined };
  return { sort: field.code, desc: same ? true : undefined };
}

/** A column more or less; one that is taken away no longer orders the list, since nothing would show that it does. */
export function toggledColumn(search: OwnSearch, fields: readonly Field[], field: Field): OwnSearch {
  const next = toggleColumn(ownColumns(search, fields), field);
  const gone = search.sort === field.code && !next.some((column) => column.code === field.code);
  return {
    columns: next.length > 0 ? encodeColumns(next) : undefined,
    ...(gone ? { sort: undefined, desc: undefined } : {}),
  };
}
