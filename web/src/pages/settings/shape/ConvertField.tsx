import { Button, Group, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import { keys } from '../../../api/queries';
import type { FieldShape } from '../../../api/types';
import { Waiting } from '../../../ui/Delayed';
import { Dialog } from '../../../ui/Dialog';
import { useFormat } from '../../../ui/format';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { fieldTypeNames } from './FieldForm';
import { labelText } from './label';
import { useShaping } from './useShape';

/** Another type for a field: what would become of its values, before it is done. */
export function ConvertField({ field, onClose, onJob }: { field: FieldShape; onClose: () => void; onJob: (id: number) => void }) {
  const t = useTexts(['shape', 'common']);
  const language = useLanguage();
  const format = useFormat();
  const [type, setType] = useState<string | null>(null);
  const name = labelText(field.label, language);
  const { data, error, isFetching } = useQuery({
    queryKey: [...keys.shapes, 'convert', field.id, type],
    queryFn: () => api.fields.preview(field.id, type ?? ''),
    enabled: type !== null,
    retry: false,
  });
  const convert = useShaping((to: string) => api.fields.convert(field.id, to), {
    says: () => t('convert.done', { field: name }),
    loud: true,
    done: (result) => {
      onJob((result as unknown as { job_id: number }).job_id);
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={t('convert.title', { field: name })}>
      <Stack gap="md">
        <Select
          label={t('convert.to')}
          data={fieldTypeNames.filter((one) => one !== field.type && !['user', 'contact', 'file'].includes(one)).map((one) => ({ value: one, label: t(`types.${one}`) }))}
          value={type}
          error={error?.message}
          onChange={setType}
        />
        {isFetching && <Waiting rows={3} />}
        {data && type !== null && (
          <>
            <Text size="sm">{t('convert.text', { count: data.n, n: format.number(data.n), converts: format.number(data.converts), lost: format.number(data.lost) })}</Text>
            {data.samples.length > 0 && (
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('convert.from')}</Table.Th>
                    <Table.Th>{t('convert.becomes')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.samples.slice(0, 10).map((sample, i) => (
                    <Table.Tr key={i}>
                      <Table.Td>{sample.from}</Table.Td>
                      <Table.Td>{sample.to ?? t('convert.nothing')}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )}
            <Text size="sm" c="dimmed">
              {t('convert.kept')}
            </Text>
          </>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button disabled={!data} loading={convert.isPending} onClick={() => { if (type !== null) convert.mutate(type); }}>
            {t('convert.submit')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
