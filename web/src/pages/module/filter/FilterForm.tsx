import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Field, Filter, Module } from '../../../api/types';
import { completeFilter, FilterEditor } from '../../../fields/FilterEditor';
import { Dialog } from '../../../ui/Dialog';
import { useTexts } from '../../../ui/useTexts';
import { decodeFilter, encodeFilter } from '../filter-code';

/** A filter that is being written, and what of it is finished: at once, and when typing rests. */
export function useFilterDraft(f: string | undefined) {
  const [filter, setFilter] = useState(() => decodeFilter(f));
  const complete = completeFilter(filter);
  const [asked] = useDebouncedValue(complete, 250);
  return { filter, setFilter, complete, asked };
}

/** The dialog that writes a filter; `found` says what matches it, `error` why it is refused. */
export function FilterForm({ f, draft, fields, module, found, error, onApply, onClose }: {
  /** The filter that holds now. */
  f: string | undefined;
  draft: ReturnType<typeof useFilterDraft>;
  fields: readonly Field[];
  module?: Module;
  found: string | undefined;
  error: Error | null;
  onApply: (f: string | undefined) => void;
  onClose: () => void;
}) {
  const t = useTexts(['list', 'common']);
  const apply = (next: Filter | null): void => {
    onApply(encodeFilter(next));
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t('filter.title')} size="xl">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply(draft.complete);
        }}
      >
        <Stack gap="md">
          <FilterEditor fields={fields} module={module} value={draft.filter} onChange={draft.setFilter} />
          {error && <Text size="sm" c="red" role="alert">{error.message}</Text>}
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" aria-live="polite">{found}</Text>
            <Group gap="sm">
              {f !== undefined && (
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
