import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Field, Filter } from '../../../api/types';
import { describeCondition } from '../../../fields/describe';
import { useMeta } from '../../../meta/meta';
import { useFormat } from '../../../ui/format';
import { useTexts } from '../../../ui/useTexts';
import { countConditions, decodeFilter, encodeFilter } from '../filter-code';
import classes from '../module.module.css';

export interface Chip {
  key: string;
  text: string;
  remove: () => void;
}

/** Each part of a filter in words, and what takes it out. */
export function useFilterChips(
  f: string | undefined, fieldOf: (code: string) => Field | undefined, set: (f: string | undefined) => void,
): Chip[] {
  const t = useTexts(['list', 'fields']);
  const words = useTexts('fields');
  const meta = useMeta();
  const format = useFormat();
  const filter = decodeFilter(f);
  if (!filter) return [];
  const parts: Filter[] = 'all' in filter ? filter.all : [filter];
  return parts.map((part, i) => {
    const field = 'field' in part ? fieldOf(part.field) : undefined;
    const text = 'field' in part && field
      ? describeCondition(part, field, { meta, format, t: words })
      : t('filter.group_n', { count: countConditions(part) });
    const rest = parts.filter((_, k) => k !== i);
    return {
      key: `f${String(i)}`, text,
      remove: () => { set(rest.length > 0 ? encodeFilter({ all: rest }) : undefined); },
    };
  });
}

/** What narrows a list, each with a cross. */
export function ChipRow({ chips, children }: { chips: readonly Chip[]; children?: ReactNode }) {
  const t = useTexts('list');
  return (
    <div className={classes['chips']} role="group" aria-label={t('narrowed_by')}>
      {chips.map(({ key, text, remove }) => (
        <span key={key} className={classes['chip']}>
          {text}
          <CloseButton size="xs" aria-label={t('remove_chip', { what: text })} onClick={remove} />
        </span>
      ))}
      {children}
    </div>
  );
}
