import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { keys } from '../../api/queries';
import type { Member } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { LoadError } from '../shared/LoadError';
import { useSave } from './save';
import { useTexts } from '../../ui/useTexts';

/** Before somebody goes, or afterwards: what he leaves behind, exactly, and to whom it goes. */
export function HandOver({ member, others, close }: { member: Member; others: Member[]; close: () => void }) {
  const t = useTexts('settings');
  const { me } = useMeta();
  const format = useFormat();
  const [to, setTo] = useState<string | null>(null);
  const [privates, setPrivates] = useState(false);
  const { id, name, active, version } = member;
  const { data, error, refetch } = useQuery({ queryKey: [...keys.members, id, 'holdings'], queryFn: () => api.members.holdings(id), staleTime: 0 });
  const save = useSave(
    async () => {
      if (to === null) await api.members.patch(id, { active: false, version });
      else await api.members.handOver(id, { to: Number(to), private: privates, deactivate: active, version });
    },
    {
      says: () => (to === null ? t('people.deactivated', { name }) : t('people.handing', { name })),
      touches: [keys.members],
      done: close,
    },
  );
  if (error) return <LoadError error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting rows={2} />;
  const n = { cards: format.number(data.cards), tasks: format.number(data.tasks), views: format.number(data.views), teams: format.number(data.teams) };
  const secret = data.private_cards + data.private_tasks;
  return (
    <Stack gap="xs" p="sm">
      <Text size="sm">{t('people.leaves', { name, ...n })}</Text>
      <Select
        label={t('people.hand_to')}
        placeholder={t('people.hand_nobody')}
        clearable
        maw={320}
        data={others.filter((one) => one.active && one.id !== id).map((one) => ({ value: String(one.id), label: one.id === me.id ? `${one.name} (${t('people.you')})` : one.name }))}
        value={to}
        onChange={setTo}
      />
      {secret > 0 && to !== null && (
        <Checkbox
          label={t('people.hand_private', { cards: format.number(data.private_cards), tasks: format.number(data.private_tasks) })}
          checked={privates}
          onChange={(event) => { setPrivates(event.currentTarget.checked); }}
        />
      )}
      <Group gap="xs">
        <Button size="compact-sm" loading={save.isPending} disabled={!active && to === null} onClick={() => { save.mutate(undefined); }}>
          {t(!active ? 'people.hand' : to === null ? 'people.deactivate' : 'people.hand_and_go')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>{t('people.hand_cancel')}</Button>
      </Group>
    </Stack>
  );
}
