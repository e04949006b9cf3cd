/* The nouns of the API as the client speaks of them. Names are those of the JSON; times `…_at` are ms UTC, money
 * `…_minor` integer minor units of the account's currency, null = not set. */

export type Id = number;
export type Language = 'en' | 'hu' | 'ro';
export type Role = 'administrator' | 'manager' | 'user';
export type Theme = 'auto' | 'light' | 'dark';

export interface Member {
  id: Id;
  name: string;
  initials: string;
  email: string;
  role: Role;
  sees_all: boolean;
  active: boolean;
  language: Language;
  zone: string;
  theme: Theme;
  version: number;
  pending: boolean;
}

export interface Boot {
  setup_needed: boolean;
  version: string;
  languages: Language[];
  company: string | null;
  me: Member | null;
  demo: boolean;
}

export interface SetupIn {
  language: Language;
  company: string;
  zone: string;
  currency: string;
  country: string;
  name: string;
  email: string;
  password: string;
  modules: string[];
  start: 'import' | 'demo' | 'empty';
}

export interface Session {
  id: Id;
  created_at: number;
  seen_at: number;
  address: string;
  agent: string;
  current: boolean;
}

export interface ApiKey {
  id: Id;
  name: string;
  prefix: string;
  member_id: Id;
  created_at: number;
  used_at: number | null;
}

/* ---- meta ---- */

export type FieldType =
  | 'text' | 'long_text' | 'number' | 'money' | 'date' | 'datetime' | 'choice' | 'choices' | 'bool' | 'link' | 'email'
  | 'phone' | 'user' | 'contact' | 'status';

export interface Option {
  id: Id;
  code: string;
  label: string;
  colour: string | null;
  retired: boolean;
}

export interface Field {
  id: Id;
  code: string;
  type: FieldType;
  label: string;
  help: string | null;
  group: string | null;
  role: string | null;
  required: boolean;
  filterable: boolean;
  sortable: boolean;
  editable: boolean;
  nullable: boolean;
  ops: Op[];
  min: number | null;
  max: number | null;
  options: Option[];
}

export type StatusGroup = 'lead' | 'open' | 'success' | 'failed';

export interface Status {
  id: Id;
  group: StatusGroup;
  position: number;
  label: string;
  colour: string;
  role: string | null;
  cadence_days: number | null;
  cadence_label: string | null;
  stalled_days: number | null;
  probability_pct: number | null;
}

export interface TaskType {
  id: Id;
  code: string;
  label: string;
  icon: string;
  duration_min: number | null;
  reminder_min: number | null;
  is_contact: boolean;
}

export type ViewMode = 'list' | 'board' | 'box' | 'table';

/** Operators of conditions; which a field takes is in its `ops`. */
export type Op =
  | 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'between' | 'in' | 'not_in' | 'contains' | 'starts' | 'empty' | 'not_empty'
  | 'relative';

export type Scalar = string | number | boolean | null;

export interface FilterCondition {
  field: string;
  op: Op;
  value?: Scalar | Scalar[];
}
/** Groups of conditions: all hold, any holds, it does not hold. */
export type Filter = { all: Filter[] } | { any: Filter[] } | { not: Filter } | FilterCondition;

export interface ViewConfig {
  mode: ViewMode;
  filter?: Filter;
  q?: string;
  owner?: Id | 'none' | 'me' | 'all';
  status?: Id;
  group?: StatusGroup;
  cell?: number;
  sort?: string;
  desc?: boolean;
  columns?: { code: string; width: number }[];
}

export interface View {
  id: Id;
  module_id: Id;
  member_id: Id;
  label: string;
  shared: boolean;
  config: ViewConfig;
  version: number;
}

export type ModuleKind = 'autosales' | 'sales' | 'leads' | 'free';

export interface QualificationRule {
  then: 0 | 1 | 2;
  when: Filter;
}

export interface ModuleSettings {
  forgotten_days?: number;
  forgotten_days_by_role?: Record<string, number | null>;
  task_pauses?: boolean;
  review_months?: number;
  qualification_rules?: QualificationRule[];
  inactive_days?: number;
  dropped_days?: number;
}

export interface Module {
  id: Id;
  kind: ModuleKind;
  template: string;
  label: string;
  item_label: string;
  items_label: string;
  colour: string;
  icon: string;
  position: number;
  version: number;
  fixed: boolean;
  fixed_reason: string | null;
  has_key_fields: boolean;
  settings: ModuleSettings;
  groups: { group: StatusGroup; label: string }[];
  statuses: Status[];
  fields: Field[];
  task_types: TaskType[];
  views: View[];
}

export interface Account {
  id: Id;
  name: string;
  currency: string;
  country: string;
  zone: string;
  language: Language;
  name_order: 'given_first' | 'family_first';
}

export interface Meta {
  serial: number;
  account: Account;
  me: Member;
  members: Member[];
  modules: Module[];
  contact_fields: Field[];
}

/* ---- cards and tasks ---- */

export interface ContactBrief {
  id: Id;
  name: string;
  kind: 'person' | 'company';
  company: string | null;
  position?: string | null;
  email?: string | null;
  phone?: string | null;
}

/** JSON of a field's value: text, number, boolean, option ids; null = not set. */
export type FieldValue = string | number | boolean | number[] | null;
export type FieldValues = Record<string, FieldValue>;

export interface NextTask {
  id: Id;
  text: string;
  type_id: Id | null;
  assignee_id: Id | null;
  due_at: number | null;
  due_has_time: boolean;
  version: number;
}

export interface CardRow {
  id: Id;
  number: number;
  module_id: Id;
  status_id: Id;
  name: string;
  owner_id: Id | null;
  contact: { id: Id; name: string; kind: 'person' | 'company'; company: string | null } | null;
  company: { id: Id; name: string } | null;
  phone: string | null;
  email: string | null;
  value_minor: number | null;
  next_task: NextTask | null;
  next_due_at: number | null;
  n_open_tasks: number;
  qualification: number | null;
  rating: number | null;
  sales_state: number | null;
  last_contact_at: number | null;
  wake_at: number | null;
  review_due: boolean;
  stalled: boolean;
  status_at: number;
  created_at: number;
  updated_at: number;
  version: number;
  trashed_at: number | null;
  fields: FieldValues;
}

export interface CardBrief {
  id: Id;
  name: string;
  module_id?: Id;
  status_id: Id;
  number: number;
  value_minor?: number | null;
}

export interface CardLink {
  id: Id;
  card: CardBrief & { module_id: Id };
  kind: string;
  note: string | null;
}

export interface Task {
  id: Id;
  card_id: Id;
  text: string;
  type_id: Id | null;
  assignee_id: Id | null;
  due_at: number | null;
  due_has_time: boolean;
  duration_min: number | null;
  reminder_min: number | null;
  address: string | null;
  state: 'open' | 'done' | 'success' | 'failed';
  result: string | null;
  closed_at: number | null;
  closed_by: Id | null;
  created_at: number;
  created_by: Id;
  version: number;
}

export interface TaskIn {
  text?: string;
  type_id?: Id | null;
  assignee_id?: Id | null;
  due_at?: number | null;
  due_date?: string | null;
  duration_min?: number | null;
  reminder_min?: number | null;
  address?: string | null;
}

export interface Card extends CardRow {
  reason: string | null;
  wake_reason: string | null;
  qualified_at: number | null;
  qualified_by: Id | null;
  qualification_note: string | null;
  created_by: Id | null;
  updated_by: Id | null;
  source: string | null;
  permissions: { edit: boolean; trash: boolean; move: boolean };
  people: ContactBrief[];
  related: { module_id: Id; cards: CardBrief[] }[];
  links: CardLink[];
  tasks: Task[];
}

/** The undoable change a write made. */
export interface Change {
  id: Id;
  kind: string;
  n: number;
}

export interface ChangeRow extends Change {
  at: number;
  member_id: Id;
  summary: string;
  undone: boolean;
  undoable: boolean;
}

export interface CardCreate {
  name?: string;
  status_id?: Id;
  owner_id?: Id | null;
  contact_id?: Id | null;
  contact?: ContactIn;
  company?: ContactIn;
  value_minor?: number | null;
  source?: string;
  fields?: FieldValues;
  task?: TaskIn;
}

export type EventKind = 'fields' | 'status' | 'tasks' | 'contacts' | 'notes';

export interface CardEvent {
  id: Id;
  at: number;
  member_id: Id;
  kind: string;
  field: string | null;
  field_label: string | null;
  old: string | null;
  new: string | null;
  text: string | null;
  is_contact: boolean;
  change_id: Id | null;
  undoable: boolean;
  undone: boolean;
}

export type LogKind = 'call' | 'meeting' | 'note' | 'email' | 'sms' | 'form';

/* ---- lists ---- */

export interface Page<T> {
  rows: T[];
  next: string | null;
}

export type Day =
  | 'overdue' | 'today' | 'tomorrow' | 'this_week' | 'next_week' | 'later_month' | 'next_month' | 'later' | 'none';

/** What narrows a list of cards; the same words as in the address of the list page. */
export interface CardQuery {
  status?: Id;
  group?: StatusGroup;
  owner?: Id | 'none';
  cell?: number;
  q?: string;
  filter?: Filter;
  sort?: string;
  desc?: boolean;
  columns?: string[];
  day?: Day;
  trash?: boolean;
}

export interface DayGroup {
  day: Day;
  from_at: number | null;
  to_at: number | null;
  n: number;
  capped: boolean;
}

export interface Groups {
  now_at: number;
  groups: DayGroup[];
}

export interface Pipeline {
  statuses: { id: Id; n: number; value_minor: number }[];
  overdue: number;
}

export interface BoxCell {
  cell: number;
  qualification: number;
  rating: number;
  role: string;
  status_id: Id;
  n: number;
  value_minor: number;
  n_overdue: number;
  overdue_capped: boolean;
}

export interface BoardColumn {
  status_id: Id;
  n: number;
  value_minor: number;
  rows: CardRow[];
  next: string | null;
}

/* ---- contacts ---- */

export interface Point {
  id?: Id;
  kind: 'email' | 'phone' | 'web';
  value: string;
  label?: string | null;
  is_default?: boolean;
}

export interface Address {
  id?: Id;
  kind: string;
  street?: string | null;
  city?: string | null;
  postal_code?: string | null;
  county?: string | null;
  country?: string | null;
  is_default?: boolean;
}

export interface ContactIn {
  kind: 'person' | 'company';
  name?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  company_id?: Id | null;
  position?: string | null;
  tax_no?: string | null;
  eu_tax_no?: string | null;
  registration_no?: string | null;
  bank_account?: string | null;
  industry?: string | null;
  region?: string | null;
  employees?: number | null;
  revenue_minor?: number | null;
  founded_year?: number | null;
  tags?: string | null;
  note?: string | null;
  points?: Point[];
  addresses?: Address[];
}

export interface Contact extends Required<Omit<ContactIn, 'name'>> {
  id: Id;
  name: string;
  version: number;
  created_at: number;
  updated_at: number;
  trashed_at: number | null;
  company: { id: Id; name: string } | null;
  people: ContactBrief[];
  cards: (CardBrief & { module_id: Id })[];
}

export interface ContactRow {
  id: Id;
  kind: 'person' | 'company';
  name: string;
  company: string | null;
  email: string | null;
  phone: string | null;
  city: string | null;
  n_cards: number;
  updated_at: number;
}

export interface ContactQuery {
  kind?: 'person' | 'company';
  q?: string;
  company?: Id;
  sort?: 'name' | 'updated_at';
  trash?: boolean;
}

export interface Duplicate {
  id: Id;
  name: string;
  kind: 'person' | 'company';
  reason: 'email' | 'phone' | 'name';
}

export interface Hit {
  kind: 'card' | 'person' | 'company';
  id: Id;
  title: string;
  subtitle: string | null;
  module_id: Id | null;
  status_id: Id | null;
}

/* ---- bulk, jobs, import, home ---- */

export type BulkSelect = { ids: Id[] } | ({ all: true } & Omit<CardQuery, 'sort' | 'desc' | 'columns' | 'day' | 'trash'>);

export interface BulkIn {
  select: BulkSelect;
  expect: number;
  action: 'edit' | 'trash' | 'restore' | 'add_task' | 'close_tasks' | 'postpone_tasks';
  fields?: FieldValues;
  task?: TaskIn;
  days?: number;
  due_date?: string;
  state?: 'done' | 'success' | 'failed';
  result?: string;
}

export interface BulkOut {
  n: number;
  change_id: Id | null;
  job_id: Id | null;
  failed: { id: Id; detail: string }[];
}

export interface Job {
  id: Id;
  kind: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  progress: number;
  total: number;
  result: Record<string, unknown> | null;
  change_id: Id | null;
}

export type Encoding = 'utf-8' | 'windows-1250';
export type Delimiter = ',' | ';' | '\t';

export interface ImportColumn {
  index: number;
  header: string;
  samples: string[];
  n_filled: number;
  /** At most 50; empty when there are more. */
  distinct: string[];
  /** The type of field its values look like; "empty" when there are none. */
  kind: FieldType | 'empty';
}

export interface MappingColumn {
  header: string;
  to: string | null;
  new?: { label: string; type: FieldType; code?: string };
  /** Text in the file -> an option's code or label. */
  values?: Record<string, string>;
  create_options?: boolean;
  empty?: string[];
}

export interface Mapping {
  module?: string;
  encoding?: Encoding;
  delimiter?: Delimiter;
  /** Header of the column by which existing cards are found. */
  key?: string | null;
  /** E-mail of a member; null = nobody; absent = who imports. */
  owner?: string | null;
  /** Name of new cards, with headers in braces: "Lead {Number}". */
  name?: string;
  status?: string | null;
  columns: MappingColumn[];
  match_contacts?: boolean;
}

export interface ImportSample {
  row: number;
  kind: 'create' | 'update' | 'refuse';
  title: string;
  changes: { field: string; old: string | null; new: string | null }[];
  error?: string | null;
}

export interface ImportReport {
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  new_options: number;
  contacts_created: number;
  contacts_matched: number;
  sample: ImportSample[];
}

export interface Import {
  id: Id;
  module_id: Id;
  file_name: string;
  size_bytes: number;
  encoding: Encoding;
  delimiter: Delimiter;
  n_rows: number | null;
  state: 'uploaded' | 'previewed' | 'running' | 'done' | 'failed' | 'undone';
  columns: ImportColumn[];
  mapping: Mapping;
  report: ImportReport | null;
  job_id: Id | null;
  change_id: Id | null;
  created_at: number;
}

export interface HomeTeamRow {
  member_id: Id;
  overdue: number;
  today: number;
  must_close: number;
  open: number;
}

export interface Home {
  counts: { must_close: number; focus: number; actions_today: number; overdue: number };
  today: CardRow[];
  new_leads: CardRow[];
  must_close: CardRow[];
  forgotten_soon: CardRow[];
  team: HomeTeamRow[] | null;
}
