import { useRouter } from '@tanstack/react-router';
import type { Hit, Id } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useRegisteredShortcuts } from '../../ui/shortcuts';
import { useLogout, useSetTheme } from './member';
import { useTexts } from '../../ui/useTexts';

export interface PaletteItem {
  id: string;
  group: string;
  icon: string;
  title: string;
  subtitle?: string;
  statusId?: Id;
  keys?: string;
  run: () => void;
}

/** Without case and accents, as the server's search does. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Moves in a list are no commands: they mean nothing once the palette has taken the focus. */
const notCommands = new Set(['mod+k', '/', 'j', 'k', 'Enter', 'Escape', 'ArrowDown', 'ArrowUp']);

/** All that can be done without a search: what the page's shortcuts do, places to go, things to create. */
export function useCommands(): PaletteItem[] {
  const t = useTexts('frame');
  const { modules } = useMeta();
  const { navigate } = useRouter();
  const shortcuts = useRegisteredShortcuts();
  const logout = useLogout();
  const setTheme = useSetTheme();
  const go = t('palette.go');
  const create = t('palette.create');
  const commands = t('palette.commands');

  const working = new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut]));
  const here = [...working.values()]
    .filter((shortcut) => !notCommands.has(shortcut.keys) && !shortcut.keys.startsWith('g '))
    .toReversed()
    .map((shortcut) => ({
      id: `key-${shortcut.keys}`, group: shortcut.group, icon: 'command', title: shortcut.label, keys: shortcut.keys,
      run: () => {
        // After the palette has closed and given the focus back.
        setTimeout(shortcut.run);
      },
    }));
  const places: PaletteItem[] = [
    { id: 'home', group: go, icon: 'home', title: t('home'), keys: 'g h', run: () => void navigate({ to: '/' }) },
    ...modules.map((module, i) => ({
      id: `module-${String(module.id)}`, group: go, icon: module.icon, title: module.label, keys: `g ${String(i + 1)}`,
      run: () => void navigate({ to: '/m/$moduleId', params: { moduleId: module.id } }),
    })),
    { id: 'calendar', group: go, icon: 'calendar', title: t('calendar'), keys: 'g k', run: () => void navigate({ to: '/calendar' }) },
    { id: 'contacts', group: go, icon: 'users', title: t('contacts'), keys: 'g c', run: () => void navigate({ to: '/contacts' }) },
    { id: 'import', group: go, icon: 'file', title: t('import'), run: () => void navigate({ to: '/import' }) },
    {
      id: 'settings', group: go, icon: 'checklist', title: t('settings'), keys: 'g s',
      run: () => void navigate({ to: '/settings/$section', params: { section: 'profile' } }),
    },
  ];
  const creations: PaletteItem[] = [
    ...modules.filter(({ may }) => may.edit !== 'none').map((module) => ({
      id: `new-${String(module.id)}`, group: create, icon: module.icon,
      title: t('palette.new_card_in', { module: module.label }),
      run: () => void navigate({ to: '/m/$moduleId', params: { moduleId: module.id }, search: { new: true } }),
    })),
    ...(['person', 'company'] as const).map((kind) => ({
      id: `new-${kind}`, group: create, icon: kind === 'person' ? 'user' : 'building', title: t(`palette.new_${kind}`),
      run: () => void navigate({ to: '/contacts', search: { new: kind } }),
    })),
  ];
  const others: PaletteItem[] = [
    ...(['light', 'dark', 'auto'] as const).map((theme) => ({
      id: `theme-${theme}`, group: commands, icon: 'star', title: t('palette.theme', { theme: t(`theme_${theme}`) }),
      run: () => {
        setTheme.mutate(theme);
      },
    })),
    {
      id: 'logout', group: commands, icon: 'user', title: t('logout'),
      run: () => {
        logout.mutate();
      },
    },
  ];
  const isGeneral = (item: PaletteItem) => item.group === t('keys.general');
  return [
    ...here.filter((item) => !isGeneral(item)), ...places, ...creations, ...here.filter(isGeneral), ...others,
  ];
}

/** A search hit as a line of the palette. */
export function useHitItem(): (hit: Hit) => PaletteItem {
  const t = useTexts('frame');
  const meta = useMeta();
  const { navigate } = useRouter();
  return (hit) => {
    const module = hit.module_id === null ? undefined : meta.module(hit.module_id);
    const isCard = hit.kind === 'card' && module !== undefined;
    return {
      id: `${hit.kind}-${String(hit.id)}`,
      group: isCard ? module.label : t(hit.kind === 'person' ? 'palette.people' : 'palette.companies'),
      icon: isCard ? module.icon : hit.kind === 'person' ? 'user' : 'building',
      title: hit.title,
      ...(hit.subtitle === null ? {} : { subtitle: hit.subtitle }),
      ...(hit.status_id === null ? {} : { statusId: hit.status_id }),
      run: () =>
        void (isCard
          ? navigate({ to: '/m/$moduleId/card/$cardId', params: { moduleId: module.id, cardId: hit.id } })
          : navigate({ to: '/contacts/$contactId', params: { contactId: hit.id } })),
    };
  };
}
