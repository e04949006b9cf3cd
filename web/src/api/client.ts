import { base } from './base';
import { body, http, queryText, upload } from './http';
import { randomToken } from './token';
import type {
  Attachment, AuditFilter, BoardColumn, Boot, BulkIn, BulkOut, Card, CardCreate, CardEvent, CardLink, CardQuery, CardRow, Change, Comment, Contact,
  ContactIn, ContactQuery, DuplicatesQuery, EventKind, FieldValues, Home, Id, Import, LogKind, Mapping, Member, Meta, ModuleSettings, NotifyKind,
  Page, RoleRights, SetupIn, Subject, Task,
  TaskIn, View, ViewConfig,
} from './types';
import type { components, paths } from './types.gen';

/* Every address of the API in one place: pages call api.noun.verb(…) and never see HTTP. Paths, bodies and answers are
 * checked against the server's description; a cast stands only where it says less than types.ts does (values of fields,
 * filters, settings, mappings). */

type S = components['schemas'];
type Wire<P extends keyof paths, M extends keyof paths[P]> =
  paths[P][M] extends { requestBody?: { content: { 'application/json': infer B } } } ? B : never;
type CardsQuery = paths['/api/modules/{id}/cards']['get']['parameters']['query'];
type ContactsQuery = paths['/api/contacts']['get']['parameters']['query'];
interface More {
  cursor?: string | undefined;
  limit?: number | undefined;
}
interface WithChange {
  change: Change;
}
type CardOut = WithChange & { card: Card };
type TaskOut = CardOut & { task: Task };
export type CloseOut = TaskOut & Pick<S['CloseOut'], 'next' | 'suggest'>;

const at = (id: Id) => ({ params: { path: { id } } });
const once = () => ({ 'Idempotency-Key': randomToken() });
/** A mapping is free JSON to the description. */
const asImport = (answer: Promise<unknown>) => answer as Promise<Import>;
/** The serializer writes filters, lists and flags as the server reads them. */
const cardsQuery = (query: CardQuery & More) => query as CardsQuery;

export const api = {
  boot: () => body(http.GET('/api/boot')) as Promise<Boot>,
  setup: (values: SetupIn) => body(http.POST('/api/setup', { body: values })),
  meta: (signal?: AbortSignal) => body(http.GET('/api/meta', { signal: signal ?? null })) as Promise<Meta>,
  home: (member?: Id | 'team', signal?: AbortSignal) =>
    body(
      http.GET('/api/home', { params: { query: member === undefined ? {} : { member: String(member) } }, signal: signal ?? null }),
    ) as Promise<Home>,
  search: (q: string, limit: number, signal?: AbortSignal) =>
    body(http.GET('/api/search', { params: { query: { q, limit } }, signal: signal ?? null })),

  session: {
    login: (email: string, password: string) => body(http.POST('/api/login', { body: { email, password } })),
    code: (token: string, code: string) => body(http.POST('/api/login/code', { body: { token, code } })),
    loginByLink: (token: string) => body(http.POST('/api/login/link', { body: { token } })),
    logout: () => body(http.POST('/api/logout')),
    here: () => body(http.GET('/api/session')),
    enter: (account: Id) => body(http.POST('/api/session/account', { body: { account_id: account } })),
    list: () => body(http.GET('/api/sessions')),
    end: (id: Id) => body(http.DELETE('/api/sessions/{id}', at(id))),
    endOthers: () => body(http.DELETE('/api/sessions')),
    password: (current: string, password: string) => body(http.POST('/api/password', { body: { current, password } })),
  },

  twoStep: {
    get: () => body(http.GET('/api/two-step')),
    begin: (password: string) => body(http.POST('/api/two-step', { body: { password } })),
    confirm: (code: string) => body(http.POST('/api/two-step/confirm', { body: { code } })),
    renew: (code: string) => body(http.POST('/api/two-step/recovery', { body: { code } })),
    off: (code: string) => body(http.POST('/api/two-step/off', { body: { code } })),
    reset: (member: Id) => body(http.DELETE('/api/members/{id}/two-step', at(member))),
  },

  security: {
    get: () => body(http.GET('/api/security')),
    patch: (values: Wire<'/api/security', 'patch'>) => body(http.PATCH('/api/security', { body: values })),
  },

  sso: {
    get: () => body(http.GET('/api/sso')),
    patch: (values: Wire<'/api/sso', 'patch'>) => body(http.PATCH('/api/sso', { body: values })),
  },

  audit: {
    list: (query: AuditFilter & { cursor?: string | undefined }, signal?: AbortSignal) => body(http.GET('/api/audit', { params: { query }, signal })),
    exportUrl: (filter: AuditFilter) => `${base}/api/audit/export?${queryText({ ...filter })}`,
  },

  me: {
    patch: (values: Partial<Pick<Member, 'name' | 'language' | 'zone' | 'theme'>>) =>
      body(http.PATCH('/api/me', { body: values })),
  },

  members: {
    list: () => body(http.GET('/api/members')),
    create: (values: Wire<'/api/members', 'post'>) => body(http.POST('/api/members', { body: values })),
    patch: (id: Id, values: Wire<'/api/members/{id}', 'patch'>) =>
      body(http.PATCH('/api/members/{id}', { ...at(id), body: values })),
    invite: (id: Id) => body(http.POST('/api/members/{id}/invite', at(id))),
    holdings: (id: Id) => body(http.GET('/api/members/{id}/holdings', at(id))),
    handOver: (id: Id, values: Wire<'/api/members/{id}/hand-over', 'post'>) =>
      body(http.POST('/api/members/{id}/hand-over', { ...at(id), body: values })),
    seeAs: (id: Id) => body(http.POST('/api/members/{id}/see-as', at(id))),
    seeAsMyself: () => body(http.DELETE('/api/session/see-as')),
  },

  roles: {
    list: () => body(http.GET('/api/roles')) as Promise<{ rows: RoleRights[] }>,
    create: (values: Wire<'/api/roles', 'post'>) => body(http.POST('/api/roles', { body: values })),
    patch: (code: string, values: Wire<'/api/roles/{code}', 'patch'>) =>
      body(http.PATCH('/api/roles/{code}', { params: { path: { code } }, body: values })),
    remove: (code: string, to?: string) =>
      body(http.POST('/api/roles/{code}/remove', { params: { path: { code } }, body: to === undefined ? {} : { to } })),
  },

  teams: {
    create: (values: Wire<'/api/teams', 'post'>) => body(http.POST('/api/teams', { body: values })),
    patch: (id: Id, values: Wire<'/api/teams/{id}', 'patch'>) => body(http.PATCH('/api/teams/{id}', { ...at(id), body: values })),
    remove: (id: Id) => body(http.DELETE('/api/teams/{id}', at(id))),
  },

  invites: {
    get: (token: string) => body(http.GET('/api/invites/{token}', { params: { path: { token } } })),
    accept: (token: string, name: string, password: string) =>
      body(http.POST('/api/invites/{token}', { params: { path: { token } }, body: { name, password } })),
  },

  keys: {
    list: () => body(http.GET('/api/keys')),
    create: (name: string) => body(http.POST('/api/keys', { body: { name } })),
    remove: (id: Id) => body(http.DELETE('/api/keys/{id}', at(id))),
  },

  backups: {
    list: () => body(http.GET('/api/backups')),
    create: () => body(http.POST('/api/backups')),
    /** A file, for the browser to load. */
    fileUrl: (id: Id) => `${base}/api/backups/${String(id)}/file`,
  },

  account: {
    patch: (values: Wire<'/api/account', 'patch'>) => body(http.PATCH('/api/account', { body: values })),
  },

  modules: {
    list: () => body(http.GET('/api/modules')),
    templates: () => body(http.GET('/api/templates')),
    shape: (id: Id) => body(http.GET('/api/modules/{id}', at(id))),
    create: (values: Wire<'/api/modules', 'post'>) => body(http.POST('/api/modules', { headers: once(), body: values })),
    order: (ids: Id[]) => body(http.POST('/api/modules/order', { body: { ids } })),
    edit: (id: Id, values: Wire<'/api/modules/{id}', 'patch'>) => body(http.PATCH('/api/modules/{id}', { ...at(id), body: values })),
    trash: (id: Id) => body(http.DELETE('/api/modules/{id}', at(id))),
    restore: (id: Id) => body(http.POST('/api/modules/{id}/restore', at(id))),
    addStatus: (id: Id, values: Wire<'/api/modules/{id}/statuses', 'post'>) =>
      body(http.POST('/api/modules/{id}/statuses', { ...at(id), headers: once(), body: values })),
    orderStatuses: (id: Id, values: Wire<'/api/modules/{id}/pipeline', 'post'>) =>
      body(http.POST('/api/modules/{id}/pipeline', { ...at(id), body: values })),
    addField: (id: Id, values: Wire<'/api/modules/{id}/fields', 'post'>) =>
      body(http.POST('/api/modules/{id}/fields', { ...at(id), headers: once(), body: values })),
    tryFormula: (id: Id, values: Wire<'/api/modules/{id}/formula', 'post'>) => body(http.POST('/api/modules/{id}/formula', { ...at(id), body: values })),
    orderFields: (id: Id, values: Wire<'/api/modules/{id}/fields/order', 'post'>) =>
      body(http.POST('/api/modules/{id}/fields/order', { ...at(id), body: values })),
    patch: (id: Id, settings: ModuleSettings, version: number) =>
      body(http.PATCH('/api/modules/{id}', { ...at(id), body: { settings: { ...settings }, version } })),
    qualify: (id: Id) => body(http.POST('/api/modules/{id}/qualify', { ...at(id), body: {} })),
    cards: (id: Id, query: CardQuery & More, signal?: AbortSignal) =>
      body(
        http.GET('/api/modules/{id}/cards', { params: { path: { id }, query: cardsQuery(query) }, signal: signal ?? null }),
      ) as Promise<Page<CardRow>>,
    groups: (id: Id, query: CardQuery, signal?: AbortSignal) =>
      body(http.GET('/api/modules/{id}/groups', { params: { path: { id }, query: cardsQuery(query) }, signal: signal ?? null })),
    pipeline: (id: Id, owner?: Id | 'none', signal?: AbortSignal) =>
      body(
        http.GET('/api/modules/{id}/pipeline', {
          params: { path: { id }, query: owner === undefined ? {} : { owner: String(owner) } }, signal: signal ?? null,
        }),
      ),
    box: (id: Id, owner?: Id | 'none', signal?: AbortSignal) =>
      body(
        http.GET('/api/modules/{id}/box', {
          params: { path: { id }, query: owner === undefined ? {} : { owner: String(owner) } }, signal: signal ?? null,
        }),
      ),
    count: (id: Id, query: CardQuery, signal?: AbortSignal) =>
      body(http.GET('/api/modules/{id}/count', { params: { path: { id }, query: cardsQuery(query) }, signal: signal ?? null })),
    board: (id: Id, query: Pick<CardQuery, 'owner' | 'filter' | 'q'>, signal?: AbortSignal) =>
      body(
        http.GET('/api/modules/{id}/board', { params: { path: { id }, query: cardsQuery(query) }, signal: signal ?? null }),
      ) as Promise<{ columns: BoardColumn[] }>,
    /** Where the browser fetches the file from: it may be of any length, so it is no answer of ours. */
    exportUrl: (id: Id, query: CardQuery & { separator: 'comma' | 'semicolon' }) => `${base}/api/modules/${String(id)}/export?${queryText({ ...query })}`,
    exportSome: (id: Id, values: Wire<'/api/modules/{id}/export', 'post'>) =>
      body(http.POST('/api/modules/{id}/export', { ...at(id), body: values, parseAs: 'blob' })) as Promise<unknown> as Promise<Blob>,
    bulk: (id: Id, values: BulkIn): Promise<BulkOut> => body(http.POST('/api/modules/{id}/bulk', { ...at(id), body: values })),
  },

  statuses: {
    edit: (id: Id, values: Wire<'/api/statuses/{id}', 'patch'>) => body(http.PATCH('/api/statuses/{id}', { ...at(id), body: values })),
    remove: (id: Id, values: Wire<'/api/statuses/{id}/remove', 'post'>) =>
      body(http.POST('/api/statuses/{id}/remove', { ...at(id), body: values })),
  },

  taskTypes: {
    add: (module: Id, values: Wire<'/api/modules/{id}/task-types', 'post'>) =>
      body(http.POST('/api/modules/{id}/task-types', { ...at(module), headers: once(), body: values })),
    edit: (id: Id, values: Wire<'/api/task-types/{id}', 'patch'>) => body(http.PATCH('/api/task-types/{id}', { ...at(id), body: values })),
    order: (module: Id, ids: Id[]) => body(http.POST('/api/modules/{id}/task-types/order', { ...at(module), body: { ids } })),
    retire: (id: Id, to?: Id) => body(http.POST('/api/task-types/{id}/retire', { ...at(id), body: to === undefined ? {} : { to } })),
  },

  checklist: {
    get: (card: Id, signal?: AbortSignal) => body(http.GET('/api/cards/{id}/checklist', { ...at(card), signal: signal ?? null })),
    add: (card: Id, texts: string[], task_id: Id | null) =>
      body(http.POST('/api/cards/{id}/checklist', { ...at(card), headers: once(), body: { texts, task_id } })),
    edit: (id: Id, values: Wire<'/api/checklist/{id}', 'patch'>) => body(http.PATCH('/api/checklist/{id}', { ...at(id), body: values })),
    remove: (id: Id) => body(http.DELETE('/api/checklist/{id}', at(id))),
    order: (card: Id, ids: Id[], task_id: Id | null) =>
      body(http.POST('/api/cards/{id}/checklist/order', { ...at(card), body: { ids, task_id } })),
  },

  calendar: {
    page: (from: number, to: number, who: string, signal?: AbortSignal) =>
      body(http.GET('/api/calendar', { params: { query: { from, to, who } }, signal: signal ?? null })),
    feed: () => body(http.GET('/api/calendar/feed')),
    makeFeed: () => body(http.POST('/api/calendar/feed')),
    endFeed: () => body(http.DELETE('/api/calendar/feed')),
  },

  fields: {
    edit: (id: Id, values: Wire<'/api/fields/{id}', 'patch'>) => body(http.PATCH('/api/fields/{id}', { ...at(id), body: values })),
    trash: (id: Id) => body(http.DELETE('/api/fields/{id}', at(id))),
    restore: (id: Id) => body(http.POST('/api/fields/{id}/restore', at(id))),
    preview: (id: Id, type: string) => body(http.GET('/api/fields/{id}/convert', { params: { path: { id }, query: { type } } })),
    convert: (id: Id, type: string) => body(http.POST('/api/fields/{id}/convert', { ...at(id), body: { type } })),
  },

  views: {
    create: (module: Id, values: { label: string; shared: boolean; config: ViewConfig }) =>
      body(http.POST('/api/modules/{id}/views', { ...at(module), headers: once(), body: values })) as Promise<{ view: View }>,
    patch: (id: Id, values: { label?: string; shared?: boolean; config?: ViewConfig; version?: number }) =>
      body(http.PATCH('/api/views/{id}', { ...at(id), body: values })) as Promise<{ view: View }>,
    remove: (id: Id) => body(http.DELETE('/api/views/{id}', at(id))),
  },

  cards: {
    create: (module: Id, values: CardCreate) =>
      body(http.POST('/api/modules/{id}/cards', { ...at(module), headers: once(), body: values })) as Promise<CardOut>,
    get: (id: Id, signal?: AbortSignal) =>
      body(http.GET('/api/cards/{id}', { ...at(id), signal: signal ?? null })) as Promise<Card>,
    patch: (id: Id, fields: FieldValues, options: { version?: number; note?: string } = {}) =>
      body(http.PATCH('/api/cards/{id}', { ...at(id), body: { ...options, fields } })) as Promise<CardOut>,
    trash: (id: Id): Promise<WithChange> => body(http.DELETE('/api/cards/{id}', at(id))),
    restore: (id: Id) => body(http.POST('/api/cards/{id}/restore', at(id))) as Promise<CardOut>,
    privacy: (id: Id, values: Card['privacy']) =>
      body(http.POST('/api/cards/{id}/privacy', { ...at(id), body: values })) as Promise<CardOut>,
    copy: (id: Id, contact_id?: Id) =>
      body(
        http.POST('/api/cards/{id}/copy', { ...at(id), headers: once(), body: contact_id === undefined ? {} : { contact_id } }),
      ) as Promise<CardOut>,
    convert: (id: Id, module_id: Id) =>
      body(http.POST('/api/cards/{id}/convert', { ...at(id), headers: once(), body: { module_id } })) as Promise<
        CardOut & { lead: Card }
      >,
    seen: (id: Id) => body(http.POST('/api/cards/{id}/seen', at(id))),
    link: (id: Id, other_id: Id, note?: string): Promise<WithChange & { link: CardLink }> =>
      body(http.POST('/api/cards/{id}/links', { ...at(id), body: note === undefined ? { other_id } : { other_id, note } })),
    unlink: (id: Id, link_id: Id): Promise<WithChange> =>
      body(http.DELETE('/api/cards/{id}/links/{link_id}', { params: { path: { id, link_id } } })),
    events: (id: Id, query: { kind?: EventKind } & More, signal?: AbortSignal): Promise<Page<CardEvent>> =>
      body(http.GET('/api/cards/{id}/events', { params: { path: { id }, query }, signal: signal ?? null })),
    log: (id: Id, values: { kind: LogKind; text: string; at?: number; incoming?: boolean }) =>
      body(http.POST('/api/cards/{id}/events', { ...at(id), headers: once(), body: values })) as Promise<
        CardOut & { event: CardEvent }
      >,
    addTask: (id: Id, values: TaskIn) =>
      body(http.POST('/api/cards/{id}/tasks', { ...at(id), headers: once(), body: values })) as Promise<TaskOut>,
  },

  tasks: {
    patch: (id: Id, values: TaskIn) => body(http.PATCH('/api/tasks/{id}', { ...at(id), body: values })) as Promise<TaskOut>,
    close: (id: Id, values: Wire<'/api/tasks/{id}/close', 'post'>) =>
      body(http.POST('/api/tasks/{id}/close', { ...at(id), body: values })) as Promise<CloseOut>,
    postpone: (id: Id, values: Wire<'/api/tasks/{id}/postpone', 'post'>) =>
      body(http.POST('/api/tasks/{id}/postpone', { ...at(id), body: values })) as Promise<TaskOut>,
    reopen: (id: Id) => body(http.POST('/api/tasks/{id}/reopen', at(id))) as Promise<TaskOut>,
    parse: (text: string, signal?: AbortSignal) =>
      body(http.GET('/api/tasks/parse', { params: { query: { text } }, signal: signal ?? null })),
    list: (query: NonNullable<paths['/api/tasks']['get']['parameters']['query']>, signal?: AbortSignal) =>
      body(http.GET('/api/tasks', { params: { query }, signal: signal ?? null })),
  },

  contacts: {
    list: (query: ContactQuery & More, signal?: AbortSignal) =>
      body(http.GET('/api/contacts', { params: { query: query as ContactsQuery }, signal: signal ?? null })),
    create: (values: ContactIn): Promise<WithChange & { contact: Contact }> =>
      body(http.POST('/api/contacts', { headers: once(), body: values })),
    get: (id: Id, signal?: AbortSignal): Promise<Contact> =>
      body(http.GET('/api/contacts/{id}', { ...at(id), signal: signal ?? null })),
    patch: (id: Id, values: ContactIn): Promise<WithChange & { contact: Contact }> =>
      body(http.PATCH('/api/contacts/{id}', { ...at(id), body: values })),
    trash: (id: Id): Promise<WithChange> => body(http.DELETE('/api/contacts/{id}', at(id))),
    restore: (id: Id): Promise<WithChange & { contact: Contact }> => body(http.POST('/api/contacts/{id}/restore', at(id))),
    events: (id: Id, query: More, signal?: AbortSignal): Promise<Page<CardEvent>> =>
      body(http.GET('/api/contacts/{id}/events', { params: { path: { id }, query }, signal: signal ?? null })),
    duplicates: (values: ContactIn) => body(http.POST('/api/contacts/duplicates', { body: values })),
    mergePreview: (id: Id, other: Id, signal?: AbortSignal) =>
      body(http.GET('/api/contacts/{id}/merge', { params: { path: { id }, query: { other } }, signal: signal ?? null })),
    merge: (id: Id, values: Wire<'/api/contacts/{id}/merge', 'post'>) =>
      body(http.POST('/api/contacts/{id}/merge', { ...at(id), headers: once(), body: values })),
    consents: (id: Id, signal?: AbortSignal) => body(http.GET('/api/contacts/{id}/consents', { ...at(id), signal: signal ?? null })),
    giveConsent: (id: Id, values: Wire<'/api/contacts/{id}/consents', 'post'>) =>
      body(http.POST('/api/contacts/{id}/consents', { ...at(id), headers: once(), body: values })),
    withdrawConsent: (id: Id, how: string) => body(http.POST('/api/consents/{id}/withdraw', { ...at(id), body: { how } })),
    erase: (id: Id, confirm: string) => body(http.POST('/api/contacts/{id}/erase', { ...at(id), body: { confirm } })),
    bulk: (values: Wire<'/api/contacts/bulk', 'post'>) => body(http.POST('/api/contacts/bulk', { headers: once(), body: values })),
    addField: (values: Wire<'/api/contacts/fields', 'post'>) => body(http.POST('/api/contacts/fields', { headers: once(), body: values })),
    tags: (q: string, signal?: AbortSignal) => body(http.GET('/api/tags', { params: { query: { q, limit: 100 } }, signal: signal ?? null })),
    /** A file, for the browser to load. */
    exportUrl: (id: Id) => `${base}/api/contacts/${String(id)}/export`,
  },

  duplicates: {
    list: (query: DuplicatesQuery & More, signal?: AbortSignal) =>
      body(http.GET('/api/duplicates', { params: { query }, signal: signal ?? null })),
    decide: (id: Id, state: 'open' | 'two') => body(http.PATCH('/api/duplicates/{id}', { ...at(id), body: { state } })),
    merge: (values: Wire<'/api/duplicates/merge', 'post'>) => body(http.POST('/api/duplicates/merge', { headers: once(), body: values })),
  },

  files: {
    list: ({ kind, id }: Subject, query: More & { trash?: boolean }, signal?: AbortSignal): Promise<Page<Attachment>> =>
      body(http.GET(`/api/${kind}/{id}/attachments`, { params: { path: { id }, query }, signal: signal ?? null })),
    add: ({ kind, id }: Subject, file: Blob, name: string, onProgress: (share: number) => void, signal?: AbortSignal) =>
      upload<WithChange & { attachment: Attachment }>(`/api/${kind}/${String(id)}/attachments`, { name }, file, onProgress, signal),
    get: (id: Id, signal?: AbortSignal): Promise<Attachment> => body(http.GET('/api/attachments/{id}', { ...at(id), signal: signal ?? null })),
    /** For a field: it becomes a card's when that is saved with its id. */
    bring: (field: Id, file: Blob, name: string, onProgress: (share: number) => void, signal?: AbortSignal) =>
      upload<{ attachment: Attachment }>(`/api/fields/${String(field)}/file`, { name }, file, onProgress, signal),
    trash: (id: Id): Promise<WithChange> => body(http.DELETE('/api/attachments/{id}', at(id))),
    /** For the browser to load: as a file to keep, or as a picture to show. */
    url: (id: Id, shown = false) => `${base}/api/attachments/${String(id)}/file${shown ? '?inline=1' : ''}`,
  },

  talk: {
    comment: ({ kind, id }: Subject, values: { text: string; mentions: Id[] }): Promise<WithChange & { comment: Comment }> =>
      body(http.POST(`/api/${kind}/{id}/comments`, { ...at(id), headers: once(), body: values })),
    edit: (id: Id, values: { text: string; mentions: Id[]; version: number }) => body(http.PATCH('/api/comments/{id}', { ...at(id), body: values })),
    remove: (id: Id): Promise<WithChange> => body(http.DELETE('/api/comments/{id}', at(id))),
    readers: ({ kind, id }: Subject, q: string, signal?: AbortSignal) =>
      body(http.GET(`/api/${kind}/{id}/readers`, { params: { path: { id }, query: { q } }, signal: signal ?? null })),
    followers: ({ kind, id }: Subject, signal?: AbortSignal) => body(http.GET(`/api/${kind}/{id}/followers`, { ...at(id), signal: signal ?? null })),
    follow: ({ kind, id }: Subject, follow: boolean) => body(http.POST(`/api/${kind}/{id}/follow`, { ...at(id), body: { follow } })),
  },

  notifications: {
    list: (query: More & { unread?: boolean }, signal?: AbortSignal) =>
      body(http.GET('/api/notifications', { params: { query }, signal: signal ?? null })),
    read: (values: { id: Id } | { up_to_id: Id }) => body(http.POST('/api/notifications/read', { body: values })),
    choices: () => body(http.GET('/api/notifications/choices')),
    choose: (choice: { kind: NotifyKind; in_app: boolean } | { kind: NotifyKind; push: boolean }) =>
      body(http.PATCH('/api/notifications/choices', { body: choice })),
  },

  push: {
    get: () => body(http.GET('/api/push')),
    patch: (values: { on: boolean; names: boolean }) => body(http.PATCH('/api/push', { body: values })),
    add: (values: { endpoint: string; p256dh: string; auth: string }) => body(http.POST('/api/push/browsers', { body: values })),
    remove: (id: Id) => body(http.DELETE('/api/push/browsers/{id}', at(id))),
  },

  changes: {
    list: (query: More, signal?: AbortSignal) =>
      body(http.GET('/api/changes', { params: { query }, signal: signal ?? null })),
    undo: (id: Id) => body(http.POST('/api/changes/{id}/undo', at(id))),
  },

  jobs: {
    get: (id: Id, signal?: AbortSignal) => body(http.GET('/api/jobs/{id}', { ...at(id), signal: signal ?? null })),
    cancel: (id: Id) => body(http.POST('/api/jobs/{id}/cancel', at(id))),
  },

  imports: {
    upload: (module: Id, file: File, onProgress: (share: number) => void) =>
      upload<Import>('/api/imports', { module, name: file.name }, file, onProgress),
    list: () => body(http.GET('/api/imports')) as Promise<unknown> as Promise<{ rows: Import[] }>,
    get: (id: Id, signal?: AbortSignal) =>
      asImport(body(http.GET('/api/imports/{id}', { ...at(id), signal: signal ?? null }))),
    patch: (id: Id, values: { mapping: Mapping; encoding?: Import['encoding']; delimiter?: Import['delimiter'] }) =>
      asImport(body(http.PATCH('/api/imports/{id}', { ...at(id), body: { ...values, mapping: { ...values.mapping } } }))),
    preview: (id: Id) => body(http.POST('/api/imports/{id}/preview', at(id))),
    run: (id: Id) => body(http.POST('/api/imports/{id}/run', at(id))),
    refusedUrl: (id: Id) => `${base}/api/imports/${String(id)}/refused`,
  },

  demo: {
    load: () => body(http.POST('/api/demo')),
    remove: () => body(http.DELETE('/api/demo')),
  },
};
