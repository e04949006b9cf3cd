import { Table, Text, Title } from '@mantine/core';
import type { ImportReport, ImportSample } from '../../api/types';
import { useFormat } from '../../ui/format';
import classes from './import.module.css';
import { useTexts } from '../../ui/useTexts';

const shown = 6;

function Changes({ sample }: { sample: ImportSample }) {
  const t = useTexts('import');
  if (sample.kind === 'refuse') return <Text size="xs" c="var(--c-late)">{sample.error}</Text>;
  const more = sample.changes.length - shown;
  return (
    <div className={classes['changes']}>
      {sample.changes.slice(0, shown).map((change, i) => (
        <span key={i}>
          <b>{change.field}</b>: {change.old !== null && <s>{change.old}</s>} {change.new}
        </span>
      ))}
      {more > 0 && <span className={classes['samples']}>{t('preview.more', { n: more })}</span>}
    </div>
  );
}

/** Some rows of each kind and what becomes of them, the refused ones first. */
export function Samples({ report }: { report: ImportReport }) {
  const t = useTexts('import');
  const format = useFormat();
  const order = ['refuse', 'update', 'create'];
  const rows = report.sample.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.row - b.row);
  if (rows.length === 0) return null;
  return (
    <div>
      <Title order={3} mb="xs">
        {t('preview.sample')}
      </Title>
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right" w={72}>
                {t('preview.row')}
              </Table.Th>
              <Table.Th miw={110} style={{ whiteSpace: 'nowrap' }}>{t('preview.what')}</Table.Th>
              <Table.Th w="30%">{t('preview.card')}</Table.Th>
              <Table.Th>{t('preview.values')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((sample) => (
              <Table.Tr key={sample.row}>
                <Table.Td ta="right">{format.number(sample.row)}</Table.Td>
                <Table.Td>{t(`preview.${sample.kind}`)}</Table.Td>
                <Table.Td>{sample.title}</Table.Td>
                <Table.Td>
                  <Changes sample={sample} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
