import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { CardRow } from '../../../api/types';
import type { MenuButton } from '../../../ui/Menu';
import { Menu } from '../../../ui/Menu';
import { useFormat } from '../../../ui/format';
import { usePostpone } from '../card-actions';
import { dueOn } from '../when';
import { useHandyDays } from './handy-days';
import { useTexts } from '../../../ui/useTexts';

const DayPicker = lazy(() => import('./DayPicker'));

export type PostponeBy = { days: number } | { due_date: string };

/** The days to put something off to; the last line opens a calendar. */
export function PostponeItems({ onPick }: { onPick: (by: PostponeBy, date: string) => void }) {
  const t = useTexts('list');
  const format = useFormat();
  const [calendar, setCalendar] = useState(false);
  const days = useHandyDays().filter(({ days: n }) => n > 0);
  if (calendar) {
    return (
      <Suspense fallback={<div style={{ width: 260, height: 270 }} />}>
        <DayPicker onPick={(date) => { onPick({ due_date: date }, date); }} />
      </Suspense>
    );
  }
  return (
    <>
      <Menu.Label>{t('postpone.title')}</Menu.Label>
      {days.map(({ key, days: n, date }) => (
        <Menu.Item
          key={key}
          rightSection={<span style={{ fontSize: 12, color: 'var(--mantine-color-dimmed)' }}>{format.day(date)}</span>}
          onClick={() => { onPick({ days: n }, date); }}
        >
          {t(`task.${key}`)}
        </Menu.Item>
      ))}
      <Menu.Item
        leftSection={<IconCalendar size={14} stroke={1.6} aria-hidden="true" />}
        closeMenuOnClick={false}
        onClick={() => { setCalendar(true); }}
      >
        {t('postpone.pick')}
      </Menu.Item>
    </>
  );
}

interface Props {
  row: CardRow;
  defaultOpened?: boolean;
  onChange?: (opened: boolean) => void;
  children: MenuButton;
}

/** Postpones a card's next task. */
export function PostponeMenu({ row, defaultOpened = false, onChange, children }: Props) {
  const postpone = usePostpone();
  const { zone } = useFormat().settings;
  const [opened, setOpened] = useState(defaultOpened);
  const setOpen = (open: boolean): void => {
    setOpened(open);
    onChange?.(open);
  };
  return (
    <Menu opened={opened} onChange={setOpen} position="bottom-end" width={260}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown onClick={(event) => { event.stopPropagation(); }}>
        {opened && (
          <PostponeItems
            onPick={(by, date) => {
              setOpen(false);
              if (row.next_task) postpone.mutate({ row, by, due: dueOn(row.next_task, date, zone) });
            }}
          />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
