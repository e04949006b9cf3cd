import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import { Ask } from '../../ui/Ask';
import { CopyField } from '../../ui/CopyField';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import { useSave } from './save';
import { Section } from './Section';

/** My calendar feed: its address is shown when it is made, and never again. */
export default function Feed() {
  const t = useTexts('tasks');
  const format = useFormat();
  const { data } = useQuery(queries.feed());
  const [asking, setAsking] = useState<'renew' | 'end' | null>(null);
  const make = useSave(api.calendar.makeFeed, { says: () => t('feed.made'), touches: [keys.feed] });
  const end = useSave(api.calendar.endFeed, { says: () => t('feed.ended'), touches: [keys.feed], done: make.reset });
  return (
    <Section>
      <Text c="dimmed">{t('feed.text')}</Text>
      {make.data && <CopyField label={t('feed.only_now')} value={make.data.url} />}
      {!data && <Waiting rows={2} />}
      {data && (
        <>
          <Text size="sm">
            {data.since_at === null ? t('feed.none')
              : `${t('feed.since', { when: format.ago(data.since_at) })} ${data.used_at === null ? t('feed.unused') : t('feed.used', { when: format.ago(data.used_at) })}`}
          </Text>
          <Group>
            <Button loading={make.isPending} onClick={() => { if (data.since_at === null) make.mutate(); else setAsking('renew'); }}>
              {t(data.since_at === null ? 'feed.make' : 'feed.renew')}
            </Button>
            {data.since_at !== null && (
              <Button variant="default" loading={end.isPending} onClick={() => { setAsking('end'); }}>{t('feed.end')}</Button>
            )}
          </Group>
        </>
      )}
      {asking !== null && (
        <Ask
          title={t(`feed.${asking}`)}
          text={t(`feed.${asking}_sure`)}
          yes={t(`feed.${asking}`)}
          onYes={() => {
            if (asking === 'renew') make.mutate();
            else end.mutate();
          }}
          onClose={() => { setAsking(null); }}
        />
      )}
    </Section>
  );
}
