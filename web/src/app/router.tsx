import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect,
} from '@tanstack/react-router';
import { base } from '../api/base';
import { keys, queries } from '../api/queries';
import type { Id } from '../api/types';
import HomePage from '../pages/home/HomePage';
import ModulePage from '../pages/module/ModulePage';
import { prefetchModule } from '../pages/module/prefetch';
import { readSearch } from '../pages/module/view-state';
import { Waiting } from '../ui/Delayed';
import { Frame } from './frame/Frame';
import { Failed } from './Failed';
import { setLanguage } from '../ui/i18n';
import { NotFound } from './NotFound';

export interface ContactsSearch {
  kind?: 'person' | 'company';
  q?: string;
  /** name, updated_at or an own field of the kind. */
  sort?: string;
  desc?: true;
  /** A filter over own fields of the kind, in the notation of filter-code.ts. */
  f?: string;
  /** Own fields of the kind that are columns. */
  columns?: string;
  tag?: Id;
  trash?: boolean;
  new?: 'person' | 'company';
}

export interface DuplicatesSearch {
  kind?: 'person' | 'company';
  state?: 'two';
}

type Raw = Record<string, unknown>;
const text = (raw: unknown) => (typeof raw === 'string' && raw !== '' ? raw : typeof raw === 'number' ? String(raw) : undefined);
const id = (raw: unknown) => (Number.isSafeInteger(Number(raw)) && raw !== '' && raw !== null ? Number(raw) : undefined);
const flag = (raw: unknown) => (raw === true || raw === 1 || raw === '1' || raw === 'true' ? true : undefined);
function oneOf<T extends string>(raw: unknown, ...values: T[]): T | undefined {
  return values.find((value) => value === raw);
}
/** Leaves out what is not set, so the address stays short. */
function given<T extends object>(search: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as never;
}

function contactsSearch(raw: Raw): ContactsSearch {
  return given({
    kind: oneOf(raw['kind'], 'person', 'company'),
    q: text(raw['q']),
    sort: text(raw['sort']),
    desc: flag(raw['desc']),
    f: text(raw['f']),
    columns: text(raw['columns']),
    tag: id(raw['tag']),
    trash: flag(raw['trash']),
    new: oneOf(raw['new'], 'person', 'company'),
  });
}

export interface CalendarSearch {
  view?: 'day' | 'week' | 'month';
  day?: string;
  who?: string;
}

const calendarSearch = (raw: Raw): CalendarSearch => given({
  view: oneOf(raw['view'], 'day', 'week', 'month'),
  day: /^\d{4}-\d\d-\d\d$/.test(text(raw['day']) ?? '') ? text(raw['day']) : undefined,
  who: text(raw['who']),
});

/** What a page asks for is waited for only at the start, when there is nothing to look at yet: so it is drawn once, not twice. */
const atStart = (client: QueryClient, asked: Promise<unknown>) => (client.getQueryData(keys.meta) ? undefined : asked.then(() => undefined));

const homeSearch = (raw: Raw): { member?: Id | 'team' } => given({ member: oneOf(raw['member'], 'team') ?? id(raw['member']) });

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet, notFoundComponent: NotFound });

const bare = createRoute({ getParentRoute: () => root, id: 'bare', component: Outlet });

const login = createRoute({
  getParentRoute: () => bare,
  path: 'login',
  validateSearch: (raw: Raw) =>
    given({ next: text(raw['next']), sso: oneOf(raw['sso'], 'away', 'late', 'failed', 'unverified', 'nobody') }),
  beforeLoad: async ({ context }) => {
    const boot = await context.client.ensureQueryData(queries.boot());
    if (boot.setup_needed) throw redirect({ to: '/setup' });
  },
  component: lazyRouteComponent(() => import('../pages/account/Login')),
});
const setup = createRoute({
  getParentRoute: () => bare,
  path: 'setup',
  beforeLoad: async ({ context }) => {
    const boot = await context.client.ensureQueryData(queries.boot());
    if (!boot.setup_needed) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('../pages/account/Setup')),
});
const invite = createRoute({
  getParentRoute: () => bare,
  path: 'invite/$token',
  component: lazyRouteComponent(() => import('../pages/account/Invite')),
});
const link = createRoute({
  getParentRoute: () => bare,
  path: 'link/$token',
  component: lazyRouteComponent(() => import('../pages/account/LoginLink')),
});

const mustSetUp = createRoute({
  getParentRoute: () => bare,
  path: 'two-step',
  beforeLoad: async ({ context }) => {
    const boot = await context.client.ensureQueryData(queries.boot());
    if (!boot.two_step_missing) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('../pages/account/MustSetUp')),
});

/** Everything below the top bar: only for members who have logged in; meta is loaded before a page shows. */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: async ({ context, location }) => {
    const boot = await context.client.ensureQueryData(queries.boot());
    if (boot.setup_needed) throw redirect({ to: '/setup' });
    if (!boot.me) throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } });
    if (boot.two_step_missing) throw redirect({ to: '/two-step' });
  },
  loader: async ({ context }) => {
    const meta = await context.client.ensureQueryData(queries.meta());
    await setLanguage(meta.me.language);
    context.client.setQueryData(keys.meta, meta);
  },
  component: Frame,
  pendingComponent: Waiting,
  errorComponent: Failed,
});

const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  validateSearch: homeSearch,
  loader: ({ context, location, cause }) => {
    if (cause === 'stay') return undefined;
    return atStart(context.client, context.client.prefetchQuery(queries.home(homeSearch(location.search).member)));
  },
  component: HomePage,
});
const module = createRoute({
  getParentRoute: () => frame,
  path: 'm/$moduleId',
  params: { parse: ({ moduleId }) => ({ moduleId: Number(moduleId) }), stringify: ({ moduleId }) => ({ moduleId: String(moduleId) }) },
  validateSearch: readSearch,
  // The list is asked for together with what describes it, not after.
  loader: ({ context, params, location, cause }) => {
    const me = context.client.getQueryData(queries.boot().queryKey)?.me;
    if (!me || cause === 'stay') return undefined;
    return atStart(context.client, prefetchModule(context.client, params.moduleId, readSearch(location.search), me));
  },
  // Home and this are not fetched apart: most visits begin with them, and they share nearly everything with the frame.
  component: ModulePage,
});
const card = createRoute({
  getParentRoute: () => frame,
  path: 'm/$moduleId/card/$cardId',
  params: {
    parse: ({ moduleId, cardId }) => ({ moduleId: Number(moduleId), cardId: Number(cardId) }),
    stringify: ({ moduleId, cardId }) => ({ moduleId: String(moduleId), cardId: String(cardId) }),
  },
  component: lazyRouteComponent(() => import('../pages/card/CardPage')),
});
const calendar = createRoute({
  getParentRoute: () => frame,
  path: 'calendar',
  validateSearch: calendarSearch,
  component: lazyRouteComponent(() => import('../pages/calendar/CalendarPage')),
});
const contacts = createRoute({
  getParentRoute: () => frame,
  path: 'contacts',
  validateSearch: contactsSearch,
  component: lazyRouteComponent(() => import('../pages/contacts/ContactsPage')),
});
const duplicates = createRoute({
  getParentRoute: () => frame,
  path: 'contacts/duplicates',
  validateSearch: (raw: Raw): DuplicatesSearch =>
    given({ kind: oneOf(raw['kind'], 'person', 'company'), state: oneOf(raw['state'], 'two') }),
  component: lazyRouteComponent(() => import('../pages/contacts/DuplicatesPage')),
});
const contact = createRoute({
  getParentRoute: () => frame,
  path: 'contacts/$contactId',
  params: {
    parse: ({ contactId }) => ({ contactId: Number(contactId) }),
    stringify: ({ contactId }) => ({ contactId: String(contactId) }),
  },
  component: lazyRouteComponent(() => import('../pages/contacts/ContactPage')),
});
const imports = createRoute({
  getParentRoute: () => frame,
  path: 'import',
  component: lazyRouteComponent(() => import('../pages/import/ImportsPage')),
});
const oneImport = createRoute({
  getParentRoute: () => frame,
  path: 'import/$importId',
  params: {
    parse: ({ importId }) => ({ importId: Number(importId) }),
    stringify: ({ importId }) => ({ importId: String(importId) }),
  },
  component: lazyRouteComponent(() => import('../pages/import/ImportPage')),
});
const settings = createRoute({
  getParentRoute: () => frame,
  path: 'settings/$section',
  component: lazyRouteComponent(() => import('../pages/settings/SettingsPage')),
});

const tree = root.addChildren([
  bare.addChildren([login, setup, invite, link, mustSetUp]),
  frame.addChildren([home, module, card, calendar, contacts, duplicates, contact, imports, oneImport, settings]),
]);

export function newRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: base === '' ? '/' : base,
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: Waiting,
    defaultErrorComponent: Failed,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
