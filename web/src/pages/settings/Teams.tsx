import { Button, Group, MultiSelect, Select } from '@mantine/core';
import { api } from '../../api/client';
import type { Team } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useTexts } from '../../ui/useTexts';
import { AddByName } from './form';
import { useSave } from './save';
import { Section } from './Section';

function TeamRow({ team }: { team: Team }) {
  const t = useTexts('settings');
  const { activeMembers } = useMeta();
  const people = activeMembers.map(({ id, name }) => ({ value: String(id), label: name }));
  const patch = useSave(
    (change: { leader_id?: number | null; member_ids?: number[] }) => api.teams.patch(team.id, { ...change, version: team.version }),
    { says: () => t('teams.saved', { name: team.name }) },
  );
  const remove = useSave(() => api.teams.remove(team.id), { says: () => t('teams.removed', { name: team.name }) });
  return (
    <Group align="flex-end" gap="sm">
      <MultiSelect
        label={team.name}
        aria-label={t('teams.members_of', { name: team.name })}
        style={{ flex: '1 1 220px' }}
        searchable
        data={people}
        value={team.member_ids.map(String)}
        onChange={(ids) => {
          patch.mutate({ member_ids: ids.map(Number) });
        }}
      />
      <Select
        label={t('teams.leader')}
        aria-label={t('teams.leader_of', { name: team.name })}
        w={180}
        clearable
        searchable
        data={people}
        value={team.leader_id === null ? null : String(team.leader_id)}
        onChange={(id) => {
          patch.mutate({ leader_id: id === null ? null : Number(id) });
        }}
      />
      <Button
        variant="default"
        loading={remove.isPending}
        aria-label={t('teams.remove_of', { name: team.name })}
        onClick={() => {
          remove.mutate(undefined);
        }}
      >
        {t('teams.remove')}
      </Button>
    </Group>
  );
}

/** Who works with whom: where a role's reach is "team", they see each other's cards. */
export function Teams() {
  const t = useTexts('settings');
  const { teams } = useMeta();
  const add = useSave((name: string) => api.teams.create({ name }));
  return (
    <Section title={t('teams.title')} text={t('teams.text')}>
      {teams.map((team) => <TeamRow key={team.id} team={team} />)}
      <AddByName quiet label={t('teams.name')} button={t('teams.add')} saving={add} />
    </Section>
  );
}
