import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import type { ContactRow, FieldValue } from '../../api/types';
import { FieldShow, fieldTypes, isEmpty } from '../../fields';
import { useTexts } from '../../ui/useTexts';
import type { OwnSearch, PlacedColumn } from './own-list';
import { sortedBy } from './own-list';
import classes from './contacts.module.css';

/** The widths of own columns, for the grid of rows and headings. */
export function ownWidths(columns: readonly PlacedColumn[]): CSSProperties {
  const sum = columns.reduce((all, { width }) => all + width + 8, 0);
  return { '--own': columns.map(({ width }) => `${String(width)}px`).join(' '), '--own-sum': `${String(sum)}px` } as CSSProperties;
}

/** A contact's values of own fields; on a phone one line, each after its field's name. The row is a link, so there is none in it. */
export function OwnCells({ row, columns }: { row: ContactRow; columns: readonly PlacedColumn[] }) {
  return (
    <span className={classes['own']}>
      {columns.map(({ field }) => {
        const value = row.fields[field.code] as FieldValue | undefined;
        return (
          <span key={field.code} data-numeric={fieldTypes[field.type].numeric} data-empty={isEmpty(value) || undefined}>
            <span className={classes['ownLabel']}>{field.label}: </span>
            {!isEmpty(value) && (fieldTypes[field.type].linked ? String(value) : <FieldShow field={field} value={value} />)}
          </span>
        );
      })}
    </span>
  );
}

/** Headings over the rows: those of the own columns order the list, and the name's brings its order back. */
export function OwnHead({ columns, search, set }: {
  columns: readonly PlacedColumn[];
  search: OwnSearch;
  set: (next: OwnSearch) => void;
}) {
  const t = useTexts('contact');
  const Arrow = search.desc ? IconArrowDown : IconArrowUp;
  const byName = search.sort === undefined;
  const arrow = <Arrow size={13} stroke={2} aria-label={t(search.desc ? 'order_down' : 'order_up')} role="img" />;
  return (
    <div className={classes['head']} role="group" aria-label={t('order')}>
      <button type="button" className={classes['name']} aria-pressed={byName} onClick={() => { set({ sort: undefined, desc: undefined }); }}>
        <span>{t('field.name')}</span>
        {byName && arrow}
      </button>
      <span className={classes['own']}>
        {columns.map(({ field }) => (
          <button
            key={field.code}
            type="button"
            data-numeric={fieldTypes[field.type].numeric}
            aria-pressed={search.sort === field.code}
            disabled={!field.sortable}
            title={field.help || undefined}
            onClick={() => { set(sortedBy(search, field)); }}
          >
            <span>{field.label}</span>
            {search.sort === field.code && arrow}
          </button>
        ))}
      </span>
    </div>
  );
}
