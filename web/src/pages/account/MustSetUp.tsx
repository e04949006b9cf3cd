import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { base } from '../../api/base';
import { api } from '../../api/client';
import { useTexts } from '../../ui/useTexts';
import { TwoStepSetup } from '../shared/TwoStepSetup';
import { useEnter } from './session';
import { Shell } from './Shell';

/** The company asks for a second step, and who logged in has none: nothing else is open before. */
export default function MustSetUp() {
  const t = useTexts('access');
  const enter = useEnter();
  const logout = useMutation({
    mutationFn: () => api.session.logout(),
    onSuccess: () => {
      window.location.assign(`${base}/login`);
    },
  });
  return (
    <Shell title={t('must.title')}>
      <Stack gap="md">
        <Title order={1}>{t('must.title')}</Title>
        <Text>{t('must.text')}</Text>
        <TwoStepSetup done={() => void enter()} />
        <Anchor
          component="button"
          type="button"
          size="sm"
          c="var(--c-link)"
          onClick={() => {
            logout.mutate();
          }}
        >
          {t('must.logout')}
        </Anchor>
      </Stack>
    </Shell>
  );
}
