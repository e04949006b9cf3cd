import { Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { showNote, showProblem } from '../../api/change';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { keys, queries } from '../../api/queries';
import type { Id } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { countries, zones } from '../../ui/places';
import { JobProgress } from '../shared/JobProgress';
import { useSave } from './save';
import { Section } from './Section';
import { useLanguage, useTexts } from '../../ui/useTexts';

function Details() {
  const t = useTexts(['settings', 'common']);
  const language = useLanguage();
  const { account } = useMeta();
  const [values, setValues] = useState({
    name: account.name, country: account.country, zone: account.zone, name_order: account.name_order,
  });
  const save = useSave(api.account.patch, { says: () => t('company.saved'), touches: [keys.boot] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...values, name: values.name.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={440}>
        <TextInput
          label={t('company.name')}
          maxLength={200}
          autoComplete="organization"
          value={values.name}
          error={problemOf(save.error, 'name')}
          onChange={(event) => {
            setValues({ ...values, name: event.currentTarget.value });
          }}
        />
        <Select
          label={t('company.country')}
          searchable
          allowDeselect={false}
          data={countries(language)}
          value={values.country}
          error={problemOf(save.error, 'country')}
          onChange={(country) => {
            if (country !== null) setValues({ ...values, country });
          }}
        />
        <Select
          label={t('company.zone')}
          searchable
          allowDeselect={false}
          limit={60}
          data={zones(values.zone)}
          value={values.zone}
          error={problemOf(save.error, 'zone')}
          onChange={(zone) => {
            if (zone !== null) setValues({ ...values, zone });
          }}
        />
        <TextInput label={t('company.currency')} value={account.currency} readOnly variant="filled" />
        <Radio.Group
          label={t('company.name_order')}
          value={values.name_order}
          onChange={(order) => {
            setValues({ ...values, name_order: order as typeof values.name_order });
          }}
        >
          <Stack gap="sm" mt="xs">
            <Radio value="given_first" label={t('company.given_first')} />
            <Radio value="family_first" label={t('company.family_first')} />
          </Stack>
        </Radio.Group>
        <Group>
          <Button type="submit" loading={save.isPending} disabled={values.name.trim() === ''}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Loading and removing the demo data; both are jobs. */
function Demo() {
  const t = useTexts('settings');
  const client = useQueryClient();
  const { data: boot } = useQuery(queries.boot());
  const [job, setJob] = useState<{ id: Id; removing: boolean } | null>(null);
  const start = async (removing: boolean) => {
    try {
      const { job_id } = await (removing ? api.demo.remove() : api.demo.load());
      setJob({ id: job_id, removing });
    } catch (error) {
      showProblem(error);
    }
  };
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
        <Button variant="default" onClick={() => void start(true)}>
          {t('company.demo_remove')}
        </Button>
      ) : (
        <Button variant="default" onClick={() => void start(false)}>
          {t('company.demo_load')}
        </Button>
      )}
    </Group>
  );
}

const templates = ['autosales', 'sales', 'leads'] as const;

function AddModule() {
  const t = useTexts(['settings', 'account']);
  const { modules } = useMeta();
  const add = useSave(api.modules.create, { says: () => t('module.added') });
  const missing = templates.filter((template) => !modules.some((module) => module.template === template));
  if (missing.length === 0) return null;
  return (
    <Section title={t('module.add')} text={t('module.add_text')}>
      <Group>
        {missing.map((template) => (
          <Button
            key={template}
            variant="default"
            loading={add.isPending && add.variables === template}
            onClick={() => {
              add.mutate(template);
            }}
          >
            {t(`account:setup.guide.${template}`)}
          </Button>
        ))}
      </Group>
    </Section>
  );
}

export default function Company() {
  const t = useTexts('settings');
  return (
    <>
      <Section>
        <Details />
      </Section>
      <AddModule />
      <Section title={t('company.demo')} text={t('company.demo_text')}>
        <Demo />
      </Section>
    </>
  );
}
