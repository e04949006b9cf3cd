import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { showProblem } from '../../api/change';
import { api } from '../../api/client';
import type { Import, ImportReport } from '../../api/types';
import { Counts } from './Counts';
import { Samples } from './Samples';
import { useTexts } from '../../ui/useTexts';

export function Preview({ row, report, back, started }: {
  row: Import;
  report: ImportReport;
  back: () => void;
  started: () => Promise<void>;
}) {
  const t = useTexts('import');
  const run = useMutation({ mutationFn: () => api.imports.run(row.id), onSuccess: started, onError: showProblem });
  const n = report.created + report.updated;
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>{t('preview.title')}</Title>
        <Text size="sm" c="dimmed">
          {t('preview.text')}
        </Text>
      </div>
      <Counts report={report} />
      <Group>
        <Button
          disabled={n === 0}
          loading={run.isPending}
          onClick={() => {
            run.mutate();
          }}
        >
          {t('preview.run', { count: n })}
        </Button>
        <Button variant="default" onClick={back}>
          {t('preview.back')}
        </Button>
      </Group>
      <Samples report={report} />
    </Stack>
  );
}
