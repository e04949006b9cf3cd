import { IconAlertTriangle, IconHourglassLow, IconRefreshAlert } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { CardRow } from '../../../api/types';
import type { Format } from '../../../ui/format';
import classes from './list.module.css';

const SOON_DAYS = 3;

/** Small marks: stalled, soon forgotten, qualification due for review. Each says so in words. */
export function Marks({ row, now, t, format }: { row: CardRow; now: number; t: TFunction<'list'>; format: Format }) {
  const soon = row.wake_at !== null && row.wake_at - now < SOON_DAYS * 86_400_000 && row.wake_at > now;
  const marks = [
    row.stalled && { key: 'stalled', Mark: IconAlertTriangle, text: t('mark.stalled') },
    soon && { key: 'soon', Mark: IconHourglassLow, text: t('mark.soon', { when: format.inDays(row.wake_at ?? 0, now) }) },
    row.review_due && { key: 'review', Mark: IconRefreshAlert, text: t('mark.review') },
  ].filter((mark) => mark !== false);
  return marks.map(({ key, Mark, text }) => (
    <span key={key} className={classes['mark']} role="img" aria-label={text} title={text}>
      <Mark size={14} stroke={1.8} aria-hidden="true" />
    </span>
  ));
}
