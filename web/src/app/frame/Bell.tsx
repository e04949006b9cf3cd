import { Button, SegmentedControl, Text, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { undoChange } from '../../api/change';
import { queries } from '../../api/queries';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import classes from './Bell.module.css';
import frame from './Frame.module.css';
import { useTexts } from '../../ui/useTexts';

const Told = lazy(() => import('./Told'));

function Changes() {
  const t = useTexts(['frame', 'common']);
  const format = useFormat();
  const client = useQueryClient();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(queries.changes());
  if (!data) return <Waiting rows={4} />;
  const rows = data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) {
    return (
      <Text c="dimmed" p="md">
        {t('bell_empty')}
      </Text>
    );
  }
  return (
    <div className={classes['list']}>
      {rows.map((row) => (
        <div key={row.id} className={classes['row']}>
          <div className={classes['what']} data-undone={row.undone || undefined}>
            {row.summary}
            <span className={classes['when']}>
              {format.ago(row.at)}
              {row.undone && ` · ${t('bell_undone')}`}
            </span>
          </div>
          {row.undoable && !row.undone && (
            <Button size="compact-sm" variant="subtle" onClick={() => void undoChange(client, row.id)}>
              {t('common:undo')}
            </Button>
          )}
        </div>
      ))}
      {hasNextPage && (
        <div className={classes['row']}>
          <Button size="compact-sm" variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('load_more')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What others did that concerns me, and my own latest changes, each with its Undo. */
export function Bell() {
  const t = useTexts(['talk', 'frame']);
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState<'told' | 'changes'>('told');
  const unread = useQuery(queries.unread()).data?.unread ?? 0;
  const count = unread > 99 ? '99+' : String(unread);
  return (
    <Menu position="bottom-end" width={380} opened={open} onChange={setOpen}>
      <Menu.Target>
        <UnstyledButton className={frame['tool']} aria-label={unread === 0 ? t('bell.title') : `${t('bell.title')}: ${t('bell.unread', { n: count })}`}>
          <span className={classes['bell']}>
            <IconBell size={18} stroke={1.6} aria-hidden="true" />
            {unread > 0 && <span className={classes['count']} aria-hidden="true">{count}</span>}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown dialog={t('bell.title')}>
        <SegmentedControl
          fullWidth
          size="xs"
          m="sm"
          aria-label={t('bell.title')}
          value={shown}
          data={[{ value: 'told', label: t('bell.told') }, { value: 'changes', label: t('bell.changes') }]}
          onChange={(value) => { setShown(value as 'told' | 'changes'); }}
        />
        <Suspense fallback={<Waiting rows={4} />}>
          {shown === 'told' ? <Told close={() => { setOpen(false); }} /> : <Changes />}
        </Suspense>
      </Menu.Dropdown>
    </Menu>
  );
}
