import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { keys, queries } from '../../api/queries';
import type { Session } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { shortAgent } from '../../ui/agent';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { lengthOf, passwordMin } from '../../ui/password';
import { PasswordField } from '../shared/PasswordField';
import { useSave } from './save';
import { Section } from './Section';
import { TwoStep } from './TwoStep';
import classes from './SettingsPage.module.css';
import { useTexts } from '../../ui/useTexts';

function ChangePassword() {
  const t = useTexts(['settings', 'common']);
  const { me } = useMeta();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const save = useSave(() => api.session.password(current, password), {
    says: () => t('security.changed'),
    touches: [keys.sessions],
    done: () => {
      setCurrent('');
      setPassword('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={440}>
        <PasswordInput
          label={t('security.current')}
          visibilityToggleButtonProps={{ 'aria-label': t('common:show_password') }}
          autoComplete="current-password"
          maxLength={200}
          value={current}
          error={problemOf(save.error, 'current')}
          onChange={(event) => {
            setCurrent(event.currentTarget.value);
          }}
        />
        <PasswordField
          label={t('security.new')}
          email={me.email}
          value={password}
          onChange={setPassword}
          error={problemOf(save.error, 'password')}
        />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={lengthOf(password) < passwordMin}>
            {t('security.change')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function SessionRow({ session }: { session: Session }) {
  const t = useTexts('settings');
  const format = useFormat();
  const end = useSave(() => api.session.end(session.id), { says: () => t('security.ended'), touches: [keys.sessions] });
  const agent = shortAgent(session.agent);
  return (
    <div className={classes['row']}>
      <div className={classes['grow']}>
        {agent} {session.current && <Text span c="dimmed">({t('security.this')})</Text>}
        <Text size="xs" c="dimmed">
          {session.address} · {t('security.seen', { when: format.ago(session.seen_at) })}
        </Text>
      </div>
      {!session.current && (
        <Button
          size="compact-sm"
          variant="default"
          loading={end.isPending}
          aria-label={t('security.end_of', { agent })}
          onClick={() => {
            end.mutate();
          }}
        >
          {t('security.end')}
        </Button>
      )}
    </div>
  );
}

function EndOthers() {
  const t = useTexts('access');
  const end = useSave(() => api.session.endOthers(), { says: () => t('sessions.ended_others'), touches: [keys.sessions] });
  return (
    <Group>
      <Button
        variant="default"
        loading={end.isPending}
        onClick={() => {
          end.mutate(undefined);
        }}
      >
        {t('sessions.end_others')}
      </Button>
    </Group>
  );
}

export default function Security() {
  const t = useTexts('settings');
  const { data } = useQuery(queries.sessions());
  const here = useQuery(queries.session());
  return (
    <>
      {here.isPending && <Waiting rows={3} />}
      {here.data?.sso === true && <Section title={t('security.password')}><Text>{t('security.by_sso')}</Text></Section>}
      {!here.isPending && here.data?.sso !== true && (
        <>
          <Section title={t('security.password')}>
            <ChangePassword />
          </Section>
          <TwoStep />
        </>
      )}
      <Section title={t('security.sessions')} text={t('security.sessions_note')}>
        {data && data.rows.length > 1 && <EndOthers />}
        {data ? <div>{data.rows.map((row) => <SessionRow key={row.id} session={row} />)}</div> : <Waiting rows={3} />}
      </Section>
    </>
  );
}
