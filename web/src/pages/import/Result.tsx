import { Alert, Button, Group, Stack, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { showProblem } from '../../api/change';
import { api } from '../../api/client';
import type { Id, Import } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { JobProgress } from '../shared/JobProgress';
import { Counts } from './Counts';
import { Samples } from './Samples';
import { useTexts } from '../../ui/useTexts';

/** What an import did, and what can be done about it. */
export function Result({ row, refresh }: { row: Import; refresh: () => void }) {
  const t = useTexts('import');
  const module = useMeta().module(row.module_id);
  const [undoing, setUndoing] = useState<Id | null>(null);
  const undo = async (change: Id) => {
    try {
      const { job_id } = await api.changes.undo(change);
      if (job_id === null) refresh();
      else setUndoing(job_id);
    } catch (error) {
      showProblem(error);
    }
  };
  const { change_id: change, report } = row;
  return (
    <Stack gap="md">
      {row.state === 'failed' && (
        <Alert color="red" title={t('done.failed')}>
          {t('done.failed_text')}
        </Alert>
      )}
      {row.state === 'undone' && <Alert color="gray" title={t('done.undone')} />}
      {row.state === 'done' && <Title order={2}>{t('done.title')}</Title>}
      {report && <Counts report={report} />}
      {undoing !== null && (
        <JobProgress
          id={undoing}
          label={t('done.undoing')}
          done={() => {
            setUndoing(null);
            refresh();
          }}
        />
      )}
      <Group>
        {module && row.state !== 'undone' && (
          <Button renderRoot={(props) => <Link to="/m/$moduleId" params={{ moduleId: module.id }} {...props} />}>
            {t('done.open', { module: module.label })}
          </Button>
        )}
        {report !== null && report.refused > 0 && (
          <Button variant="default" component="a" href={api.imports.refusedUrl(row.id)} download>
            {t('done.refused')}
          </Button>
        )}
        {change !== null && row.state !== 'undone' && undoing === null && (
          <Button variant="default" onClick={() => void undo(change)}>
            {t('done.undo')}
          </Button>
        )}
        <Button variant="subtle" renderRoot={(props) => <Link to="/import" {...props} />}>
          {t('done.again')}
        </Button>
      </Group>
      {report && report.refused > 0 && <Samples report={report} />}
    </Stack>
  );
}
