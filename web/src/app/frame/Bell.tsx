import { Button, Text, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { undoChange } from '../../api/change';
import { queries } from '../../api/queries';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import classes from './Bell.module.css';
import frame from './Frame.module.css';
import { useTexts } from '../../ui/useTexts';

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

/** My latest changes, each with its Undo. */
export function Bell() {
  const t = useTexts('frame');
  return (
    <Menu position="bottom-end" width={380}>
      <Menu.Target>
        <UnstyledButton className={frame['tool']} aria-label={t('bell')}>
          <IconBell size={18} stroke={1.6} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown dialog={t('bell')}>
        <Text fw={600} px="md" py="sm">
          {t('bell')}
        </Text>
        <Changes />
      </Menu.Dropdown>
    </Menu>
  );
}
