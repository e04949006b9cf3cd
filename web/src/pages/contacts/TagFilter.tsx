import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import type { Id } from '../../api/types';
import { useTexts } from '../../ui/useTexts';

/** The tag that a list is narrowed by. The server looks for what is typed: there may be more tags than it tells at once. */
export function TagFilter({ value, onChange }: { value: Id | undefined; onChange: (tag: Id | undefined) => void }) {
  const t = useTexts(['contact', 'fields']);
  const [typed, setTyped] = useState('');
  const [picked, setPicked] = useState<{ id: Id; name: string } | null>(null);
  const [q] = useDebouncedValue(typed.trim(), 150);
  const first = useQuery(queries.tags('')).data?.rows ?? [];
  const chosen = value === undefined ? null : ([...first, picked].find((one) => one?.id === value) ?? { id: value, name: t('tags.chosen') });
  // The box shows what is chosen; that is nothing to look for.
  const found = useQuery({ ...queries.tags(q === chosen?.name ? '' : q), placeholderData: keepPreviousData }).data?.rows ?? [];
  if (first.length === 0 && !chosen) return null;
  const rows = chosen && !found.some((one) => one.id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      size="xs"
      w={160}
      aria-label={t('tags.filter')}
      placeholder={t('tags.filter')}
      nothingFoundMessage={t('fields:nothing_found')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      clearable
      clearButtonProps={{ 'aria-label': t('tags.all') }}
      value={chosen ? String(chosen.id) : null}
      data={rows.map((one) => ({ value: String(one.id), label: one.name }))}
      onChange={(id) => {
        const tag = rows.find((one) => String(one.id) === id);
        setPicked(tag ?? null);
        onChange(tag?.id);
      }}
    />
  );
}
