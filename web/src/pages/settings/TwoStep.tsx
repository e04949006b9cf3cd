import { Button, Group, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import { RecoveryCodes, Step, TwoStepSetup } from '../shared/TwoStepSetup';
import { useSave } from './save';
import { Section } from './Section';

/** What a code allows: new recovery codes, or switching it off. */
function WithCode({ act, done }: { act: 'renew' | 'turn_off'; done: () => void }) {
  const t = useTexts('access');
  const [code, setCode] = useState('');
  const save = useSave(
    async () => (act === 'renew' ? (await api.twoStep.renew(code)).codes : api.twoStep.off(code).then(() => null)),
    {
      touches: [keys.twoStep, keys.sessions],
      ...(act === 'turn_off' && { says: () => t('two_step.is_off') }),
      done: (codes) => {
        if (codes === null) done();
      },
    },
  );
  if (save.data) return <RecoveryCodes codes={save.data} done={done} />;
  return (
    <Step error={save.error} pending={save.isPending} ready={code.trim() !== ''} label={t(`two_step.${act}`)} onSubmit={() => { save.mutate(undefined); }}>
      <TextInput
        label={t('two_step.prove')}
        autoComplete="one-time-code"
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

export function TwoStep() {
  const t = useTexts('access');
  const format = useFormat();
  const { data, refetch } = useQuery(queries.twoStep());
  const [act, setAct] = useState<'set_up' | 'renew' | 'turn_off' | null>(null);
  const finish = () => {
    setAct(null);
    void refetch();
  };
  const offers = data?.on_at == null ? (['set_up'] as const) : data.required ? (['renew'] as const) : (['renew', 'turn_off'] as const);
  return (
    <Section title={t('two_step.title')} text={t('two_step.text')}>
      {!data && <Waiting rows={1} />}
      {data && act === null && (
        <>
          <Text>
            {data.on_at === null
              ? t('two_step.off')
              : `${t('two_step.on', { when: format.date(data.on_at) })} ${t('two_step.left', { count: data.recovery_left })}`}
          </Text>
          <Group>
            {offers.map((offer) => (
              <Button
                key={offer}
                variant={offer === 'set_up' ? 'filled' : 'default'}
                onClick={() => {
                  setAct(offer);
                }}
              >
                {t(`two_step.${offer}`)}
              </Button>
            ))}
          </Group>
        </>
      )}
      {act === 'set_up' && <TwoStepSetup done={finish} />}
      {(act === 'renew' || act === 'turn_off') && <WithCode key={act} act={act} done={finish} />}
    </Section>
  );
}
