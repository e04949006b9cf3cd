import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { base } from '../../api/base';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { keys, queries } from '../../api/queries';
import type { ApiKey } from '../../api/types';
import { Ask } from '../../ui/Ask';
import { CopyField } from '../../ui/CopyField';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { useSave } from './save';
import { Section } from './Section';
import classes from './SettingsPage.module.css';
import { useTexts } from '../../ui/useTexts';

function KeyRow({ row }: { row: ApiKey }) {
  const t = useTexts('settings');
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const remove = useSave(() => api.keys.remove(row.id), { says: () => t('keys.removed'), touches: [keys.apiKeys] });
  return (
    <div className={classes['row']}>
      <div className={classes['grow']}>
        {row.name} <Text span c="dimmed" ff="monospace" size="xs">{row.prefix}…</Text>
        <Text size="xs" c="dimmed">
          {t('keys.created', { when: format.ago(row.created_at) })} ·{' '}
          {row.used_at === null ? t('keys.never') : t('keys.used', { when: format.ago(row.used_at) })}
        </Text>
      </div>
      <Button
        size="compact-sm"
        variant="default"
        loading={remove.isPending}
        aria-label={t('keys.remove_of', { name: row.name })}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t('keys.remove')}
      </Button>
      {asking && (
        <Ask
          title={t('keys.remove_of', { name: row.name })}
          text={t('keys.remove_sure', { name: row.name })}
          yes={t('keys.remove')}
          onYes={() => {
            remove.mutate();
          }}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}

export default function Keys() {
  const t = useTexts('settings');
  const { data } = useQuery(queries.apiKeys());
  const [name, setName] = useState('');
  const create = useSave(() => api.keys.create(name.trim()), {
    touches: [keys.apiKeys],
    done: () => {
      setName('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Section>
      <Text c="dimmed">
        {t('keys.text')}{' '}
        <Anchor href={`${base}/api/docs`} target="_blank" rel="noreferrer" underline="always" c="var(--c-link)">
          {t('keys.docs')}
        </Anchor>
      </Text>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="sm" maw={560}>
          <TextInput
            label={t('keys.name')}
            maxLength={100}
            style={{ flex: 1 }}
            value={name}
            error={problemOf(create.error, 'name')}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
          <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
            {t('keys.create')}
          </Button>
        </Group>
      </form>
      {create.data && <CopyField label={t('keys.only_now')} value={create.data.key} />}
      {!data && <Waiting rows={2} />}
      {data && (
        <Stack gap={0}>
          {data.rows.map((row) => (
            <KeyRow key={row.id} row={row} />
          ))}
          {data.rows.length === 0 && <Text c="dimmed">{t('keys.none')}</Text>}
        </Stack>
      )}
    </Section>
  );
}
