import { useQuery } from '@tanstack/react-query';
import { queries } from '../../../api/queries';
import { useMeta } from '../../../meta/meta';
import { useFormat } from '../../../ui/format';
import { useTexts } from '../../../ui/useTexts';
import { columnFields } from '../columns';
import { useModuleState } from '../context';
import { FilterForm, useFilterDraft } from './FilterForm';

/** Writes a filter; says how many cards match before it is applied. */
export default function FilterPanel({ onClose }: { onClose: () => void }) {
  const t = useTexts('list');
  const meta = useMeta();
  const format = useFormat();
  const { module, search, query, set } = useModuleState();
  const draft = useFilterDraft(search.f);
  const count = useQuery({
    ...queries.count(module.id, { ...query, filter: draft.asked ?? undefined }),
    placeholderData: (before) => before,
  });
  return (
    <FilterForm
      f={search.f}
      draft={draft}
      fields={columnFields(module, meta.meta.contact_fields)}
      module={module}
      found={count.data && t('filter.matches', {
        count: count.data.n, n: `${format.number(count.data.n)}${count.data.capped ? '+' : ''}`,
      })}
      error={count.error}
      onApply={(f) => { set({ f, saved: undefined }); }}
      onClose={onClose}
    />
  );
}
