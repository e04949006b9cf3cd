import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { refreshAfter, showProblem } from '../../api/change';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { keys, queries } from '../../api/queries';
import type { Import } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { Page } from '../../ui/Page';
import { PageError } from '../../ui/PageError';
import { JobProgress } from '../shared/JobProgress';
import { Columns } from './Columns';
import classes from './import.module.css';
import { Preview } from './Preview';
import { Result } from './Result';
import { useTexts } from '../../ui/useTexts';

const route = getRouteApi('/frame/import/$importId');
const steps = ['columns', 'preview', 'done'] as const;
type Step = (typeof steps)[number];

function Steps({ now }: { now: Step }) {
  const t = useTexts('import');
  return (
    <ol className={classes['steps']} aria-label={t('steps')}>
      {steps.map((step, i) => (
        <li key={step} aria-current={step === now ? 'step' : undefined}>
          {i + 1}. {t(`step.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function Running({ row, done }: { row: Import & { job_id: number }; done: () => void }) {
  const t = useTexts('import');
  return (
    <Stack gap="md" maw={520}>
      <JobProgress id={row.job_id} label={t('run.running')} done={done} />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t('run.leave')}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            api.jobs.cancel(row.job_id).catch(showProblem);
          }}
        >
          {t('run.cancel')}
        </Button>
      </Group>
    </Stack>
  );
}

function Wizard({ row }: { row: Import }) {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>(row.state === 'previewed' ? 'preview' : 'columns');
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [step]);
  const refresh = () => client.invalidateQueries({ queryKey: keys.imports });
  const finished = () => {
    refreshAfter(client);
    void client.invalidateQueries({ queryKey: keys.meta });
    void refresh();
  };
  if (row.state === 'running' && row.job_id !== null) {
    return (
      <>
        <Steps now="done" />
        <Running row={{ ...row, job_id: row.job_id }} done={finished} />
      </>
    );
  }
  if (row.state === 'done' || row.state === 'failed' || row.state === 'undone') {
    return (
      <>
        <Steps now="done" />
        <Result row={row} refresh={finished} />
      </>
    );
  }
  return (
    <>
      <Steps now={step} />
      {step === 'preview' && row.report ? (
        <Preview
          row={row}
          report={row.report}
          back={() => {
            setStep('columns');
          }}
          started={refresh}
        />
      ) : (
        <Columns
          key={`${row.encoding} ${row.delimiter}`}
          row={row}
          previewed={async () => {
            await refresh();
            setStep('preview');
          }}
        />
      )}
    </>
  );
}

export default function ImportPage() {
  const t = useTexts('import');
  const { importId } = route.useParams();
  const { data, error, refetch } = useQuery(queries.import(importId));
  const format = useFormat();
  const module = useMeta().module(data?.module_id ?? 0);
  if (error) return <PageError level={1} text={problemText(asProblem(error))} retry={() => void refetch()} />;
  const facts = data && [
    module?.label, data.n_rows === null ? undefined : t('rows', { count: data.n_rows }), format.bytes(data.size_bytes),
  ];
  return (
    <Page title={data?.file_name ?? t('title')}>
      {facts && (
        <Text c="dimmed" mt={-8} mb="md">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      )}
      {data ? <Wizard row={data} /> : <Waiting />}
    </Page>
  );
}
