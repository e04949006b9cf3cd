import type { Field, FieldType, ImportColumn, Mapping, MappingColumn } from '../../api/types';

/* Pure steps on a mapping: what a change of a drop-down does to it. */

export const isChoice = (type: FieldType | undefined) => type === 'choice' || type === 'choices';

/** The type of the field a column goes to; undefined for contacts and columns left out. */
export function targetType(column: MappingColumn, field: Field | undefined): FieldType | undefined {
  return column.to === 'new' ? column.new?.type : field?.type;
}

/** Another target: a new field starts with the header's name and the type its values look like. */
export function withTarget(column: MappingColumn, to: string | null, stats: ImportColumn): MappingColumn {
  const { header, empty } = column;
  const kept: MappingColumn = { header, to, ...(empty ? { empty } : {}) };
  if (to !== 'new') return kept;
  const type = stats.kind === 'empty' ? 'text' : stats.kind;
  const label = (column.new?.label ?? header).trim() || `#${String(stats.index + 1)}`;
  return { ...kept, new: { label, type: column.new?.type ?? type }, create_options: true };
}

export type Meaning = { kind: 'option'; to: string } | { kind: 'empty' } | { kind: 'new' } | { kind: 'unknown' };

const same = (a: string, b: string) => a.localeCompare(b, undefined, { sensitivity: 'base' }) === 0;

/** What a text of a choice column means under the mapping. */
export function meaningOf(column: MappingColumn, field: Field | undefined, text: string): Meaning {
  if (column.empty?.includes(text)) return { kind: 'empty' };
  const mapped = column.values?.[text];
  if (mapped !== undefined) return mapped === '' ? { kind: 'empty' } : { kind: 'option', to: mapped };
  const own = field?.options.find((option) => same(option.label, text) || option.code === text);
  if (own) return { kind: 'option', to: own.code === '' ? own.label : own.code };
  return column.create_options === true ? { kind: 'new' } : { kind: 'unknown' };
}

/** Gives one text of a choice column a meaning. */
export function withMeaning(column: MappingColumn, text: string, meaning: Meaning): MappingColumn {
  const values = Object.fromEntries(Object.entries(column.values ?? {}).filter(([key]) => key !== text));
  const empty = (column.empty ?? []).filter((other) => other !== text);
  if (meaning.kind === 'option') values[text] = meaning.to;
  if (meaning.kind === 'empty') empty.push(text);
  const create = meaning.kind === 'new' ? true : column.create_options;
  return { ...column, values, empty, ...(create === undefined ? {} : { create_options: create }) };
}

/** Every column that is left out and not empty becomes a field of its own. */
export function withAllNew(mapping: Mapping, columns: ImportColumn[]): Mapping {
  return {
    ...mapping,
    columns: mapping.columns.map((column, i) => {
      const stats = columns[i];
      return column.to === null && stats && stats.n_filled > 0 ? withTarget(column, 'new', stats) : column;
    }),
  };
}

/** Headers by which existing cards can be found: columns that go to a field of the card. */
export function keyHeaders(mapping: Mapping): string[] {
  return mapping.columns
    .filter(({ to }) => to !== null && to !== 'name' && !to.startsWith('contact.') && !to.startsWith('company.'))
    .map(({ header }) => header);
}

/** Before it is sent: a key whose column goes nowhere any more is dropped. */
export function cleaned(mapping: Mapping): Mapping {
  const key = mapping.key ?? null;
  return { ...mapping, key: key !== null && keyHeaders(mapping).includes(key) ? key : null };
}
