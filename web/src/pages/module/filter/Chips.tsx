import { Button, CloseButton } from '@mantine/core';
import type { Filter } from '../../../api/types';
import { describeCondition } from '../../../fields/describe';
import { useMeta } from '../../../meta/meta';
import { useFormat } from '../../../ui/format';
import { useModuleState } from '../context';
import { countConditions, decodeFilter, encodeFilter } from '../filter-code';
import classes from '../module.module.css';
import { withoutFilters } from '../view-state';
import { useTexts } from '../../../ui/useTexts';

interface Chip {
  key: string;
  text: string;
  remove: () => void;
}

function useFilterChips(): Chip[] {
  const t = useTexts(['list', 'fields']);
  const words = useTexts('fields');
  const meta = useMeta();
  const format = useFormat();
  const { module, search, set } = useModuleState();
  const filter = decodeFilter(search.f);
  if (!filter) return [];
  const parts: Filter[] = 'all' in filter ? filter.all : [filter];
  return parts.map((part, i) => {
    const field = 'field' in part ? meta.field(module.id, part.field) : undefined;
    const text = 'field' in part && field
      ? describeCondition(part, field, { meta, format, t: words })
      : t('filter.group_n', { count: countConditions(part) });
    const rest = parts.filter((_, k) => k !== i);
    return {
      key: `f${String(i)}`, text,
      remove: () => { set({ f: rest.length > 0 ? encodeFilter({ all: rest }) : undefined }); },
    };
  });
}

/** What narrows the list, each with a cross; the last one lets go of all. */
export default function Chips() {
  const t = useTexts('list');
  const meta = useMeta();
  const { module, search, set } = useModuleState();
  const filters = useFilterChips();
  const status = search.status === undefined ? undefined : meta.status(search.status);
  const group = module.groups.find((one) => one.group === search.group);
  const option = (code: string, id: number): string => meta.option(meta.field(module.id, code), id)?.label ?? '';
  const chips: Chip[] = [
    ...(search.trash ? [{ key: 'trash', text: t('trash'), remove: () => { set({ trash: undefined }); } }] : []),
    ...(status ? [{ key: 'status', text: status.label, remove: () => { set({ status: undefined }); } }] : []),
    ...(group ? [{ key: 'group', text: group.label, remove: () => { set({ group: undefined }); } }] : []),
    ...(search.cell === undefined ? [] : [{
      key: 'cell',
      text: `${option('qualification', Math.floor(search.cell / 3))} × ${option('rating', search.cell % 3)}`,
      remove: () => { set({ cell: undefined }); },
    }]),
    ...(search.day ? [{ key: 'day', text: t(`day.${search.day}`), remove: () => { set({ day: undefined }); } }] : []),
    ...(search.q === undefined ? [] : [{ key: 'q', text: `“${search.q}”`, remove: () => { set({ q: undefined }); } }]),
    ...filters,
  ];
  return (
    <div className={classes['chips']} role="group" aria-label={t('narrowed_by')}>
      {chips.map(({ key, text, remove }) => (
        <span key={key} className={classes['chip']}>
          {text}
          <CloseButton size="xs" aria-label={t('remove_chip', { what: text })} onClick={remove} />
        </span>
      ))}
      {chips.length > 1 && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            const { view, owner, sort, desc, columns } = withoutFilters(search);
            set({
              view, owner, sort, desc, columns, f: undefined, q: undefined, status: undefined, group: undefined,
              cell: undefined, day: undefined, trash: undefined, saved: undefined,
            });
          }}
        >
          {t('clear_all')}
        </Button>
      )}
    </div>
  );
}
