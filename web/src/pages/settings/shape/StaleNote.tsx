import { Alert, Button, Group, Table } from '@mantine/core';
import { asProblem } from '../../../api/problem';
import type { Label } from '../../../api/types';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { labelText } from './label';

function shown(value: unknown, language: string): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'object' && !Array.isArray(value)) return labelText(value as Label, language);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Somebody else saved meanwhile: both values, and the choice between them. */
export function StaleNote({ error, names, onMine, onTheirs }: {
  error: unknown;
  /** What the members are called on the form. */
  names: Record<string, string>;
  onMine: () => void;
  onTheirs: () => void;
}) {
  const t = useTexts('shape');
  const language = useLanguage();
  const stale = error === null || error === undefined ? null : asProblem(error).stale;
  if (!stale) return null;
  return (
    <Alert color="orange" title={t('stale.title')} role="alert">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            <Table.Th>{t('stale.yours')}</Table.Th>
            <Table.Th>{t('stale.theirs')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Object.entries(stale.fields as Record<string, { yours: unknown; theirs: unknown }>).map(([name, both]) => (
            <Table.Tr key={name}>
              <Table.Th>{names[name] ?? name}</Table.Th>
              <Table.Td>{shown(both.yours, language)}</Table.Td>
              <Table.Td>{shown(both.theirs, language)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group gap="sm" mt="sm">
        <Button size="xs" onClick={onMine}>
          {t('stale.mine')}
        </Button>
        <Button size="xs" variant="default" onClick={onTheirs}>
          {t('stale.take')}
        </Button>
      </Group>
    </Alert>
  );
}
