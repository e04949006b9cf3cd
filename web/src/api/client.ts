import { request, upload } from './http';
import { randomToken } from './token';
import type {
  ApiKey, BoardColumn, Boot, BoxCell, BulkIn, BulkOut, Card, CardCreate, CardEvent, CardLink, CardQuery, CardRow, Change,
  ChangeRow, Contact, ContactIn, ContactQuery, ContactRow, Duplicate, EventKind, FieldValues, Groups, Hit, Home, Id, Import,
  Job, LogKind, Mapping, Member, Meta, ModuleSettings, Page, Pipeline, Role, Session, SetupIn, Task, TaskIn, View, ViewConfig,
} from './types';

/* Every address of the API in one place: pages call api.noun.verb(…) and never see HTTP. */

const get = <T>(path: string, query?: object, signal?: AbortSignal) =>
  request<T>('GET', path, { query: query as Record<string, unknown> | undefined, signal });
const post = <T>(path: string, body: object = {}) => request<T>('POST', path, { body });
const create = <T>(path: string, body: object) =>
  request<T>('POST', path, { body, idempotencyKey: randomToken() });
const patch = <T>(path: string, body: object) => request<T>('PATCH', path, { body });
const del = <T>(path: string) => request<T>('DELETE', path);

type More = { cursor?: string | undefined; limit?: number | undefined };
interface WithChange { change: Change }
type CardOut = WithChange & { card: Card };
type TaskOut = CardOut & { task: Task };
export type CloseOut = TaskOut & {
  next: Task | null;
  suggest: { text: string; due_at: number; type_id: Id | null } | null;
};

export const api = {
  boot: () => get<Boot>('/api/boot'),
  setup: (body: SetupIn) => post<{ me: Member; job_id?: Id | null }>('/api/setup', body),
  meta: (signal?: AbortSignal) => get<Meta>('/api/meta', undefined, signal),
  home: (member?: Id | 'team', signal?: AbortSignal) => get<Home>('/api/home', { member }, signal),
  search: (q: string, limit: number, signal?: AbortSignal) => get<{ hits: Hit[] }>('/api/search', { q, limit }, signal),

  session: {
    login: (email: string, password: string) => post<{ me: Member }>('/api/login', { email, password }),
    loginByLink: (token: string) => post<{ me: Member }>('/api/login/link', { token }),
    logout: () => post<object>('/api/logout'),
    list: () => get<{ rows: Session[] }>('/api/sessions'),
    end: (id: Id) => del<object>(`/api/sessions/${String(id)}`),
    password: (current: string, password: string) => post<object>('/api/password', { current, password }),
  },

  me: {
    patch: (body: Partial<Pick<Member, 'name' | 'language' | 'zone' | 'theme'>>) => patch<{ me: Member }>('/api/me', body),
  },

  members: {
    list: () => get<{ rows: Member[] }>('/api/members'),
    create: (body: { name: string; email: string; role: Role; sees_all: boolean; language?: string }) =>
      post<{ member: Member; invite_url: string }>('/api/members', body),
    patch: (id: Id, body: Partial<Pick<Member, 'name' | 'role' | 'sees_all' | 'active'>> & { version: number }) =>
      patch<{ member: Member }>(`/api/members/${String(id)}`, body),
    invite: (id: Id) => post<{ invite_url: string }>(`/api/members/${String(id)}/invite`),
  },

  invites: {
    get: (token: string) => get<{ company: string; name: string; email: string }>(`/api/invites/${encodeURIComponent(token)}`),
    accept: (token: string, name: string, password: string) =>
      post<{ me: Member }>(`/api/invites/${encodeURIComponent(token)}`, { name, password }),
  },

  keys: {
    list: () => get<{ rows: ApiKey[] }>('/api/keys'),
    create: (name: string) => post<{ key: string; id: Id }>('/api/keys', { name }),
    remove: (id: Id) => del<object>(`/api/keys/${String(id)}`),
  },

  account: {
    patch: (body: { name?: string; zone?: string; country?: string; name_order?: string }) =>
      patch<object>('/api/account', body),
  },

  modules: {
    create: (template: string) => post<{ id: Id }>('/api/modules', { template }),
    patch: (id: Id, settings: ModuleSettings, version: number) =>
      patch<object>(`/api/modules/${String(id)}`, { settings, version }),
    qualify: (id: Id) => post<{ job_id: Id }>(`/api/modules/${String(id)}/qualify`),
    cards: (id: Id, query: CardQuery & More, signal?: AbortSignal) =>
      get<Page<CardRow>>(`/api/modules/${String(id)}/cards`, query, signal),
    groups: (id: Id, query: CardQuery, signal?: AbortSignal) =>
      get<Groups>(`/api/modules/${String(id)}/groups`, query, signal),
    pipeline: (id: Id, owner?: Id | 'none', signal?: AbortSignal) =>
      get<Pipeline>(`/api/modules/${String(id)}/pipeline`, { owner }, signal),
    box: (id: Id, owner?: Id | 'none', signal?: AbortSignal) =>
      get<{ cells: BoxCell[] }>(`/api/modules/${String(id)}/box`, { owner }, signal),
    count: (id: Id, query: CardQuery, signal?: AbortSignal) =>
      get<{ n: number; capped: boolean }>(`/api/modules/${String(id)}/count`, query, signal),
    board: (id: Id, query: Pick<CardQuery, 'owner' | 'filter' | 'q'>, signal?: AbortSignal) =>
      get<{ columns: BoardColumn[] }>(`/api/modules/${String(id)}/board`, query, signal),
    bulk: (id: Id, body: BulkIn) => post<BulkOut>(`/api/modules/${String(id)}/bulk`, body),
  },

  views: {
    create: (module: Id, body: { label: string; shared: boolean; config: ViewConfig }) =>
      create<{ view: View }>(`/api/modules/${String(module)}/views`, body),
    patch: (id: Id, body: { label?: string; shared?: boolean; config?: ViewConfig; version?: number }) =>
      patch<{ view: View }>(`/api/views/${String(id)}`, body),
    remove: (id: Id) => del<object>(`/api/views/${String(id)}`),
  },

  cards: {
    create: (module: Id, body: CardCreate) => create<CardOut>(`/api/modules/${String(module)}/cards`, body),
    get: (id: Id, signal?: AbortSignal) => get<Card>(`/api/cards/${String(id)}`, undefined, signal),
    patch: (id: Id, fields: FieldValues, options: { version?: number; note?: string } = {}) =>
      patch<CardOut>(`/api/cards/${String(id)}`, { ...options, fields }),
    trash: (id: Id) => del<WithChange>(`/api/cards/${String(id)}`),
    restore: (id: Id) => post<CardOut>(`/api/cards/${String(id)}/restore`),
    copy: (id: Id, contact_id?: Id) => create<CardOut>(`/api/cards/${String(id)}/copy`, contact_id ? { contact_id } : {}),
    convert: (id: Id, module_id: Id) =>
      create<CardOut & { lead: Card }>(`/api/cards/${String(id)}/convert`, { module_id }),
    seen: (id: Id) => post<object>(`/api/cards/${String(id)}/seen`),
    link: (id: Id, other_id: Id, note?: string) =>
      post<WithChange & { link: CardLink }>(`/api/cards/${String(id)}/links`, note ? { other_id, note } : { other_id }),
    unlink: (id: Id, link: Id) => del<Partial<WithChange>>(`/api/cards/${String(id)}/links/${String(link)}`),
    events: (id: Id, query: { kind?: EventKind } & More, signal?: AbortSignal) =>
      get<Page<CardEvent>>(`/api/cards/${String(id)}/events`, query, signal),
    log: (id: Id, body: { kind: LogKind; text: string; at?: number; incoming?: boolean }) =>
      create<CardOut & { event: CardEvent }>(`/api/cards/${String(id)}/events`, body),
    addTask: (id: Id, body: TaskIn) => create<TaskOut>(`/api/cards/${String(id)}/tasks`, body),
  },

  tasks: {
    patch: (id: Id, body: TaskIn & { version?: number }) => patch<TaskOut>(`/api/tasks/${String(id)}`, body),
    close: (id: Id, body: { state: 'done' | 'success' | 'failed'; result?: string; version?: number; next?: TaskIn }) =>
      post<CloseOut>(`/api/tasks/${String(id)}/close`, body),
    postpone: (id: Id, body: { days?: number; due_at?: number; due_date?: string; version?: number }) =>
      post<TaskOut>(`/api/tasks/${String(id)}/postpone`, body),
    reopen: (id: Id) => post<TaskOut>(`/api/tasks/${String(id)}/reopen`),
    parse: (text: string, signal?: AbortSignal) =>
      get<{ text: string; due_at: number | null; due_has_time: boolean }>('/api/tasks/parse', { text }, signal),
    list: (query: { assignee?: Id; from?: number; to?: number; state?: string } & More, signal?: AbortSignal) =>
      get<Page<Task & { card: { id: Id; name: string; module_id: Id; status_id: Id } }>>('/api/tasks', query, signal),
  },

  contacts: {
    list: (query: ContactQuery & More, signal?: AbortSignal) => get<Page<ContactRow>>('/api/contacts', query, signal),
    create: (body: ContactIn) => create<WithChange & { contact: Contact }>('/api/contacts', body),
    get: (id: Id, signal?: AbortSignal) => get<Contact>(`/api/contacts/${String(id)}`, undefined, signal),
    patch: (id: Id, body: Partial<ContactIn> & { version?: number }) =>
      patch<WithChange & { contact: Contact }>(`/api/contacts/${String(id)}`, body),
    trash: (id: Id) => del<WithChange>(`/api/contacts/${String(id)}`),
    restore: (id: Id) => post<WithChange & { contact: Contact }>(`/api/contacts/${String(id)}/restore`),
    events: (id: Id, query: More, signal?: AbortSignal) =>
      get<Page<CardEvent>>(`/api/contacts/${String(id)}/events`, query, signal),
    duplicates: (body: ContactIn) => post<{ rows: Duplicate[] }>('/api/contacts/duplicates', body),
  },

  changes: {
    list: (query: More, signal?: AbortSignal) => get<Page<ChangeRow>>('/api/changes', query, signal),
    undo: (id: Id) => post<{ change_id: Id; job_id: Id | null }>(`/api/changes/${String(id)}/undo`),
  },

  jobs: {
    get: (id: Id, signal?: AbortSignal) => get<Job>(`/api/jobs/${String(id)}`, undefined, signal),
    cancel: (id: Id) => post<object>(`/api/jobs/${String(id)}/cancel`),
  },

  imports: {
    upload: (module: Id, file: File, onProgress: (share: number) => void) =>
      upload<Import>('/api/imports', { module, name: file.name }, file, onProgress),
    list: () => get<{ rows: Import[] }>('/api/imports'),
    get: (id: Id, signal?: AbortSignal) => get<Import>(`/api/imports/${String(id)}`, undefined, signal),
    patch: (id: Id, body: { mapping: Mapping; encoding?: string; delimiter?: string }) =>
      patch<Import>(`/api/imports/${String(id)}`, body),
    preview: (id: Id) => post<{ job_id: Id }>(`/api/imports/${String(id)}/preview`),
    run: (id: Id) => post<{ job_id: Id; change_id: Id | null }>(`/api/imports/${String(id)}/run`),
    refusedUrl: (id: Id) => `/api/imports/${String(id)}/refused`,
  },

  demo: {
    load: () => post<{ job_id: Id }>('/api/demo'),
    remove: () => del<{ job_id: Id }>('/api/demo'),
  },
};
