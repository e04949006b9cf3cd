import { Button } from '@mantine/core';
import { useMeta } from '../../../meta/meta';
import { useTexts } from '../../../ui/useTexts';
import { useModuleState } from '../context';
import { withoutFilters } from '../view-state';
import type { Chip } from './chip';
import { ChipRow, useFilterChips } from './chip';

/** What narrows the list, each with a cross; the last one lets go of all. */
export default function Chips() {
  const t = useTexts('list');
  const meta = useMeta();
  const { module, search, set } = useModuleState();
  const filters = useFilterChips(search.f, (code) => meta.field(module.id, code), (f) => { set({ f }); });
  const status = search.status === undefined ? undefined : meta.status(search.status);
  const group = module.groups.find((one) => one.group === search.group);
  const option = (code: string, id: number): string => meta.option(meta.field(module.id, code), id)?.label ?? '';
  const chips: Chip[] = [
    ...(search.trash ? [{ key: 'trash', text: t('trash'), remove: () => { set({ trash: undefined }); } }] : []),
    ...(status ? [{ key: 'status', text: status.label, remove: () => { set({ status: undefined }); } }] : []),
    ...(group ? [{ key: 'group', text: group.label, remove: () => { set({ group: undefined }); } }] : []),
    ...(search.cell === undefined ? [] : [{
      key: 'cell',
      text: `${option('qualification', Math.floor(search.cell / 3))} × ${option('rating', search.cell % 3)}`,
      remove: () => { set({ cell: undefined }); },
    }]),
    ...(search.day ? [{ key: 'day', text: t(`day.${search.day}`), remove: () => { set({ day: undefined }); } }] : []),
    ...(search.q === undefined ? [] : [{ key: 'q', text: `“${search.q}”`, remove: () => { set({ q: undefined }); } }]),
    ...filters,
  ];
  return (
    <ChipRow chips={chips}>
      {chips.length > 1 && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            const { view, owner, sort, desc, columns } = withoutFilters(search);
            set({
              view, owner, sort, desc, columns, f: undefined, q: undefined, status: undefined, group: undefined,
              cell: undefined, day: undefined, trash: undefined, saved: undefined,
            });
          }}
        >
          {t('clear_all')}
        </Button>
      )}
    </ChipRow>
  );
}
