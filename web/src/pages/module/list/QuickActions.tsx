import { ActionIcon } from '@mantine/core';
import { IconCheck, IconClockPlus, IconLayoutSidebarRightExpand, IconMail, IconPhone } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import type { CardRow } from '../../../api/types';
import { telUrl } from '../../../fields/tel';
import { PostponeMenu } from '../../shared/task-dialogs/PostponeMenu';
import classes from './list.module.css';
import type { RowActions } from './Row';
import { useTexts } from '../../../ui/useTexts';

/** What can be done to a row at once; shown while the pointer or the focus is on it. */
export default function QuickActions({ row, actions, hold }: { row: CardRow; actions: RowActions; hold: (on: boolean) => void }) {
  const t = useTexts('list');
  const stop = (event: MouseEvent): void => { event.stopPropagation(); };
  const named = (label: string) => ({ variant: 'subtle', color: 'gray', size: 'md', 'aria-label': label, title: label }) as const;
  return (
    // The strip only keeps clicks on its buttons from opening the card.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <div className={classes['quick']} onClick={stop}>
      {row.next_task && (
        <>
          <ActionIcon {...named(t('quick.done'))} onClick={() => { actions.close(row); }}>
            <IconCheck size={16} stroke={1.8} />
          </ActionIcon>
          <PostponeMenu row={row} onChange={hold}>
            <ActionIcon {...named(t('quick.postpone'))}>
              <IconClockPlus size={16} stroke={1.8} />
            </ActionIcon>
          </PostponeMenu>
        </>
      )}
      {row.phone !== null && (
        <ActionIcon component="a" href={telUrl(row.phone)} {...named(t('quick.call', { phone: row.phone }))}>
          <IconPhone size={16} stroke={1.8} />
        </ActionIcon>
      )}
      {row.email !== null && (
        <ActionIcon component="a" href={`mailto:${row.email}`} {...named(t('quick.mail', { email: row.email }))}>
          <IconMail size={16} stroke={1.8} />
        </ActionIcon>
      )}
      <ActionIcon {...named(t('quick.open'))} onClick={() => { actions.open(row); }}>
        <IconLayoutSidebarRightExpand size={16} stroke={1.8} />
      </ActionIcon>
    </div>
  );
}
