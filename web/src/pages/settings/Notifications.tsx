import { Stack, Switch, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useChange } from '../../api/change';
import { api } from '../../api/client';
import { queries } from '../../api/queries';
import type { NotifyKind } from '../../api/types';
import { useTexts } from '../../ui/useTexts';
import { Section } from './Section';

/** What the bell tells me, kind by kind. */
export default function Notifications() {
  const t = useTexts('talk');
  const { data } = useSuspenseQuery(queries.notifyChoices());
  const { queryKey } = queries.notifyChoices();
  const choose = useChange({
    run: ({ kind, on }: { kind: NotifyKind; on: boolean }) => api.notifications.choose(kind, on),
    saves: () => [queryKey],
    optimistic: (client, { kind, on }) => {
      client.setQueryData(queryKey, (old) => old && { kinds: old.kinds.map((one) => (one.kind === kind ? { ...one, in_app: on } : one)) });
    },
    touches: () => [queryKey],
  });
  return (
    <Section>
      <Text size="sm" c="dimmed">{t('choices.text')}</Text>
      <Stack gap="sm">
        {data.kinds.map(({ kind, in_app }) => (
          <Switch
            key={kind}
            label={t(`choices.${kind}`)}
            checked={in_app}
            onChange={(event) => { choose.mutate({ kind, on: event.currentTarget.checked }); }}
          />
        ))}
      </Stack>
    </Section>
  );
}
