import { IconFilter } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { ContactQuery, Field } from '../../api/types';
import { ToolButton } from '../../ui/ToolButton';
import { useTexts } from '../../ui/useTexts';
import { countConditions, decodeFilter } from '../module/filter-code';
import { ChipRow, useFilterChips } from '../module/filter/chip';
import { ColumnMenu } from '../module/table/ColumnMenu';
import type { OwnSearch } from './own-list';
import { ownColumns, toggledColumn } from './own-list';

const ContactFilter = lazy(() => import('./ContactFilter'));

interface Props {
  fields: readonly Field[];
  search: OwnSearch;
  set: (next: OwnSearch) => void;
}

/** Filters by own fields of the kind that is shown, and says which of them are columns. */
export function OwnTools({ fields, search, set, query }: Props & { query: ContactQuery }) {
  const t = useTexts('list');
  const [open, setOpen] = useState(false);
  const n = countConditions(decodeFilter(search.f));
  return (
    <>
      <ToolButton
        on={n > 0}
        label={n > 0 ? t('filter.button_n', { count: n }) : t('filter.button')}
        icon={<IconFilter size={14} stroke={1.6} aria-hidden="true" />}
        aria-haspopup="dialog"
        onClick={() => { setOpen(true); }}
      />
      <ColumnMenu
        fields={fields}
        columns={ownColumns(search, fields)}
        onToggle={(field) => { set(toggledColumn(search, fields, field)); }}
        onReset={() => { set({ columns: undefined, sort: undefined, desc: undefined }); }}
      />
      {open && (
        <Suspense>
          <ContactFilter
            f={search.f}
            query={query}
            fields={fields}
            onApply={(f) => { set({ f }); }}
            onClose={() => { setOpen(false); }}
          />
        </Suspense>
      )}
    </>
  );
}

/** The filter in words, each part with a cross. */
export function OwnChips({ fields, search, set }: Props) {
  const chips = useFilterChips(search.f, (code) => fields.find((field) => field.code === code), (f) => { set({ f }); });
  return chips.length > 0 && <ChipRow chips={chips} />;
}
