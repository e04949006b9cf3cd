import { useDebouncedCallback } from '@mantine/hooks';
import {
  IconFilter, IconGrid3x3, IconLayoutKanban, IconList, IconSearch, IconTable, IconX,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ViewMode } from '../../api/types';
import { OnDemand } from '../../ui/OnDemand';
import { useTitle } from '../../ui/Page';
import { Segments } from '../../ui/Segments';
import { ToolButton } from '../../ui/ToolButton';
import { useModuleState } from './context';
import { countConditions, decodeFilter } from './filter-code';
import classes from './module.module.css';
import { OwnerButton } from './OwnerButton';
import { ViewsButton } from './ViewsButton';
import { useMedia } from '../../ui/useMedia';
import { useTexts } from '../../ui/useTexts';

const FilterPanel = lazy(() => import('./filter/FilterPanel'));
const OwnerMenu = lazy(() => import('./OwnerMenu'));
const SavedViews = lazy(() => import('./SavedViews'));

const ICONS = { list: IconList, board: IconLayoutKanban, box: IconGrid3x3, table: IconTable };

function ViewSwitch({ small }: { small: boolean }) {
  const t = useTexts('list');
  const { module, search, set } = useModuleState();
  const modes: ViewMode[] = module.has_key_fields ? ['list', 'board', 'box', 'table'] : ['list', 'board', 'table'];
  return (
    <Segments
      label={t('view.label')}
      value={search.view ?? 'list'}
      onChange={(mode) => { set({ view: mode === 'list' ? undefined : mode }); }}
      data={modes.map((mode) => {
        const Mode = ICONS[mode];
        return { value: mode, label: t(`view.${mode}`), icon: small ? <Mode size={16} stroke={1.6} aria-hidden="true" /> : undefined };
      })}
    />
  );
}

function Search() {
  const t = useTexts('list');
  const { search, set } = useModuleState();
  const [typed, setTyped] = useState(search.q ?? '');
  useEffect(() => { setTyped(search.q ?? ''); }, [search.q]);
  const apply = useDebouncedCallback((text: string) => { set({ q: text.trim() === '' ? undefined : text.trim() }, true); }, 200);
  return (
    <div className={classes['search']} role="search">
      <IconSearch size={14} stroke={1.6} aria-hidden="true" />
      <input
        aria-label={t('search_here')}
        placeholder={t('search_here')}
        value={typed}
        maxLength={200}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          apply(event.currentTarget.value);
        }}
      />
      {typed !== '' && (
        <button
          type="button"
          aria-label={t('clear_search')}
          onClick={() => {
            setTyped('');
            set({ q: undefined }, true);
          }}
        >
          <IconX size={13} stroke={2} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

function FilterButton({ small }: { small: boolean }) {
  const t = useTexts('list');
  const { search } = useModuleState();
  const [open, setOpen] = useState(false);
  const n = countConditions(decodeFilter(search.f));
  return (
    <>
      <ToolButton
        small={small}
        on={n > 0}
        label={n > 0 ? t('filter.button_n', { count: n }) : t('filter.button')}
        icon={<IconFilter size={small ? 16 : 14} stroke={1.6} aria-hidden="true" />}
        aria-haspopup="dialog"
        onClick={() => { setOpen(true); }}
      />
      {open && (
        <Suspense>
          <FilterPanel onClose={() => { setOpen(false); }} />
        </Suspense>
      )}
    </>
  );
}

/** The module's name, how its cards are shown, and what narrows them. */
export function Header({ pipeline }: { pipeline: ReactNode }) {
  const { module } = useModuleState();
  const small = useMedia('(max-width: 62em)');
  useTitle(module.label);
  return (
    <header className={classes['header']}>
      <h1 className={classes['title']} title={module.label}>{module.label}</h1>
      <ViewSwitch small={small} />
      <div className={classes['tools']}>
        <Search />
        <OnDemand button={(props) => <OwnerButton small={small} {...props} />}>
          <OwnerMenu small={small} />
        </OnDemand>
        <FilterButton small={small} />
        <OnDemand button={(props) => <ViewsButton small={small} {...props} />}>
          <SavedViews small={small} />
        </OnDemand>
        {pipeline}
      </div>
    </header>
  );
}
