import { infiniteQueryOptions, QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { Problem } from './problem';
import type { AuditFilter, CardQuery, ContactQuery, DuplicatesQuery, EventKind, Id, Subject } from './types';

/* Keys: the noun first, then the id, then what narrows it, so that a live notice can mark "all lists of module 3"
 * (['cards', 3]) or "everything of card 7" (['card', 7]) as old. Never write a key anywhere else. */
export const keys = {
  boot: ['boot'] as const,
  meta: ['meta'] as const,
  shapes: ['shapes'] as const,
  cards: (module: Id) => ['cards', module] as const,
  card: (id: Id) => ['card', id] as const,
  contacts: ['contacts'] as const,
  contact: (id: Id) => ['contact', id] as const,
  duplicates: ['duplicates'] as const,
  home: ['home'] as const,
  tasks: ['tasks'] as const,
  changes: ['changes'] as const,
  job: (id: Id) => ['job', id] as const,
  subject: ({ kind, id }: Subject) => [kind === 'cards' ? 'card' : 'contact', id] as const,
  notifications: ['notifications'] as const,
  push: ['push'] as const,
  imports: ['imports'] as const,
  members: ['members'] as const,
  roles: ['roles'] as const,
  sessions: ['sessions'] as const,
  session: ['session'] as const,
  apiKeys: ['keys'] as const,
  calendar: ['tasks', 'calendar'] as const,
  feed: ['feed'] as const,
  backups: ['backups'] as const,
  twoStep: ['two-step'] as const,
  security: ['security'] as const,
  sso: ['sso'] as const,
  audit: ['audit'] as const,
};

export const queries = {
  boot: () => queryOptions({ queryKey: keys.boot, queryFn: api.boot, staleTime: Infinity }),
  meta: () => queryOptions({ queryKey: keys.meta, queryFn: ({ signal }) => api.meta(signal), staleTime: Infinity }),
  shapes: () => queryOptions({ queryKey: [...keys.shapes, 'all'] as const, queryFn: api.modules.list }),
  shape: (id: Id) => queryOptions({ queryKey: [...keys.shapes, id] as const, queryFn: () => api.modules.shape(id) }),
  templates: () => queryOptions({ queryKey: [...keys.shapes, 'templates'] as const, queryFn: api.modules.templates }),
  cards: (module: Id, query: CardQuery, limit = 100) =>
    infiniteQueryOptions({
      queryKey: [...keys.cards(module), 'list', query, limit] as const,
      queryFn: ({ pageParam, signal }) => api.modules.cards(module, { ...query, limit, cursor: pageParam }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  groups: (module: Id, query: CardQuery) =>
    queryOptions({
      queryKey: [...keys.cards(module), 'groups', query] as const,
      queryFn: ({ signal }) => api.modules.groups(module, query, signal),
    }),
  pipeline: (module: Id, owner?: Id | 'none') =>
    queryOptions({
      queryKey: [...keys.cards(module), 'pipeline', owner ?? null] as const,
      queryFn: ({ signal }) => api.modules.pipeline(module, owner, signal),
    }),
  box: (module: Id, owner?: Id | 'none') =>
    queryOptions({
      queryKey: [...keys.cards(module), 'box', owner ?? null] as const,
      queryFn: ({ signal }) => api.modules.box(module, owner, signal),
    }),
  count: (module: Id, query: CardQuery) =>
    queryOptions({
      queryKey: [...keys.cards(module), 'count', query] as const,
      queryFn: ({ signal }) => api.modules.count(module, query, signal),
    }),
  board: (module: Id, query: Pick<CardQuery, 'owner' | 'filter' | 'q'>) =>
    queryOptions({
      queryKey: [...keys.cards(module), 'board', query] as const,
      queryFn: ({ signal }) => api.modules.board(module, query, signal),
    }),
  card: (id: Id) => queryOptions({ queryKey: keys.card(id), queryFn: ({ signal }) => api.cards.get(id, signal) }),
  cardEvents: (id: Id, kind?: EventKind) =>
    infiniteQueryOptions({
      queryKey: [...keys.card(id), 'events', kind ?? null] as const,
      queryFn: ({ pageParam, signal }) =>
        api.cards.events(id, { ...(kind ? { kind } : {}), cursor: pageParam, limit: 50 }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  checklist: (id: Id) =>
    queryOptions({ queryKey: [...keys.card(id), 'checklist'] as const, queryFn: ({ signal }) => api.checklist.get(id, signal) }),
  calendar: (from: number, to: number, who: string) =>
    queryOptions({ queryKey: [...keys.calendar, from, to, who] as const, queryFn: ({ signal }) => api.calendar.page(from, to, who, signal) }),
  feed: () => queryOptions({ queryKey: keys.feed, queryFn: api.calendar.feed }),
  contacts: (query: ContactQuery, limit = 100) =>
    infiniteQueryOptions({
      queryKey: [...keys.contacts, query, limit] as const,
      queryFn: ({ pageParam, signal }) => api.contacts.list({ ...query, limit, cursor: pageParam }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  contact: (id: Id) =>
    queryOptions({ queryKey: keys.contact(id), queryFn: ({ signal }) => api.contacts.get(id, signal) }),
  contactEvents: (id: Id) =>
    infiniteQueryOptions({
      queryKey: [...keys.contact(id), 'events'] as const,
      queryFn: ({ pageParam, signal }) => api.contacts.events(id, { cursor: pageParam, limit: 50 }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  mergePreview: (keep: Id, drop: Id) =>
    queryOptions({
      queryKey: [...keys.contact(keep), 'merge', drop] as const,
      queryFn: ({ signal }) => api.contacts.mergePreview(keep, drop, signal),
    }),
  tags: (q: string) => queryOptions({ queryKey: [...keys.contacts, 'tags', q] as const, queryFn: ({ signal }) => api.contacts.tags(q, signal) }),
  consents: (id: Id) =>
    queryOptions({ queryKey: [...keys.contact(id), 'consents'] as const, queryFn: ({ signal }) => api.contacts.consents(id, signal) }),
  /** Looked at again while contacts are still being compared. */
  duplicates: (query: DuplicatesQuery) =>
    infiniteQueryOptions({
      queryKey: [...keys.duplicates, query] as const,
      queryFn: ({ pageParam, signal }) => api.duplicates.list({ ...query, limit: 50, cursor: pageParam }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
      refetchInterval: (found) => (found.state.data?.pages[0]?.looking === true ? 2_000 : false),
    }),
  home: (member?: Id | 'team') =>
    queryOptions({
      queryKey: [...keys.home, member ?? null] as const,
      queryFn: ({ signal }) => api.home(member, signal),
    }),
  changes: () =>
    infiniteQueryOptions({
      queryKey: keys.changes,
      queryFn: ({ pageParam, signal }) => api.changes.list({ cursor: pageParam, limit: 20 }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  files: (subject: Subject) =>
    infiniteQueryOptions({
      queryKey: [...keys.subject(subject), 'files'] as const,
      queryFn: ({ pageParam, signal }) => api.files.list(subject, { cursor: pageParam, limit: 50 }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  file: (id: Id) =>
    queryOptions({ queryKey: ['files', id] as const, queryFn: ({ signal }) => api.files.get(id, signal), retry: false, staleTime: 300_000 }),
  followers: (subject: Subject) =>
    queryOptions({
      queryKey: [...keys.subject(subject), 'followers'] as const,
      queryFn: ({ signal }) => api.talk.followers(subject, signal),
    }),
  readers: (subject: Subject, q: string) =>
    queryOptions({
      queryKey: [...keys.subject(subject), 'readers', q] as const,
      queryFn: ({ signal }) => api.talk.readers(subject, q, signal),
    }),
  /** How many are unread; the stream says when that changes. */
  unread: () =>
    queryOptions({
      queryKey: [...keys.notifications, 'unread'] as const,
      queryFn: ({ signal }) => api.notifications.list({ unread: true, limit: 1 }, signal),
    }),
  notifications: () =>
    infiniteQueryOptions({
      queryKey: [...keys.notifications, 'list'] as const,
      queryFn: ({ pageParam, signal }) => api.notifications.list({ cursor: pageParam, limit: 30 }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  notifyChoices: () => queryOptions({ queryKey: [...keys.notifications, 'choices'] as const, queryFn: api.notifications.choices }),
  push: () => queryOptions({ queryKey: [...keys.push, 'mine'] as const, queryFn: api.push.get }),
  search: (q: string, limit = 12) =>
    queryOptions({
      queryKey: ['search', q, limit] as const,
      queryFn: ({ signal }) => api.search(q, limit, signal),
      enabled: q.trim() !== '',
    }),
  /** Polled while it works; the live stream only makes it quicker. */
  job: (id: Id) =>
    queryOptions({
      queryKey: keys.job(id),
      queryFn: ({ signal }) => api.jobs.get(id, signal),
      refetchInterval: (query) =>
        query.state.data && !['waiting', 'running'].includes(query.state.data.state) ? false : 700,
    }),
  imports: () => queryOptions({ queryKey: keys.imports, queryFn: api.imports.list }),
  import: (id: Id) =>
    queryOptions({ queryKey: [...keys.imports, id] as const, queryFn: ({ signal }) => api.imports.get(id, signal) }),
  roles: () => queryOptions({ queryKey: keys.roles, queryFn: api.roles.list }),
  members: () => queryOptions({ queryKey: keys.members, queryFn: api.members.list }),
  session: () => queryOptions({ queryKey: keys.session, queryFn: api.session.here, staleTime: 300_000 }),
  sessions: () => queryOptions({ queryKey: keys.sessions, queryFn: api.session.list }),
  twoStep: () => queryOptions({ queryKey: keys.twoStep, queryFn: api.twoStep.get }),
  sso: () => queryOptions({ queryKey: keys.sso, queryFn: api.sso.get }),
  security: () => queryOptions({ queryKey: keys.security, queryFn: api.security.get }),
  audit: (filter: AuditFilter) =>
    infiniteQueryOptions({
      queryKey: [...keys.audit, filter] as const,
      queryFn: ({ pageParam, signal }) => api.audit.list({ ...filter, cursor: pageParam }, signal),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  apiKeys: () => queryOptions({ queryKey: keys.apiKeys, queryFn: api.keys.list }),
  /** Looked at again while one is being made. */
  backups: () =>
    queryOptions({
      queryKey: keys.backups,
      queryFn: api.backups.list,
      refetchInterval: ({ state }) =>
        state.data?.rows.some((row) => row.state === 'asked' || row.state === 'running' || (row.state === 'done' && row.tested_at === null))
          ? 1000
          : false,
    }),
};

/** Refusals are answers, so only an unreachable or busy server is asked again. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 3 && error instanceof Problem && (error.offline || error.status === 503),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
