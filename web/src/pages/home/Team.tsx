import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { HomeTeamRow } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import classes from './home.module.css';
import { useTexts } from '../../ui/useTexts';

/** Who has how much on his plate; a name opens that colleague's day. */
export default function Team({ rows }: { rows: HomeTeamRow[] }) {
  const t = useTexts('home');
  const meta = useMeta();
  const format = useFormat();
  return (
    <Table verticalSpacing={6} horizontalSpacing="sm" fz="sm" layout="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('team.who')}</Table.Th>
          {(['overdue', 'today', 'must_close', 'open'] as const).map((key) => (
            <Table.Th key={key} ta="right">{t(`team.${key}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.member_id}>
            <Table.Td>
              <Link to="/" search={{ member: row.member_id }}>{meta.member(row.member_id)?.name}</Link>
            </Table.Td>
            <Table.Td ta="right" {...(row.overdue > 0 ? { c: 'var(--c-late)' } : {})}>{format.number(row.overdue)}</Table.Td>
            <Table.Td ta="right">{format.number(row.today)}</Table.Td>
            <Table.Td ta="right">{format.number(row.must_close)}</Table.Td>
            <Table.Td ta="right" className={classes['dim']}>{format.number(row.open)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
