import { Alert, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem, problemOf } from '../../api/problem';
import { Waiting } from '../../ui/Delayed';
import { lengthOf, passwordMin } from '../../ui/password';
import { PasswordField } from '../shared/PasswordField';
import { CodeForm } from './LoginCode';
import { useEnter } from './session';
import { Shell } from './Shell';
import { useTexts } from '../../ui/useTexts';

const route = getRouteApi('/bare/invite/$token');

function Join({ token, invite }: { token: string; invite: { company: string; name: string; email: string } }) {
  const t = useTexts('account');
  const enter = useEnter();
  const [name, setName] = useState(invite.name);
  const [password, setPassword] = useState('');
  const accept = useMutation({
    mutationFn: () => api.invites.accept(token, name.trim(), password),
    onSuccess: ({ two_step }) => (two_step === null ? enter() : setTicket(two_step)),
  });
  const [ticket, setTicket] = useState<string | null>(null);
  const problem = accept.error ? asProblem(accept.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  if (ticket !== null) return <CodeForm ticket={ticket} done={enter} />;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Title order={1}>{t('invite.title', { company: invite.company })}</Title>
        <Text>{t('invite.text', { email: invite.email })}</Text>
        {problem && problem.field === undefined && (
          <Alert color="red" role="alert">
            {problemText(problem)}
          </Alert>
        )}
        <TextInput
          label={t('invite.name')}
          name="name"
          autoComplete="name"
          maxLength={100}
          value={name}
          error={problemOf(accept.error, 'name')}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <PasswordField
          label={t('invite.password')}
          email={invite.email}
          value={password}
          onChange={setPassword}
          error={problemOf(accept.error, 'password')}
        />
        <Button type="submit" loading={accept.isPending} disabled={name.trim() === '' || lengthOf(password) < passwordMin}>
          {t('invite.submit')}
        </Button>
      </Stack>
    </form>
  );
}

export default function Invite() {
  const t = useTexts('account');
  const { token } = route.useParams();
  const invite = useQuery({ queryKey: ['invite', token], queryFn: () => api.invites.get(token), retry: false });
  return (
    <Shell title={invite.data ? t('invite.title', { company: invite.data.company }) : 'Cardinal'}>
      {invite.data && <Join token={token} invite={invite.data} />}
      {invite.isPending && <Waiting rows={4} />}
      {invite.isError && (
        <Stack gap="md" role="alert">
          <Title order={1}>{t('invite.failed')}</Title>
          <Text>{t('invite.failed_text')}</Text>
          <Button variant="default" renderRoot={(props) => <Link to="/login" {...props} />}>
            {t('link.to_login')}
          </Button>
        </Stack>
      )}
    </Shell>
  );
}
