import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries';
import type { ContactQuery, Field } from '../../api/types';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import { FilterForm, useFilterDraft } from '../module/filter/FilterForm';

/** Writes a filter over own fields; looks for its first contacts meanwhile, which the list then shows at once. */
export default function ContactFilter({ f, query, fields, onApply, onClose }: {
  f: string | undefined;
  query: ContactQuery;
  fields: readonly Field[];
  onApply: (f: string | undefined) => void;
  onClose: () => void;
}) {
  const t = useTexts('contact');
  const format = useFormat();
  const draft = useFilterDraft(f);
  const found = useInfiniteQuery({
    ...queries.contacts({ ...query, filter: draft.asked ?? undefined }), placeholderData: keepPreviousData,
  });
  const n = found.data?.pages.reduce((sum, page) => sum + page.rows.length, 0);
  return (
    <FilterForm
      f={f}
      draft={draft}
      fields={fields}
      found={n === undefined ? undefined : t('matches', { count: n, n: `${format.number(n)}${found.hasNextPage ? '+' : ''}` })}
      error={found.error}
      onApply={onApply}
      onClose={onClose}
    />
  );
}
