import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import type { Push } from '../../api/types';
import { Waiting } from '../../ui/Delayed';
import { useTexts } from '../../ui/useTexts';
import { useSave } from './save';
import { Section } from './Section';

function Rules({ rules }: { rules: Push }) {
  const t = useTexts(['access', 'common']);
  const [on, setOn] = useState(rules.on);
  const [names, setNames] = useState(rules.names);
  const save = useSave(() => api.push.patch({ on, names }), { says: () => t('push.saved'), touches: [keys.push, keys.audit] });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Stack gap="md">
        <Checkbox
          label={t('push.on')}
          description={t('push.on_note', { hosts: rules.hosts.split(',').join(', ') })}
          checked={on}
          onChange={(event) => { setOn(event.currentTarget.checked); }}
        />
        <Checkbox
          label={t('push.names')}
          description={t('push.names_note')}
          checked={names}
          disabled={!on}
          onChange={(event) => { setNames(event.currentTarget.checked); }}
        />
        <Group>
          <Button type="submit" loading={save.isPending}>{t('common:save')}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Whether the company lets browsers be told, and of how much. */
export function PushRules() {
  const t = useTexts('access');
  const { data } = useQuery(queries.push());
  return <Section title={t('push.title')} text={t('push.text')}>{data ? <Rules rules={data} /> : <Waiting rows={3} />}</Section>;
}
