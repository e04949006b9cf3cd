import { Button, Checkbox, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { keys, queries } from '../../api/queries';
import type { Member, Security } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Ask } from '../../ui/Ask';
import { Waiting } from '../../ui/Delayed';
import { Person } from '../../ui/Status';
import { useTexts } from '../../ui/useTexts';
import { useSave } from './save';
import { Section } from './Section';
import { SingleSignOn } from './SingleSignOn';
import classes from './SettingsPage.module.css';

function Rules({ rules }: { rules: Security }) {
  const t = useTexts(['access', 'common']);
  const [required, setRequired] = useState(rules.two_step_required);
  const [days, setDays] = useState<number | string>(rules.audit_days);
  const save = useSave(() => api.security.patch({ two_step_required: required, audit_days: Number(days) }), {
    says: () => t('rules.saved'),
    touches: [keys.security, keys.audit, keys.boot, keys.twoStep],
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Stack gap="md" maw={440}>
        <Checkbox
          label={t('rules.two_step')}
          description={t('rules.two_step_note')}
          checked={required}
          onChange={(event) => {
            setRequired(event.currentTarget.checked);
          }}
        />
        <NumberInput
          label={t('rules.audit_days')}
          maw={280}
          min={30}
          max={3650}
          allowDecimal={false}
          value={days}
          error={problemOf(save.error, 'audit_days')}
          onChange={setDays}
        />
        <Group>
          <Button type="submit" loading={save.isPending} disabled={days === ''}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Step({ member, on }: { member: Member; on: boolean }) {
  const t = useTexts('access');
  const [asking, setAsking] = useState(false);
  const { name } = member;
  const reset = useSave(() => api.twoStep.reset(member.id), {
    says: () => t('rules.was_reset', { name }),
    touches: [keys.security, keys.audit],
  });
  return (
    <div className={classes['row']}>
      <Person name={name} initials={member.initials} />
      <div className={classes['grow']}>
        {name}
        <Text size="xs" c="dimmed">
          {t(on ? 'rules.has' : 'rules.has_not')}
        </Text>
      </div>
      {on && (
        <Button
          size="compact-sm"
          variant="default"
          loading={reset.isPending}
          aria-label={t('rules.reset_of', { name })}
          onClick={() => {
            setAsking(true);
          }}
        >
          {t('rules.reset')}
        </Button>
      )}
      {asking && (
        <Ask
          title={t('rules.reset_of', { name })}
          text={t('rules.reset_sure', { name })}
          yes={t('rules.reset')}
          onYes={() => {
            reset.mutate(undefined);
          }}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}

export default function Access() {
  const t = useTexts('access');
  const { activeMembers, me } = useMeta();
  const { data } = useQuery(queries.security());
  if (!data) return <Waiting rows={4} />;
  return (
    <>
      <Section>
        <Rules rules={data} />
      </Section>
      <SingleSignOn />
      <Section title={t('rules.people')}>
        <div>
          {activeMembers
            .filter((member) => member.id !== me.id)
            .map((member) => (
              <Step key={member.id} member={member} on={data.two_step_members.includes(member.id)} />
            ))}
        </div>
      </Section>
    </>
  );
}
