import type { CardRow } from '../../api/types';
import { useShortcuts } from '../../ui/shortcuts';
import { useModuleState } from './context';
import type { RowCommand } from './RowCommands';
import type { Selection } from './selection';
import { useTexts } from '../../ui/useTexts';

interface Props {
  step: (delta: 1 | -1) => CardRow | undefined;
  current: () => CardRow | undefined;
  selection: Selection;
  /** What small menus are anchored to. */
  element: () => Element | null;
  command: (command: RowCommand) => void;
  open: (row: CardRow) => void;
}

/** The keys of every list of cards. With a selection, D P A Q R mean all the selected. */
export function useListKeys({ step, current, selection, element, command, open }: Props): void {
  const t = useTexts('list');
  const { module } = useModuleState();
  const group = t('keys.list');
  const on = (kind: 'close' | 'postpone' | 'owner' | 'qualification' | 'rating'): void => {
    if (selection.count > 0) {
      command({ kind: 'bulk', what: kind });
      return;
    }
    const row = current();
    if (!row) return;
    if (kind === 'close') command({ kind, row });
    else command({ kind, row, anchor: element() });
  };
  useShortcuts([
    { keys: 'j', label: t('keys.next'), group, run: () => step(1) },
    { keys: 'k', label: t('keys.previous'), group, run: () => step(-1) },
    { keys: 'ArrowDown', label: t('keys.next'), group, run: () => step(1) },
    { keys: 'ArrowUp', label: t('keys.previous'), group, run: () => step(-1) },
    {
      keys: 'o', label: t('keys.open'), group,
      run: () => {
        const row = current();
        if (row) open(row);
      },
    },
    {
      keys: 'x', label: t('keys.select'), group,
      run: () => {
        const row = current();
        if (row) selection.toggle(row.id);
      },
    },
    { keys: 'd', label: t('keys.done'), group, run: () => { on('close'); } },
    { keys: 'p', label: t('keys.postpone'), group, run: () => { on('postpone'); } },
    { keys: 'a', label: t('keys.assign'), group, run: () => { on('owner'); } },
    ...(module.has_key_fields ? [
      { keys: 'q', label: t('keys.qualification'), group, run: () => { on('qualification'); } },
      { keys: 'r', label: t('keys.rating'), group, run: () => { on('rating'); } },
    ] : []),
  ]);
}
