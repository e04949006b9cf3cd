import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import type { components } from '../../api/types.gen';
import { useTexts } from '../../ui/useTexts';
import { Shell } from './Shell';

export type Seat = components['schemas']['SessionAccount'];

/** After the log-in of somebody who works in several companies. The log-in is in one of them already: there it goes on. */
export function ChooseAccount({ seats, stay }: { seats: Seat[]; stay: () => Promise<void> }) {
  const t = useTexts('account');
  const choose = useMutation({
    mutationFn: async (seat: Seat) => {
      if (seat.current) await stay();
      else window.location.assign((await api.session.enter(seat.id)).url);
    },
  });
  return (
    <Shell title={t('choose.title')}>
      <Stack gap="md">
        <Title order={1}>{t('choose.title')}</Title>
        {choose.error && (
          <Alert color="red" role="alert">
            {problemText(asProblem(choose.error))}
          </Alert>
        )}
        {seats.map((seat) => (
          <Button
            key={seat.id}
            variant="default"
            size="md"
            justify="flex-start"
            disabled={choose.isPending}
            onClick={() => {
              choose.mutate(seat);
            }}
          >
            {seat.name}
          </Button>
        ))}
        <Text size="xs" c="dimmed">
          {t('choose.text')}
        </Text>
      </Stack>
    </Shell>
  );
}
