import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import type { Day, DayGroup } from '../../../api/types';
import { useFormat } from '../../../ui/format';
import classes from './list.module.css';
import { useTexts } from '../../../ui/useTexts';

interface Props {
  days: readonly DayGroup[];
  open: boolean;
  index: number;
  top: number;
  height: number;
  /** The group that is being read: its heading stays at the top. */
  stuck: boolean;
  onToggle: (day: Day) => void;
}

/** The heading of an open group, or a line of folded ones. */
function Head({ days, open, index, top, height, stuck, onToggle }: Props) {
  const t = useTexts('list');
  const format = useFormat();
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className={classes['head']}
      data-stuck={stuck || undefined}
      style={stuck ? { height } : { top, height }}
    >
      <span role="gridcell" className={classes['headCell']}>
        {days.map(({ day, n, capped }) => (
          <button
            key={day}
            type="button"
            className={classes['group']}
            data-late={day === 'overdue' || undefined}
            aria-expanded={open}
            onClick={() => { onToggle(day); }}
          >
            <Chevron size={14} stroke={2} aria-hidden="true" />
            {t(`day.${day}`)}
            <span className={classes['count']}>{n === 0 && capped ? '…' : format.number(n)}{n > 0 && capped ? '+' : ''}</span>
          </button>
        ))}
      </span>
    </div>
  );
}

export const GroupHead = memo(Head);
