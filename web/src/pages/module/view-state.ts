/** What the module page shows lives in its address: this file reads and writes those search parameters. */
import type { CardQuery, Day, Id, Member, StatusGroup, ViewConfig, ViewMode } from '../../api/types';
import { decodeColumns, encodeColumns } from './columns';
import { DAYS } from './days';
import { decodeFilter, encodeFilter } from './filter-code';

/** The search part of a module page's address; everything in it can be sent to a colleague. What is default is left out. */
export interface ModuleSearch {
  view?: ViewMode;
  owner?: Id | 'none' | 'me' | 'all';
  status?: Id;
  group?: StatusGroup;
  cell?: number;
  q?: string;
  /** A filter in the notation of filter-code.ts. */
  f?: string;
  sort?: string;
  desc?: true;
  /** "name:240,value:120" */
  columns?: string;
  /** The one day group that is shown. */
  day?: Day;
  /** The saved view that is open. */
  saved?: Id;
  trash?: true;
  /** The card open in the side panel. */
  card?: Id;
  /** Opens the new-card dialog. */
  new?: true;
}

function asId(value: unknown): number | undefined {
  const id = typeof value === 'string' ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function asText(value: unknown, max: number): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, max) : undefined;
}

function oneOf<T extends string>(value: unknown, ...words: readonly T[]): T | undefined {
  return words.find((word) => word === value);
}

const asFlag = (value: unknown): true | undefined =>
  value === true || value === 1 || value === '1' || value === 'true' ? true : undefined;

function asCell(value: unknown): number | undefined {
  const cell = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof cell === 'number' && Number.isInteger(cell) && cell >= 0 && cell <= 8 ? cell : undefined;
}

/** Take what is sound from an address and drop the rest, so that a mistyped link still opens the page. */
export function readSearch(raw: Record<string, unknown>): ModuleSearch {
  const f = asText(raw['f'], 4000);
  const found = {
    view: oneOf(raw['view'], 'list', 'board', 'box', 'table'),
    owner: oneOf(raw['owner'], 'none', 'me', 'all') ?? asId(raw['owner']),
    status: asId(raw['status']),
    group: oneOf(raw['group'], 'lead', 'open', 'success', 'failed'),
    cell: asCell(raw['cell']),
    q: asText(raw['q'], 200),
    f: f !== undefined && decodeFilter(f) ? f : undefined,
    sort: asText(raw['sort'], 80),
    desc: asFlag(raw['desc']),
    columns: asText(raw['columns'], 2000),
    day: oneOf(raw['day'], ...DAYS),
    saved: asId(raw['saved']),
    trash: asFlag(raw['trash']),
    card: asId(raw['card']),
    new: asFlag(raw['new']),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as ModuleSearch;
}

/** Who is shown when the address does not say: a salesperson sees his own cards, who leads sees everybody's. */
export function defaultOwner(me: Member): 'me' | 'all' {
  return me.role === 'user' ? 'me' : 'all';
}

/** Who "me", "all", "none" or an id in the address means in a request. */
export function ownerParam(search: ModuleSearch, me: Member): Id | 'none' | undefined {
  const owner = search.owner ?? defaultOwner(me);
  if (owner === 'all') return undefined;
  if (owner === 'none') return 'none';
  return owner === 'me' ? me.id : owner;
}

/** The part of a list request that says which cards are meant. */
export function cardQuery(search: ModuleSearch, me: Member): CardQuery {
  const filter = decodeFilter(search.f);
  const owner = ownerParam(search, me);
  return {
    ...(owner === undefined ? {} : { owner }),
    ...(search.status ? { status: search.status } : {}),
    ...(search.group ? { group: search.group } : {}),
    ...(search.cell === undefined ? {} : { cell: search.cell }),
    ...(search.q ? { q: search.q } : {}),
    ...(filter ? { filter } : {}),
    ...(search.trash ? { trash: true } : {}),
  };
}

/** What a saved view keeps of the address. */
export function toViewConfig(search: ModuleSearch): ViewConfig {
  const { view = 'list', owner, status, group, cell, q, sort, desc } = search;
  const filter = decodeFilter(search.f);
  return {
    mode: view,
    ...(filter ? { filter } : {}),
    ...(q === undefined ? {} : { q }),
    ...(owner === undefined ? {} : { owner }),
    ...(status === undefined ? {} : { status }),
    ...(group === undefined ? {} : { group }),
    ...(cell === undefined ? {} : { cell }),
    ...(sort === undefined ? {} : { sort, desc: desc ?? false }),
    ...(search.columns === undefined ? {} : { columns: decodeColumns(search.columns) }),
  };
}

export function fromViewConfig(config: ViewConfig, saved: Id): ModuleSearch {
  return readSearch({
    ...config,
    saved,
    view: config.mode === 'list' ? undefined : config.mode,
    f: encodeFilter(config.filter),
    columns: config.columns?.length ? encodeColumns(config.columns) : undefined,
  });
}

/** True when the address shows something else than the saved view holds: then "Update view" is offered. */
export function differsFrom(search: ModuleSearch, config: ViewConfig): boolean {
  const text = (state: ViewConfig): string =>
    JSON.stringify(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));
  return text(toViewConfig(search)) !== text(toViewConfig(fromViewConfig(config, 1)));
}

/** Everything that narrows the list, put back to nothing; view, columns, owner and sorting stay. */
export function withoutFilters(search: ModuleSearch): ModuleSearch {
  const none = { f: undefined, q: undefined, status: undefined, group: undefined, cell: undefined, day: undefined };
  return readSearch({ ...search, ...none, saved: undefined });
}

/** True when something beside the owner narrows the list. */
export function isNarrowed(search: ModuleSearch): boolean {
  const { f, q, status, group, cell, day } = search;
  return [f, q, status, group, cell, day].some((part) => part !== undefined);
}
