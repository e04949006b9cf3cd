import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys, queries } from '../../api/queries';
import type { Notification } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import classes from './Bell.module.css';

const jobs = ['bulk', 'import_run', 'qualify', 'undo', 'demo_load', 'hand_over'] as const;

function useSentence(): (row: Notification) => string {
  const t = useTexts('talk');
  const meta = useMeta();
  const format = useFormat();
  return (row) => {
    const who = meta.member(row.actor_id)?.name ?? t('bell.system');
    const name = row.name ?? '';
    const many = row.n > 1 ? '_many' : '';
    switch (row.kind) {
      case 'job_done': {
        const kind = jobs.find((one) => one === row.job_kind);
        return t(row.job_state === 'failed' ? 'bell.job_failed' : 'bell.job_done', { job: kind ? t(`bell.job.${kind}`) : '' });
      }
      case 'task_due':
        return t('bell.task_due', { when: row.due_at === null ? '' : format.dateTime(row.due_at), name });
      case 'task_given':
      case 'card_given':
        return t(`bell.${row.kind}${many}`, { who, name, n: format.number(row.n) });
      case 'forgotten_soon':
        return t(`bell.${row.kind}${many}`, { name, n: format.number(row.n) });
      case 'handed_over':
        return t('bell.handed_over', { who, name, n: format.number(row.n) });
      default:
        return t(`bell.${row.kind}`, { who, name });
    }
  };
}

function Row({ row, onOpen }: { row: Notification; onOpen: () => void }) {
  const format = useFormat();
  const sentence = useSentence();
  const inside = (
    <>
      <span className={classes['what']}>
        {sentence(row)}
        {row.text !== null && <span className={classes['excerpt']}>{row.text}</span>}
        <span className={classes['when']}>{format.ago(row.at)}</span>
      </span>
    </>
  );
  const props = { className: classes['told'], 'data-unread': !row.read || undefined, onClick: onOpen };
  if (row.card_id !== null && row.module_id !== null && row.n === 1) {
    return <Link to="/m/$moduleId/card/$cardId" params={{ moduleId: row.module_id, cardId: row.card_id }} {...props}>{inside}</Link>;
  }
  if (row.contact_id !== null) return <Link to="/contacts/$contactId" params={{ contactId: row.contact_id }} {...props}>{inside}</Link>;
  return <Link to="/" {...props}>{inside}</Link>;
}

/** What concerns me: who called me, what was given to me, what is due. */
export default function Told({ close }: { close: () => void }) {
  const t = useTexts(['talk', 'frame']);
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(queries.notifications());
  const read = useChange({ run: api.notifications.read, touches: () => [keys.notifications] });
  if (!data) return <Waiting rows={4} />;
  const rows = data.pages.flatMap((page) => page.rows);
  const newest = rows[0];
  const unread = rows.some((row) => !row.read);
  return (
    <>
      {newest === undefined && <Text c="dimmed" p="md">{t('bell.empty')}</Text>}
      <div className={classes['list']}>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            onOpen={() => {
              if (!row.read) read.mutate({ id: row.id });
              close();
            }}
          />
        ))}
        {hasNextPage && (
          <Button size="compact-sm" variant="subtle" m="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('frame:load_more')}
          </Button>
        )}
      </div>
      <div className={classes['foot']}>
        {unread && newest !== undefined && (
          <Button size="compact-sm" variant="subtle" onClick={() => { read.mutate({ up_to_id: newest.id }); }}>{t('bell.read_all')}</Button>
        )}
        <Link to="/settings/$section" params={{ section: 'notifications' }} className={classes['choose']} onClick={close}>{t('bell.choose')}</Link>
      </div>
    </>
  );
}
