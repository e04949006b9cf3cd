import { Button, Chip, Group, Tooltip } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { undoChange } from '../../api/change';
import { queries } from '../../api/queries';
import type { Card, CardEvent, EventKind } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { useShortcuts } from '../../ui/shortcuts';
import classes from './card.module.css';
import { eventIcon, eventSentence, filters } from './events';
import type { LogKind } from './events';
import { CommentText, Comments } from '../talk/Comments';
import { LogForm } from './LogForm';
import { useTexts } from '../../ui/useTexts';

export function EventRow({ event }: { event: CardEvent }) {
  const t = useTexts(['card', 'common']);
  const meta = useMeta();
  const format = useFormat();
  const client = useQueryClient();
  const who = event.member_id === 0 ? t('system') : (meta.member(event.member_id)?.name ?? t('system'));
  const sentence = t(`event.${eventSentence(event)}` as 'event.field', {
    field: event.field_label ?? event.field ?? '', old: event.old ?? '', new: event.new ?? '',
  });
  return (
    <li className={classes['event']} data-undone={event.undone || undefined}>
      <span className={classes['eventIcon']}><Icon name={eventIcon(event)} size={15} /></span>
      <div className={classes['eventText']}>
        {sentence}
        {event.text && <div>{event.text}</div>}
        {event.comment && <CommentText comment={event.comment} />}
      </div>
      {event.undoable && !event.undone && event.kind !== 'comment' && event.change_id !== null && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => { if (event.change_id !== null) void undoChange(client, event.change_id); }}
        >
          {t('common:undo')}
        </Button>
      )}
      <div className={classes['eventMeta']}>
        <Tooltip label={format.dateTime(event.at)}><span>{format.ago(event.at)}</span></Tooltip>
        {' · '}
        {who}
        {event.undone && ` · ${t('undone')}`}
      </div>
    </li>
  );
}

/** What happened on the card, newest first, by kind; and the place to note down what just happened. */
export function History({ card }: { card: Card }) {
  const t = useTexts(['card', 'common']);
  const [filter, setFilter] = useState<EventKind | 'all'>('all');
  const [log, setLog] = useState<LogKind | null>(null);
  const events = useInfiniteQuery(queries.cardEvents(card.id, filter === 'all' ? undefined : filter));
  const rows = events.data?.pages.flatMap((page) => page.rows) ?? [];
  useShortcuts([
    { keys: 'l', label: t('keys.log'), group: t('keys.group'), run: () => { setLog('call'); } },
    { keys: 'n', label: t('keys.note'), group: t('keys.group'), run: () => { setLog('note'); } },
  ], card.permissions.edit);
  return (
    <section className={classes['section']} aria-label={t('history')}>
      <div className={classes['sectionHead']}>
        <h2 className={classes['sectionTitle']}>{t('history')}</h2>
        {card.permissions.edit && !log && (
          <Group gap={4}>
            {(['call', 'meeting', 'note'] as const).map((kind) => (
              <Button
                key={kind}
                size="compact-xs"
                variant="subtle"
                leftSection={<IconPlus size={12} stroke={2} aria-hidden="true" />}
                onClick={() => { setLog(kind); }}
              >
                {t(`log.${kind}`)}
              </Button>
            ))}
          </Group>
        )}
      </div>
      <Comments subject={{ kind: 'cards', id: card.id }} editable={card.trashed_at === null} />
      {log && <LogForm card={card} kind={log} onKind={setLog} onDone={() => { setLog(null); }} />}
      <Chip.Group value={filter} onChange={(next) => { setFilter((next as EventKind | 'all' | undefined) ?? 'all'); }}>
        <div className={classes['chips']} role="group" aria-label={t('filter.label')}>
          {filters.map((one) => (
            <Chip key={one} value={one} size="xs" variant="outline">{t(`filter.${one}`)}</Chip>
          ))}
        </div>
      </Chip.Group>
      <ul className={classes['events']}>
        {rows.map((event) => <EventRow key={event.id} event={event} />)}
      </ul>
      {rows.length === 0 && !events.isPending && <p className={classes['dim']}>{t('nothing_yet')}</p>}
      {events.hasNextPage && (
        <Button mt="sm" size="xs" variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t('more_history')}
        </Button>
      )}
    </section>
  );
}
