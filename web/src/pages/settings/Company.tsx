import { Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { showNote, showProblem } from '../../api/change';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import type { Id } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { countries, zones } from '../../ui/places';
import { JobProgress } from '../shared/JobProgress';
import { SaveForm, useForm } from './form';
import { PushRules } from './PushRules';
import { useSave } from './save';
import { Section } from './Section';
import { useLanguage, useTexts } from '../../ui/useTexts';
import { WorkHours } from './WorkHours';

function Details() {
  const t = useTexts('settings');
  const language = useLanguage();
  const { account } = useMeta();
  const save = useSave(api.account.patch, { says: () => t('company.saved'), touches: [keys.boot] });
  const form = useForm({ name: account.name, country: account.country, zone: account.zone, name_order: account.name_order }, save);
  return (
    <SaveForm form={form}>
      <TextInput label={t('company.name')} maxLength={200} autoComplete="organization" {...form.text('name')} />
      <Select label={t('company.country')} searchable allowDeselect={false} data={countries(language)} {...form.pick('country')} />
      <Select label={t('company.zone')} searchable allowDeselect={false} limit={60} data={zones(form.values.zone)} {...form.pick('zone')} />
      <TextInput label={t('company.currency')} value={account.currency} readOnly variant="filled" />
      <Radio.Group label={t('company.name_order')} {...form.pick('name_order')}>
        <Stack gap="sm" mt="xs">
          <Radio value="given_first" label={t('company.given_first')} />
          <Radio value="family_first" label={t('company.family_first')} />
        </Stack>
      </Radio.Group>
    </SaveForm>
  );
}

/** Loading and removing the demo data; both are jobs. */
function Demo() {
  const t = useTexts('settings');
  const client = useQueryClient();
  const { data: boot } = useQuery(queries.boot());
  const [job, setJob] = useState<{ id: Id; removing: boolean } | null>(null);
  const start = useMutation({
    mutationFn: (removing: boolean) => (removing ? api.demo.remove() : api.demo.load()),
    onSuccess: ({ job_id }, removing) => { setJob({ id: job_id, removing }); },
    onError: showProblem,
  });
  if (job) {
    return (
      <JobProgress
        id={job.id}
        label={t(job.removing ? 'company.demo_removing' : 'company.demo_loading')}
        done={() => {
          setJob(null);
          showNote(t(job.removing ? 'company.demo_removed' : 'company.demo_loaded'));
          void client.invalidateQueries();
        }}
      />
    );
  }
  return (
    <Group>
      {boot?.demo === true ? (
        <Button variant="default" loading={start.isPending} onClick={() => { start.mutate(true); }}>
          {t('company.demo_remove')}
        </Button>
      ) : (
        <Button variant="default" loading={start.isPending} onClick={() => { start.mutate(false); }}>
          {t('company.demo_load')}
        </Button>
      )}
    </Group>
  );
}

export default function Company() {
  const t = useTexts('settings');
  return (
    <>
      <Section>
        <Details />
      </Section>
      <Section title={t('hours.title')} text={t('hours.text')}>
        <WorkHours />
      </Section>
      <PushRules />
      <Section title={t('company.demo')} text={t('company.demo_text')}>
        <Demo />
      </Section>
    </>
  );
}
