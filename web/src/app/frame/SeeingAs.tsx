import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { base } from '../../api/base';
import { showProblem } from '../../api/change';
import { api } from '../../api/client';
import { useMeta } from '../../meta/meta';
import { seeAnew } from '../../ui/eyes';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import classes from './Frame.module.css';

/** An administrator looks with a colleague's eyes: whose, until when, and the way back. */
export default function SeeingAs({ until }: { until: number }) {
  const t = useTexts('frame');
  const { me } = useMeta();
  const format = useFormat();
  const end = useMutation({
    mutationFn: api.members.seeAsMyself,
    onSuccess: () => { seeAnew(`${base}/settings/people`); },
    onError: showProblem,
  });
  useEffect(() => {
    const timer = setTimeout(() => { window.location.reload(); }, Math.max(until - Date.now(), 0) + 1_000);
    return () => { clearTimeout(timer); };
  }, [until]);
  return (
    <div className={classes['notice']} role="status">
      <span>{t('seeing_as', { name: me.name, when: format.time(until) })}</span>
      <Button
        size="compact-sm"
        flex="none"
        variant="default"
        loading={end.isPending || end.isSuccess}
        onClick={() => { end.mutate(); }}
      >
        {t('seeing_as_end')}
      </Button>
    </div>
  );
}
