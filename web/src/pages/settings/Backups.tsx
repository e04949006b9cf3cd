import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import type { Backup } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import { useSave } from './save';
import { Section } from './Section';
import classes from './SettingsPage.module.css';

/** How it stands with one, in a word, and whether somebody should look. */
function useVerdict(row: Backup): { text: string; bad: boolean; why: string | null } {
  const t = useTexts('settings');
  if (row.state === 'asked') return { text: t('backups.asked_row'), bad: false, why: null };
  if (row.state === 'running') return { text: t('backups.running'), bad: false, why: null };
  if (row.state === 'failed') return { text: t('backups.failed'), bad: true, why: row.why };
  if (row.tested_at === null) return { text: t('backups.untested'), bad: false, why: null };
  if (row.test_why !== null) return { text: t('backups.bad'), bad: true, why: row.test_why };
  return { text: t('backups.good'), bad: false, why: null };
}

function BackupRow({ row }: { row: Backup }) {
  const t = useTexts('settings');
  const format = useFormat();
  const meta = useMeta();
  const verdict = useVerdict(row);
  const when = format.dateTime(row.made_at ?? row.asked_at);
  const by = row.asked_by === null ? null : meta.member(row.asked_by);
  return (
    <div className={classes['row']}>
      <div className={classes['grow']}>
        {when}{' '}
        <Text span size="sm" c={verdict.bad ? 'var(--c-late)' : 'dimmed'}>
          {verdict.text}
        </Text>
        <Text size="xs" c="dimmed">
          {row.state === 'done' && `${t('backups.size', { size: format.bytes(row.size_bytes), rows: format.number(row.n_rows) })} · `}
          {by ? t('backups.by', { name: by.name }) : t('backups.schedule')}
        </Text>
        {verdict.why !== null && (
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {t('backups.details', { why: verdict.why })}
          </Text>
        )}
      </div>
      {row.state === 'done' && (
        <Button
          component="a"
          href={api.backups.fileUrl(row.id)}
          download
          size="compact-sm"
          variant="default"
          aria-label={t('backups.download_of', { when })}
        >
          {t('backups.download')}
        </Button>
      )}
    </div>
  );
}

export default function Backups() {
  const t = useTexts('settings');
  const format = useFormat();
  const { data } = useQuery(queries.backups());
  const create = useSave(() => api.backups.create(), { says: () => t('backups.asked'), touches: [keys.backups] });
  const busy = data?.rows.some((row) => row.state === 'asked' || row.state === 'running') ?? true;
  return (
    <Section>
      <Text c="dimmed">{t('backups.text')}</Text>
      {!data && <Waiting rows={3} />}
      {data && (
        <>
          <Text size="sm">
            {data.plan.next_at === null ? t('backups.never') : t('backups.next', { when: format.dateTime(data.plan.next_at) })}{' '}
            {t('backups.kept', { daily: data.plan.daily, weekly: data.plan.weekly, monthly: data.plan.monthly })}
          </Text>
          <Group>
            <Button
              loading={create.isPending}
              disabled={busy}
              onClick={() => {
                create.mutate(undefined);
              }}
            >
              {t('backups.now')}
            </Button>
          </Group>
          <Stack gap={0}>
            {data.rows.map((row) => (
              <BackupRow key={row.id} row={row} />
            ))}
            {data.rows.length === 0 && <Text c="dimmed">{t('backups.none')}</Text>}
          </Stack>
          {data.rows.length > 0 && (
            <Text size="xs" c="dimmed">
              {t('backups.secret')}
            </Text>
          )}
        </>
      )}
    </Section>
  );
}
