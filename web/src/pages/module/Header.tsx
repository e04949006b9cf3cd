import { ActionIcon, Button, CloseButton, Group, Menu, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import {
  IconCheck, IconChevronDown, IconFilter, IconGrid3x3, IconLayoutKanban, IconList, IconSearch, IconTable, IconUser,
} from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewMode } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useTitle } from '../../ui/Page';
import { useModuleState } from './context';
import { countConditions, decodeFilter } from './filter-code';
import classes from './module.module.css';
import { SavedViews } from './SavedViews';
import { defaultOwner } from './view-state';

const FilterPanel = lazy(() => import('./filter/FilterPanel'));

const ICONS = { list: IconList, board: IconLayoutKanban, box: IconGrid3x3, table: IconTable };

function ViewSwitch({ small }: { small: boolean }) {
  const { t } = useTranslation('list');
  const { module, search, set } = useModuleState();
  const modes: ViewMode[] = module.has_key_fields ? ['list', 'board', 'box', 'table'] : ['list', 'board', 'table'];
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('view.label')}
      value={search.view ?? 'list'}
      onChange={(mode) => { set({ view: mode === 'list' ? undefined : mode }); }}
      data={modes.map((mode) => {
        const Mode = ICONS[mode];
        return {
          value: mode,
          label: small ? (
            <span className={classes['iconLabel']}>
              <Mode size={16} stroke={1.6} aria-hidden="true" />
              <span className={classes['hidden']}>{t(`view.${mode}`)}</span>
            </span>
          ) : t(`view.${mode}`),
        };
      })}
    />
  );
}

function OwnerFilter({ small }: { small: boolean }) {
  const { t } = useTranslation('list');
  const meta = useMeta();
  const { search, set } = useModuleState();
  const { me } = meta;
  const standard = defaultOwner(me);
  const owner = search.owner ?? standard;
  const name = typeof owner === 'number' ? (meta.member(owner)?.name ?? '') : t(`owner.${owner}`);
  const pick = (value: number | 'me' | 'all' | 'none'): void => {
    set({ owner: value === standard ? undefined : value });
  };
  const item = (value: number | 'me' | 'all' | 'none', label: string): ReactNode => (
    <Menu.Item
      key={value}
      onClick={() => { pick(value); }}
      rightSection={value === owner ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : undefined}
    >
      {label}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        {small ? (
          <ActionIcon variant={owner === standard ? 'default' : 'light'} size={30} aria-label={`${t('owner.label')}: ${name}`}>
            <IconUser size={16} stroke={1.6} />
          </ActionIcon>
        ) : (
          <Button variant="default" size="xs" rightSection={<IconChevronDown size={14} stroke={1.8} aria-hidden="true" />}>
            {t('owner.label')}: {name}
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {item('me', t('owner.me'))}
        {item('all', t('owner.all'))}
        {item('none', t('owner.none'))}
        <Menu.Divider />
        {meta.activeMembers.filter((member) => member.id !== me.id).map((member) => item(member.id, member.name))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Search() {
  const { t } = useTranslation('list');
  const { search, set } = useModuleState();
  const [typed, setTyped] = useState(search.q ?? '');
  useEffect(() => { setTyped(search.q ?? ''); }, [search.q]);
  const apply = useDebouncedCallback((text: string) => { set({ q: text.trim() === '' ? undefined : text.trim() }, true); }, 200);
  return (
    <TextInput
      size="xs"
      className={classes['search']}
      aria-label={t('search_here')}
      placeholder={t('search_here')}
      leftSection={<IconSearch size={14} stroke={1.6} aria-hidden="true" />}
      value={typed}
      maxLength={200}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        apply(event.currentTarget.value);
      }}
      rightSection={typed === '' ? undefined : (
        <CloseButton
          size="xs"
          aria-label={t('clear_search')}
          onClick={() => {
            setTyped('');
            set({ q: undefined }, true);
          }}
        />
      )}
    />
  );
}

function FilterButton({ small }: { small: boolean }) {
  const { t } = useTranslation('list');
  const { search } = useModuleState();
  const [open, setOpen] = useState(false);
  const n = countConditions(decodeFilter(search.f));
  const label = n > 0 ? t('filter.button_n', { count: n }) : t('filter.button');
  const props = { variant: n > 0 ? 'light' : 'default', 'aria-expanded': open, onClick: () => { setOpen(true); } };
  return (
    <>
      {small ? (
        <ActionIcon {...props} size={30} aria-label={label}>
          <IconFilter size={16} stroke={1.6} />
        </ActionIcon>
      ) : (
        <Button {...props} size="xs" leftSection={<IconFilter size={14} stroke={1.6} aria-hidden="true" />}>
          {label}
        </Button>
      )}
      {open && (
        <Suspense>
          <FilterPanel onClose={() => { setOpen(false); }} />
        </Suspense>
      )}
    </>
  );
}

/** The module's name, how its cards are shown, and what narrows them. */
export function Header({ pipeline, extra }: { pipeline: ReactNode; extra?: ReactNode }) {
  const { module } = useModuleState();
  const small = useMediaQuery('(max-width: 62em)') ?? false;
  useTitle(module.label);
  return (
    <header className={classes['header']}>
      <h1 className={classes['title']}>
        <Tooltip label={module.label} openDelay={800}>
          <span>{module.label}</span>
        </Tooltip>
      </h1>
      <ViewSwitch small={small} />
      <Group gap={6} wrap="nowrap" className={classes['tools']}>
        {extra}
        <Search />
        <OwnerFilter small={small} />
        <FilterButton small={small} />
        <SavedViews small={small} />
        {pipeline}
      </Group>
    </header>
  );
}
