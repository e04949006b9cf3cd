import { Alert, Button, Checkbox, Group, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { showProblem } from '../../api/change';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { keys } from '../../api/queries';
import type { Delimiter, Encoding, Id, Import, Mapping } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { JobProgress } from '../shared/JobProgress';
import { ColumnTable } from './ColumnTable';
import { cleaned, keyHeaders, withAllNew } from './mapping';
import { useTexts } from '../../ui/useTexts';

const encodings: Encoding[] = ['utf-8', 'windows-1250'];
const nobody = '-';

/** How the file is read: a change reads it anew on the server. */
function Reading({ row }: { row: Import }) {
  const t = useTexts('import');
  const client = useQueryClient();
  const reread = useMutation({
    mutationFn: (change: { encoding?: Encoding; delimiter?: Delimiter }) =>
      api.imports.patch(row.id, { mapping: row.mapping, encoding: row.encoding, delimiter: row.delimiter, ...change }),
    onSuccess: (read) => {
      client.setQueryData([...keys.imports, row.id], read);
    },
    onError: showProblem,
  });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} maw={900}>
      <Select
        label={t('columns.encoding')}
        allowDeselect={false}
        disabled={reread.isPending}
        data={encodings.map((value) => ({ value, label: value === 'utf-8' ? 'UTF-8' : 'Windows-1250' }))}
        value={row.encoding}
        onChange={(encoding) => {
          if (encoding !== null && encoding !== row.encoding) reread.mutate({ encoding: encoding as Encoding });
        }}
      />
      <Select
        label={t('columns.delimiter')}
        allowDeselect={false}
        disabled={reread.isPending}
        data={[
          { value: ',', label: t('columns.comma') },
          { value: ';', label: t('columns.semicolon') },
          { value: '\t', label: t('columns.tab') },
        ]}
        value={row.delimiter}
        onChange={(delimiter) => {
          if (delimiter !== null && delimiter !== row.delimiter) reread.mutate({ delimiter: delimiter as Delimiter });
        }}
      />
    </SimpleGrid>
  );
}

/** What holds for all rows: which cards are updated, and what new ones start with. */
function Rules({ row, mapping, set }: { row: Import; mapping: Mapping; set: (change: Partial<Mapping>) => void }) {
  const t = useTexts('import');
  const meta = useMeta();
  const module = meta.module(row.module_id);
  const owner = mapping.owner === undefined ? meta.me.email : (mapping.owner ?? nobody);
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} maw={900}>
        <Select
          label={t('columns.key')}
          placeholder={t('columns.key_none')}
          clearable
          data={[...new Set(keyHeaders(mapping))]}
          value={mapping.key ?? null}
          onChange={(key) => {
            set({ key });
          }}
        />
        <Select
          label={t('columns.owner')}
          allowDeselect={false}
          data={[
            { value: nobody, label: t('columns.owner_none') },
            ...meta.activeMembers.map(({ email, name }) => ({ value: email, label: name })),
          ]}
          value={owner}
          onChange={(email) => {
            set({ owner: email === nobody ? null : email });
          }}
        />
        <TextInput
          label={t('columns.name')}
          maxLength={200}
          value={mapping.name ?? ''}
          onChange={(event) => {
            set({ name: event.currentTarget.value });
          }}
        />
        {module?.fixed === false && (
          <Select
            label={t('columns.status')}
            placeholder={t('columns.status_default')}
            clearable
            data={[...new Set(meta.statuses(module.id).map(({ label }) => label))]}
            value={mapping.status ?? null}
            onChange={(status) => {
              set({ status });
            }}
          />
        )}
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {t('columns.name_note')}
      </Text>
      <Checkbox
        label={t('columns.match')}
        checked={mapping.match_contacts ?? true}
        onChange={(event) => {
          set({ match_contacts: event.currentTarget.checked });
        }}
      />
    </>
  );
}

export function Columns({ row, previewed }: { row: Import; previewed: () => Promise<void> }) {
  const t = useTexts('import');
  const [mapping, setMapping] = useState(row.mapping);
  const [job, setJob] = useState<Id | null>(null);
  const preview = useMutation({
    mutationFn: async () => {
      await api.imports.patch(row.id, { mapping: cleaned(mapping) });
      return api.imports.preview(row.id);
    },
    onSuccess: ({ job_id }) => {
      setJob(job_id);
    },
  });
  const set = (change: Partial<Mapping>) => {
    preview.reset();
    setMapping({ ...mapping, ...change });
  };
  const mapped = mapping.columns.some(({ to }) => to !== null);
  return (
    <Stack gap="md">
      <Reading row={row} />
      <Rules row={row} mapping={mapping} set={set} />
      <Group justify="space-between">
        <Title order={2}>{t('columns.title')}</Title>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            setMapping(withAllNew(mapping, row.columns));
          }}
        >
          {t('columns.all_new')}
        </Button>
      </Group>
      <ColumnTable
        row={row}
        mapping={mapping}
        onChange={(columns) => {
          set({ columns });
        }}
      />
      {preview.error && (
        <Alert color="red" role="alert">
          {problemText(asProblem(preview.error))}
        </Alert>
      )}
      {!mapped && <Text c="dimmed">{t('columns.none')}</Text>}
      {job === null ? (
        <Group>
          <Button
            disabled={!mapped}
            loading={preview.isPending}
            onClick={() => {
              preview.mutate();
            }}
          >
            {t('columns.preview')}
          </Button>
        </Group>
      ) : (
        <JobProgress
          id={job}
          label={t('columns.previewing')}
          done={() => {
            setJob(null);
            void previewed();
          }}
        />
      )}
    </Stack>
  );
}
