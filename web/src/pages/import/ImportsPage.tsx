import { Button, FileButton, Group, Progress, Select, Stack, Text, Title } from '@mantine/core';
import { IconFileTypeCsv } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import type { DragEvent } from 'react';
import { useState } from 'react';
import { showProblem } from '../../api/change';
import { api } from '../../api/client';
import { queries } from '../../api/queries';
import type { Import } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { Page } from '../../ui/Page';
import classes from './import.module.css';
import { useTexts } from '../../ui/useTexts';

function Upload() {
  const t = useTexts('import');
  const { modules } = useMeta();
  const router = useRouter();
  const [module, setModule] = useState(modules[0]?.id ?? 0);
  const [over, setOver] = useState(false);
  const [share, setShare] = useState(0);
  const upload = useMutation({
    mutationFn: (file: File) => api.imports.upload(module, file, setShare),
    onSuccess: ({ id }) => router.navigate({ to: '/import/$importId', params: { importId: id } }),
    onError: showProblem,
  });
  const take = (file: File | null | undefined) => {
    if (!file) return;
    setShare(0);
    upload.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <Stack gap="md">
      <Select
        label={t('into')}
        maw={320}
        allowDeselect={false}
        data={modules.map(({ id, label }) => ({ value: String(id), label }))}
        value={String(module)}
        onChange={(id) => {
          if (id !== null) setModule(Number(id));
        }}
      />
      <div
        className={classes['drop']}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
        onDrop={drop}
      >
        <IconFileTypeCsv size={32} stroke={1.4} aria-hidden="true" />
        {upload.isPending ? (
          <>
            <Text>{t('uploading', { name: upload.variables.name })}</Text>
            <Progress w={280} value={100 * share} aria-label={t('uploading', { name: upload.variables.name })} />
          </>
        ) : (
          <>
            <Text fw={600}>{t('drop')}</Text>
            <FileButton onChange={take} accept=".csv,.tsv,.txt,text/csv,text/plain">
              {(props) => <Button {...props}>{t('choose')}</Button>}
            </FileButton>
            <Text size="sm" c="dimmed" maw={520}>
              {t('drop_note')}
            </Text>
          </>
        )}
      </div>
    </Stack>
  );
}

function ImportRow({ row }: { row: Import }) {
  const t = useTexts('import');
  const format = useFormat();
  const module = useMeta().module(row.module_id);
  const facts = [module?.label, row.n_rows === null ? null : t('rows', { count: row.n_rows }), t(`state.${row.state}`)];
  return (
    <div className={classes['row']}>
      <div className={classes['grow']}>
        <Link to="/import/$importId" params={{ importId: row.id }}>
          {row.file_name}
        </Link>
        <Text size="xs" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Text size="xs" c="dimmed">
        {format.ago(row.created_at)}
      </Text>
    </div>
  );
}

export default function ImportsPage() {
  const t = useTexts('import');
  const meta = useMeta();
  const { data } = useQuery({ ...queries.imports(), enabled: meta.may('import') });
  return (
    <Page title={t('title')} narrow>
      {meta.may('import') ? <Upload /> : <Text c="dimmed">{t('only_managers')}</Text>}
      {data && data.rows.length > 0 && (
        <section>
          <Group mt="xl" mb="xs">
            <Title order={2}>{t('earlier')}</Title>
          </Group>
          {data.rows.map((row) => (
            <ImportRow key={row.id} row={row} />
          ))}
        </section>
      )}
    </Page>
  );
}
