import { Button, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { api } from '../../api/client';
import { useEnter } from './session';
import { Shell } from './Shell';
import { useTexts } from '../../ui/useTexts';

const route = getRouteApi('/bare/link/$token');

/** A one-time log-in link: it works once, so it is sent once, also when React mounts twice while developing. */
export default function LoginLink() {
  const t = useTexts('account');
  const { token } = route.useParams();
  const enter = useEnter();
  const sent = useRef(false);
  const { mutate, isError } = useMutation({
    mutationFn: () => api.session.loginByLink(token),
    onSuccess: () => enter(),
  });
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    mutate();
  }, [mutate]);
  return (
    <Shell title={t('link.title')}>
      {isError ? (
        <Stack gap="md" role="alert">
          <Title order={1}>{t('link.failed')}</Title>
          <Text>{t('link.failed_text')}</Text>
          <Button variant="default" renderRoot={(props) => <Link to="/login" {...props} />}>
            {t('link.to_login')}
          </Button>
        </Stack>
      ) : (
        <Text role="status">{t('link.working')}</Text>
      )}
    </Shell>
  );
}
