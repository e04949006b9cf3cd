import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys, queries } from '../../api/queries';
import type { Card, Id } from '../../api/types';
import { useTexts } from '../../ui/useTexts';

/** Finds another card as one types and links it. */
export function AddLink({ card }: { card: Card }) {
  const t = useTexts('card');
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 120);
  const found = useQuery(queries.search(q, 20));
  const hits = (found.data?.hits ?? []).filter((hit) => hit.kind === 'card' && hit.id !== card.id);
  const link = useChange({
    run: (other: Id) => api.cards.link(card.id, other),
    says: (out) => t('links.added', { card: out.link.card.name }),
    touches: () => [keys.card(card.id)],
  });
  return (
    <Autocomplete
      size="xs"
      aria-label={t('links.add')}
      placeholder={t('links.add')}
      value={text}
      data={hits.map((hit) => ({ value: String(hit.id), label: hit.subtitle ? `${hit.title} · ${hit.subtitle}` : hit.title }))}
      filter={({ options }) => options}
      onChange={setText}
      onOptionSubmit={(value) => {
        link.mutate(Number(value));
        requestAnimationFrame(() => { setText(''); });
      }}
    />
  );
}
