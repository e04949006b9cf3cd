import { Button, Group, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { queries } from '../../api/queries';
import type { AuditFilter, AuditKind, AuditRow } from '../../api/types';
import { FieldEdit } from '../../fields';
import { useMeta } from '../../meta/meta';
import { shortAgent } from '../../ui/agent';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import { zonedToUtc } from '../../ui/zone';
import { looseField } from '../shared/task-dialogs/TaskFields';
import { Section } from './Section';
import classes from './SettingsPage.module.css';

/** Words for what the server names: with what it does not know by name, the name itself. */
const worded = (words: Record<string, string>, name: string) => words[name] ?? name;

/** Midnight of a day as the date box has it, in the person's zone; a day more for the end of a span. */
function midnight(day: string, zone: string, more = 0): number | undefined {
  if (day === '') return undefined;
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + more);
  return zonedToUtc(at.toISOString().slice(0, 10), '00:00', zone);
}

function Row({ row }: { row: AuditRow }) {
  const t = useTexts('access');
  const format = useFormat();
  const isLogin = row.kind === 'login' || row.kind === 'login_refused';
  const word = (value: string | null) =>
    value === null || value === '' ? t('audit.empty') : value === 'yes' ? t('audit.yes') : value === 'no' ? t('audit.no') : value;
  const fields = t('audit.field', { returnObjects: true });
  const agent = row.agent === '' ? '' : shortAgent(row.agent);
  return (
    <div className={classes['row']}>
      <div className={classes['grow']}>
        {t(`audit.kinds.${row.kind}`)}
        {row.subject !== '' && <Text span>{isLogin ? ` ${worded(t('audit.how', { returnObjects: true }), row.subject)}` : `: ${row.subject}`}</Text>}
        {row.changes.length > 0 && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {row.changes.map(({ name, from, to }) => t('audit.change', { name: worded(fields, name), from: word(from), to: word(to) })).join(' · ')}
          </Text>
        )}
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {[format.dateTime(row.at), row.who === '' ? t(row.address === '' ? 'audit.system' : 'audit.nobody') : row.who, row.address, agent]
            .filter((part) => part !== '')
            .join(' · ')}
        </Text>
      </div>
    </div>
  );
}

export default function Audit() {
  const t = useTexts('access');
  const { meta } = useMeta();
  const [kind, setKind] = useState<AuditKind | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const { zone } = useFormat().settings;
  const start = midnight(from, zone);
  const end = midnight(to, zone, 1);
  const filter: AuditFilter = {
    ...(kind !== null && { kind }),
    ...(person !== null && { member: Number(person) }),
    ...(start !== undefined && { from: start }),
    ...(end !== undefined && { to: end }),
  };
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(queries.audit(filter));
  const rows = data?.pages.flatMap((page) => page.rows);
  return (
    <Section>
      <Text c="dimmed">{t('audit.text')}</Text>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 4 }}>
        <Select
          label={t('audit.kind')}
          placeholder={t('audit.any_kind')}
          clearable
          searchable
          data={Object.entries(t('audit.kinds', { returnObjects: true })).map(([value, label]) => ({ value, label }))}
          value={kind}
          onChange={(value) => {
            setKind(value as AuditKind | null);
          }}
        />
        <Select
          label={t('audit.person')}
          placeholder={t('audit.any_person')}
          clearable
          searchable
          data={meta.members.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={person}
          onChange={setPerson}
        />
        <FieldEdit
          field={looseField('from', 'date', t('audit.from'))}
          label={t('audit.from')}
          value={from === '' ? null : from}
          onChange={(day) => { setFrom(typeof day === 'string' ? day : ''); }}
        />
        <FieldEdit
          field={looseField('to', 'date', t('audit.to'))}
          label={t('audit.to')}
          value={to === '' ? null : to}
          onChange={(day) => { setTo(typeof day === 'string' ? day : ''); }}
        />
      </SimpleGrid>
      <Group>
        <Button component="a" href={api.audit.exportUrl(filter)} download variant="default">
          {t('audit.export')}
        </Button>
      </Group>
      {!rows && <Waiting rows={6} />}
      <Stack gap={0}>
        {rows?.map((row) => (
          <Row key={row.id} row={row} />
        ))}
        {rows?.length === 0 && <Text c="dimmed">{t('audit.none')}</Text>}
      </Stack>
      {hasNextPage && (
        <Group>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('audit.more')}
          </Button>
        </Group>
      )}
    </Section>
  );
}
