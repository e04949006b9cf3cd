import { Autocomplete, Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshAfter, showChange } from '../../api/change';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Id } from '../../api/types';
import { Dialog } from '../../ui/Dialog';
import { useTexts } from '../../ui/useTexts';

/** Gives a tag to many contacts, or takes it from them; says to how many first. */
export default function TagMany({ ids, onClose }: { ids: Id[]; onClose: () => void }) {
  const t = useTexts(['contact', 'common']);
  const client = useQueryClient();
  const [action, setAction] = useState<'add_tag' | 'remove_tag'>('add_tag');
  const [tag, setTag] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [typed] = useDebouncedValue(tag.trim(), 150);
  const known = useQuery({ ...queries.tags(typed), placeholderData: keepPreviousData });
  const go = async () => {
    setBusy(true);
    try {
      const out = await api.contacts.bulk({ ids, action, tag });
      refreshAfter(client);
      showChange(client, t(action === 'add_tag' ? 'tags.added' : 'tags.removed', { tag: tag.trim(), n: out.n }), { id: out.change_id });
      onClose();
    } catch (error) {
      setRefused(problemText(asProblem(error)));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('tags.title')} onClose={onClose}>
      <Text size="sm" mb="sm">{t('tags.of', { count: ids.length })}</Text>
      <SegmentedControl
        size="xs"
        aria-label={t('tags.title')}
        value={action}
        data={[{ value: 'add_tag', label: t('tags.add') }, { value: 'remove_tag', label: t('tags.remove') }]}
        onChange={(value) => { setAction(value as 'add_tag' | 'remove_tag'); }}
      />
      <Autocomplete
        mt="sm"
        data-autofocus
        label={t('tags.tag')}
        maxLength={100}
        value={tag}
        error={refused}
        filter={({ options }) => options}
        data={(known.data?.rows ?? []).map((one) => one.name)}
        onChange={(value) => { setTag(value); setRefused(null); }}
      />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button loading={busy} disabled={tag.trim() === ''} onClick={() => void go()}>{t('tags.go', { count: ids.length })}</Button>
      </Group>
    </Dialog>
  );
}
