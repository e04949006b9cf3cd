import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { base } from '../../api/base';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Seat } from './ChooseAccount';
import { ChooseAccount } from './ChooseAccount';
import { LoginCode } from './LoginCode';
import { ssoUrl, useEnter } from './session';
import { Shell } from './Shell';
import { useTexts } from '../../ui/useTexts';

const route = getRouteApi('/bare/login');

export default function Login() {
  const t = useTexts(['account', 'common', 'access']);
  const { next, sso } = route.useSearch();
  const { data: boot } = useQuery(queries.boot());
  const enter = useEnter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  // Who belongs to several companies says first which one it is; an address of one company has said so.
  const arrive = async () => {
    const { accounts } = base === '' ? await api.session.here() : { accounts: [] };
    if (accounts.length > 1) setSeats(accounts);
    else await enter(next);
  };
  const login = useMutation({
    mutationFn: () => api.session.login(email.trim(), password),
    onSuccess: ({ two_step }) => (two_step === null ? arrive() : setTicket(two_step)),
  });
  const [ticket, setTicket] = useState<string | null>(null);
  const [seats, setSeats] = useState<Seat[]>([]);
  const problem = login.error ? asProblem(login.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  if (seats.length > 0) return <ChooseAccount seats={seats} stay={() => enter(next)} />;
  if (ticket !== null)
    return (
      <LoginCode
        ticket={ticket}
        done={arrive}
        back={() => {
          setTicket(null);
          setPassword('');
        }}
      />
    );
  return (
    <Shell title={t('login.title')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Title order={1}>{t('login.title')}</Title>
          {problem && (
            <Alert color="red" role="alert">
              {problem.status === 429 ? t('login.wait') : problemText(problem)}
            </Alert>
          )}
          {!problem && sso !== undefined && (
            <Alert color="red" role="alert">
              {t(`access:sso.${sso}`)}
            </Alert>
          )}
          {boot?.sso != null && (
            <Button component="a" variant="default" href={ssoUrl(next)}>
              {t('access:sso.with', { name: boot.sso })}
            </Button>
          )}
          <TextInput
            label={t('login.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            withAsterisk={false}
            maxLength={254}
            autoFocus
            value={email}
            onChange={(event) => {
              setEmail(event.currentTarget.value);
            }}
          />
          <PasswordInput
            label={t('login.password')}
            visibilityToggleButtonProps={{ 'aria-label': t('common:show_password') }}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            maxLength={200}
            value={password}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
            }}
          />
          <Button type="submit" loading={login.isPending}>
            {t('login.submit')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('login.forgotten')}
          </Text>
        </Stack>
      </form>
    </Shell>
  );
}
