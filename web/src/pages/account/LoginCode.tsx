import { Alert, Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { useTexts } from '../../ui/useTexts';
import { Shell } from './Shell';

/** The second step: a code of the authenticator app, or a recovery code. */
export function CodeForm({ ticket, done, back }: { ticket: string; done: () => Promise<void>; back?: () => void }) {
  const t = useTexts('access');
  const [code, setCode] = useState('');
  const send = useMutation({ mutationFn: () => api.session.code(ticket, code), onSuccess: () => done() });
  const problem = send.error ? asProblem(send.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!send.isPending) send.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Title order={1}>{t('code.title')}</Title>
        <Text>{t('code.text')}</Text>
        {problem && (
          <Alert color="red" role="alert">
            {problemText(problem)}
          </Alert>
        )}
        <TextInput
          label={t('code.label')}
          name="code"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          maxLength={40}
          autoFocus
          value={code}
          onChange={(event) => {
            setCode(event.currentTarget.value);
          }}
        />
        <Button type="submit" loading={send.isPending} disabled={code.trim() === ''}>
          {t('code.submit')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('code.recovery')}
        </Text>
        {back && (
          <Anchor component="button" type="button" size="sm" c="var(--c-link)" onClick={back}>
            {t('code.back')}
          </Anchor>
        )}
      </Stack>
    </form>
  );
}

export function LoginCode(form: { ticket: string; done: () => Promise<void>; back: () => void }) {
  const t = useTexts('access');
  return (
    <Shell title={t('code.title')}>
      <CodeForm {...form} />
    </Shell>
  );
}
