import { Stack, Switch, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useChange } from '../../api/change';
import { api } from '../../api/client';
import { queries } from '../../api/queries';
import type { NotifyKind } from '../../api/types';
import { useTexts } from '../../ui/useTexts';
import { PushBrowsers } from './PushBrowsers';
import { Section } from './Section';
import classes from './SettingsPage.module.css';

/** What the bell tells me, kind by kind, and what of it my browsers are told when Cardinal is closed. */
export default function Notifications() {
  const t = useTexts('talk');
  const { data } = useSuspenseQuery(queries.notifyChoices());
  const { data: push } = useSuspenseQuery(queries.push());
  const { queryKey } = queries.notifyChoices();
  const choose = useChange({
    run: (choice: { kind: NotifyKind; in_app: boolean } | { kind: NotifyKind; push: boolean }) => api.notifications.choose(choice),
    saves: () => [queryKey],
    optimistic: (client, choice) => {
      client.setQueryData(queryKey, (old) => old && { kinds: old.kinds.map((one) => (one.kind === choice.kind ? { ...one, ...choice } : one)) });
    },
    touches: () => [queryKey],
  });
  return (
    <>
      <Section>
        <Text size="sm" c="dimmed">{t('choices.text')}</Text>
        <Stack gap="sm">
          {push.on && <Text size="xs" c="dimmed" ta="right" aria-hidden>{t('push.column')}</Text>}
          {data.kinds.map(({ kind, in_app, push: pushed }) => (
            <div key={kind} className={classes['choice']}>
              <Switch
                label={t(`choices.${kind}`)}
                checked={in_app}
                onChange={(event) => { choose.mutate({ kind, in_app: event.currentTarget.checked }); }}
              />
              {push.on && (
                <Switch
                  aria-label={t('push.kind', { kind: t(`choices.${kind}`) })}
                  checked={in_app && pushed}
                  disabled={!in_app}
                  onChange={(event) => { choose.mutate({ kind, push: event.currentTarget.checked }); }}
                />
              )}
            </div>
          ))}
        </Stack>
      </Section>
      <PushBrowsers push={push} />
    </>
  );
}
