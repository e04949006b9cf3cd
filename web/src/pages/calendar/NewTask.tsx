import { Autocomplete, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys, queries } from '../../api/queries';
import type { Id } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Dialog } from '../../ui/Dialog';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import type { Place } from './days';

/** A task for a place of the calendar: what, and on which card. */
export function NewTask({ place, onClose }: { place: Place; onClose: () => void }) {
  const t = useTexts(['tasks', 'common', 'card', 'list']);
  const { me } = useMeta();
  const format = useFormat();
  const [text, setText] = useState('');
  const [search, setSearch] = useState('');
  const [card, setCard] = useState<Id | null>(null);
  const [q] = useDebouncedValue(search.trim(), 120);
  const found = useQuery(queries.search(q, 20));
  const hits = (found.data?.hits ?? []).filter((hit) => hit.kind === 'card');
  const add = useChange({
    run: (on: Id) => api.cards.addTask(on, { text: text.trim(), assignee_id: me.id, ...place }),
    says: (out) => t('card:task.added', { task: out.task.text }),
    touches: () => [keys.calendar],
  });
  const when = place.due_at === undefined ? format.day(place.due_date ?? '') : format.dateTime(place.due_at);
  return (
    <Dialog onClose={onClose} title={t('calendar.new')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (card !== null && text.trim() !== '') add.mutate(card, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">{when}</Text>
          <TextInput label={t('list:task.text')} data-autofocus maxLength={500} value={text} onChange={(event) => { setText(event.currentTarget.value); }} />
          <Autocomplete
            label={t('calendar.card')}
            placeholder={t('calendar.card_hint')}
            value={search}
            data={hits.map((hit) => ({ value: String(hit.id), label: hit.subtitle ? `${hit.title} · ${hit.subtitle}` : hit.title }))}
            filter={({ options }) => options}
            onChange={(value) => {
              setSearch(value);
              setCard(null);
            }}
            onOptionSubmit={(value) => {
              const id = Number(value);
              requestAnimationFrame(() => { setCard(id); });
            }}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
            <Button type="submit" loading={add.isPending} disabled={card === null || text.trim() === ''}>{t('calendar.add')}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
