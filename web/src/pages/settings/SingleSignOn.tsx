import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { keys, queries } from '../../api/queries';
import type { Sso } from '../../api/types';
import { CopyField } from '../../ui/CopyField';
import { Waiting } from '../../ui/Delayed';
import { useTexts } from '../../ui/useTexts';
import { Step } from '../shared/TwoStepSetup';
import { useSave } from './save';
import { Section } from './Section';

function Form({ sso }: { sso: Sso }) {
  const t = useTexts(['access', 'common']);
  const { callback, has_secret, ...rest } = sso;
  const [values, setValues] = useState(rest);
  const [secret, setSecret] = useState('');
  const save = useSave(() => api.sso.patch({ ...values, ...(secret !== '' && { secret }) }), {
    says: () => t('sso.saved'),
    touches: [keys.sso, keys.audit, keys.boot],
    done: () => {
      setSecret('');
    },
  });
  const box = (name: 'issuer' | 'client_id' | 'label') => ({
    label: t(`sso.${name}`),
    maxLength: name === 'label' ? 60 : 300,
    value: values[name],
    error: problemOf(save.error, name),
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      setValues({ ...values, [name]: event.currentTarget.value.trimStart() });
    },
  });
  const tick = (name: 'on' | 'create') => ({
    label: t(`sso.${name}`),
    checked: values[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      setValues({ ...values, [name]: event.currentTarget.checked });
    },
  });
  return (
    <Step error={null} pending={save.isPending} ready label={t('common:save')} onSubmit={() => { save.mutate(undefined); }}>
      <CopyField label={t('sso.callback')} value={callback} />
      <TextInput {...box('issuer')} type="url" placeholder="https://id.example.com" />
      <TextInput {...box('client_id')} autoComplete="off" />
      <PasswordInput
        label={t('sso.secret')}
        description={has_secret ? t('sso.secret_kept') : undefined}
        visibilityToggleButtonProps={{ 'aria-label': t('common:show_password') }}
        autoComplete="off"
        maxLength={500}
        value={secret}
        error={problemOf(save.error, 'secret')}
        onChange={(event) => {
          setSecret(event.currentTarget.value);
        }}
      />
      <TextInput {...box('label')} />
      <Checkbox {...tick('create')} description={t('sso.create_note')} />
      <Checkbox {...tick('on')} />
    </Step>
  );
}

export function SingleSignOn() {
  const t = useTexts('access');
  const { data } = useQuery(queries.sso());
  return (
    <Section title={t('sso.title')} text={t('sso.text')}>
      {data ? <Form sso={data} /> : <Waiting rows={4} />}
    </Section>
  );
}
