import { useMantineColorScheme } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { base } from '../../api/base';
import { undoLast } from '../../api/change';
import { followLive } from '../../api/live';
import { queries } from '../../api/queries';
import { indexOf, MetaProvider, useMeta } from '../../meta/meta';
import { useConflict } from '../../pages/shared/conflict';
import { Waiting } from '../../ui/Delayed';
import '../../ui/eyes';
import { FormatProvider } from '../../ui/format';
import { useShortcuts } from '../../ui/shortcuts';
import { isLanguage, setLanguage } from '../../ui/i18n';
import { BottomBar } from './BottomBar';
import classes from './Frame.module.css';
import { TopBar } from './TopBar';
import { useLanguage, useTexts } from '../../ui/useTexts';

const loadPalette = () => import('./Palette');
const Palette = lazy(loadPalette);
const ConflictDialog = lazy(() => import('../../pages/shared/ConflictDialog'));
const SeeingAs = lazy(() => import('./SeeingAs'));
const ShortcutSheet = lazy(() => import('./ShortcutSheet'));

/** The language and theme follow the member's own settings. */
function usePreferences(): void {
  const { me } = useMeta();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const language = useLanguage();
  // Only where they differ: each of the two draws the whole page anew.
  useEffect(() => {
    if (colorScheme !== me.theme) setColorScheme(me.theme);
  }, [colorScheme, me.theme, setColorScheme]);
  useEffect(() => {
    if (isLanguage(me.language) && language !== me.language) void setLanguage(me.language);
  }, [language, me.language]);
}

function useFrameShortcuts(openPalette: () => void, openSheet: () => void): void {
  const t = useTexts('frame');
  const { modules } = useMeta();
  const client = useQueryClient();
  const { navigate } = useRouter();
  const general = t('keys.general');
  const go = t('keys.go');
  useShortcuts([
    { keys: 'mod+k', label: t('keys.palette'), group: general, run: openPalette, always: true },
    { keys: '/', label: t('keys.search'), group: general, run: openPalette },
    { keys: 'z', label: t('keys.undo'), group: general, run: () => void undoLast(client) },
    { keys: '?', label: t('keys.sheet'), group: general, run: openSheet },
    { keys: 'g h', label: t('keys.home'), group: go, run: () => void navigate({ to: '/' }) },
    { keys: 'g k', label: t('keys.calendar'), group: go, run: () => void navigate({ to: '/calendar' }) },
    { keys: 'g c', label: t('keys.contacts'), group: go, run: () => void navigate({ to: '/contacts' }) },
    {
      keys: 'g s', label: t('keys.settings'), group: go,
      run: () => void navigate({ to: '/settings/$section', params: { section: 'profile' } }),
    },
    ...modules.slice(0, 9).map((module, i) => ({
      keys: `g ${String(i + 1)}`,
      label: module.label,
      group: go,
      run: () => void navigate({ to: '/m/$moduleId', params: { moduleId: module.id } }),
    })),
  ]);
}

/** Plain links to our own pages, as long lists have them, are followed without loading the program anew. */
function useFollowLinks(): void {
  const { history } = useRouter();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
      if (!link || modified || event.defaultPrevented || event.button !== 0 || link.target !== '' || link.download !== '') return;
      if (link.origin !== window.location.origin || !link.pathname.startsWith(`${base}/m/`)) return;
      event.preventDefault();
      history.push(link.pathname + link.search);
    };
    document.addEventListener('click', follow);
    return () => {
      document.removeEventListener('click', follow);
    };
  }, [history]);
}

function Framed() {
  const t = useTexts('frame');
  const { me, account } = useMeta();
  const client = useQueryClient();
  const seeing = useSuspenseQuery(queries.boot()).data.seeing_as;
  const [online, setOnline] = useState(true);
  const [open, setOpen] = useState<'palette' | 'sheet' | null>(null);
  const conflict = useConflict();
  const close = () => {
    setOpen(null);
  };

  usePreferences();
  useFollowLinks();
  useFrameShortcuts(
    () => {
      setOpen('palette');
    },
    () => {
      setOpen('sheet');
    },
  );
  useEffect(() => followLive(client, setOnline), [client]);
  // Ctrl K must be there at once, for what is typed while it loads would be taken for shortcuts: its code comes as soon as
  // somebody stirs, or when the page has long been drawn.
  useEffect(() => {
    const done = new AbortController();
    const load = () => {
      done.abort();
      void loadPalette();
    };
    for (const stir of ['keydown', 'pointermove'] as const) window.addEventListener(stir, load, { once: true, signal: done.signal });
    const timer = setTimeout(load, 5_000);
    done.signal.addEventListener('abort', () => { clearTimeout(timer); });
    return () => { done.abort(); };
  }, []);

  return (
    <FormatProvider
      settings={{ language: me.language, zone: me.zone, currency: account.currency, nameOrder: account.name_order }}
    >
      <div className={classes['frame']}>
        <a href="#content" className={classes['skip']}>
          {t('skip')}
        </a>
        <TopBar
          openPalette={() => {
            setOpen('palette');
          }}
          openSheet={() => {
            setOpen('sheet');
          }}
        />
        {seeing && (
          <Suspense>
            <SeeingAs until={seeing.until} />
          </Suspense>
        )}
        {!online && (
          <div className={classes['notice']} role="status">
            {t('offline')}
          </div>
        )}
        <main id="content" tabIndex={-1} className={classes['main']}>
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </main>
        <BottomBar />
      </div>
      <Suspense>
        {conflict && <ConflictDialog conflict={conflict} />}
        {open === 'palette' && <Palette close={close} />}
        {open === 'sheet' && <ShortcutSheet close={close} />}
      </Suspense>
    </FormatProvider>
  );
}

/** What stands around every page of a member, and what all of them share. */
export function Frame() {
  const { data } = useSuspenseQuery(queries.meta());
  return (
    <MetaProvider value={indexOf(data)}>
      <Framed />
    </MetaProvider>
  );
}
