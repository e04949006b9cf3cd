import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../../api/queries';
import { completeFilter, FilterEditor } from '../../../fields/FilterEditor';
import { useMeta } from '../../../meta/meta';
import { useFormat } from '../../../ui/format';
import { columnFields } from '../columns';
import { useModuleState } from '../context';
import { decodeFilter, encodeFilter } from '../filter-code';
import { Dialog } from '../../../ui/Dialog';
import { useTexts } from '../../../ui/useTexts';

/** Writes a filter; says how many cards match before it is applied. */
export default function FilterPanel({ onClose }: { onClose: () => void }) {
  const t = useTexts(['list', 'common']);
  const meta = useMeta();
  const format = useFormat();
  const { module, search, query, set } = useModuleState();
  const [filter, setFilter] = useState(() => decodeFilter(search.f));
  const fields = columnFields(module, meta.meta.contact_fields);
  const complete = completeFilter(filter);
  const [asked] = useDebouncedValue(complete, 250);
  const count = useQuery({
    ...queries.count(module.id, { ...query, filter: asked ?? undefined }),
    placeholderData: (before) => before,
  });
  const apply = (next: typeof filter): void => {
    set({ f: encodeFilter(next), saved: undefined });
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t('filter.title')} size="xl">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply(complete);
        }}
      >
        <Stack gap="md">
          <FilterEditor fields={fields} module={module} value={filter} onChange={setFilter} />
          {count.error && <Text size="sm" c="red" role="alert">{count.error.message}</Text>}
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" aria-live="polite">
              {count.data && t('filter.matches', {
                count: count.data.n, n: `${format.number(count.data.n)}${count.data.capped ? '+' : ''}`,
              })}
            </Text>
            <Group gap="sm">
              {search.f !== undefined && (
                <Button variant="default" onClick={() => { apply(null); }}>{t('filter.clear')}</Button>
              )}
              <Button type="submit">{t('filter.apply')}</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
