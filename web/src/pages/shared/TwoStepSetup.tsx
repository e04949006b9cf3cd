import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import type { TwoStepKey } from '../../api/types';
import { downloadBlob } from '../../ui/download';
import { useTexts } from '../../ui/useTexts';

const QUIET = 4; // light modules around a QR code, as its standard asks

/** The dark modules as one path; light stays light in the dark theme, too, or phones could not read it. */
function Picture({ qr }: { qr: TwoStepKey }) {
  const t = useTexts('access');
  const dark = [...qr.modules].flatMap((module, i) =>
    module === '1' ? [`M${String((i % qr.size) + QUIET)} ${String(Math.floor(i / qr.size) + QUIET)}h1v1h-1z`] : [],
  );
  const side = qr.size + 2 * QUIET;
  return (
    <svg role="img" aria-label={t('two_step.picture')} viewBox={`0 0 ${String(side)} ${String(side)}`} width={200} height={200} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}

/** One box and one button, with what was refused above them. */
export function Step({ error, pending, ready, label, onSubmit, children }: {
  error: Error | null;
  pending: boolean;
  ready: boolean;
  label: string;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pending) onSubmit();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={440}>
        {error && (
          <Alert color="red" role="alert">
            {problemText(asProblem(error))}
          </Alert>
        )}
        {children}
        <Group>
          <Button type="submit" loading={pending} disabled={!ready}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }) {
  const t = useTexts('access');
  return (
    <Stack gap="md" maw={440}>
      <Text fw={600}>{t('two_step.codes')}</Text>
      <Text size="sm">{t('two_step.codes_text')}</Text>
      <pre>{codes.join('\n')}</pre>
      <Group>
        <Button
          variant="default"
          onClick={() => {
            downloadBlob(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }), 'cardinal-recovery-codes.txt');
          }}
        >
          {t('two_step.save')}
        </Button>
        <Button onClick={done}>{t('two_step.kept')}</Button>
      </Group>
    </Stack>
  );
}

/** From the password over the picture and its first code to the recovery codes. */
export function TwoStepSetup({ done }: { done: () => void }) {
  const t = useTexts(['access', 'common']);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => api.twoStep.begin(password) });
  const confirm = useMutation({ mutationFn: () => api.twoStep.confirm(code) });
  if (confirm.data) return <RecoveryCodes codes={confirm.data.codes} done={done} />;
  if (!begin.data)
    return (
      <Step error={begin.error} pending={begin.isPending} ready label={t('two_step.next')} onSubmit={begin.mutate}>
        <PasswordInput
          label={t('two_step.password')}
          visibilityToggleButtonProps={{ 'aria-label': t('common:show_password') }}
          autoComplete="current-password"
          maxLength={200}
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
      </Step>
    );
  const { key } = begin.data;
  return (
    <Step error={confirm.error} pending={confirm.isPending} ready={code.trim() !== ''} label={t('two_step.turn_on')} onSubmit={confirm.mutate}>
      <Text>{t('two_step.scan')}</Text>
      <Picture qr={begin.data} />
      <Text size="sm">
        {t('two_step.typed')}: <code>{key.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </Text>
      <TextInput
        label={t('two_step.confirm')}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={40}
        autoFocus
        value={code}
        onChange={(event) => {
          setCode(event.currentTarget.value);
        }}
      />
    </Step>
  );
}
