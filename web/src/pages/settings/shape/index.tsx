import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queries } from '../../../api/queries';
import type { Id } from '../../../api/types';
import { Waiting } from '../../../ui/Delayed';
import { PageError } from '../../../ui/PageError';
import { useTexts } from '../../../ui/useTexts';
import { Fields } from './Fields';
import { General } from './General';
import { Pipeline } from './Pipeline';
import { TaskTypes } from './TaskTypes';

/** A module as its administrators shape it; `rules` are the settings of its kind, if it has any. */
export default function Shape({ id, rules }: { id: Id; rules: ReactNode }) {
  const t = useTexts('shape');
  const { data, error } = useQuery(queries.shape(id));
  if (error) return <PageError text={error.message} />;
  if (!data) return <Waiting rows={8} />;
  const { module } = data;
  return (
    <Tabs defaultValue="pipeline" keepMounted={false}>
      <Tabs.List mb="md">
        <Tabs.Tab value="pipeline">{t('pipeline.title')}</Tabs.Tab>
        <Tabs.Tab value="fields">{t('fields.title')}</Tabs.Tab>
        <Tabs.Tab value="types">{t('task_types.title')}</Tabs.Tab>
        {rules !== null && <Tabs.Tab value="rules">{t('rules')}</Tabs.Tab>}
        <Tabs.Tab value="general">{t('general.title')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="pipeline">
        <Pipeline shape={module} />
      </Tabs.Panel>
      <Tabs.Panel value="types">
        <TaskTypes shape={module} />
      </Tabs.Panel>
      <Tabs.Panel value="fields">
        <Fields shape={module} />
      </Tabs.Panel>
      {rules !== null && <Tabs.Panel value="rules">{rules}</Tabs.Panel>}
      <Tabs.Panel value="general">
        <General key={module.id} shape={module} />
      </Tabs.Panel>
    </Tabs>
  );
}
