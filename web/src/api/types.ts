import type { components } from './types.gen';

/* The nouns of the API. They come from the server's own description (types.gen.ts, made by `npm run types`); here they get
 * short names, and what JSON Schema cannot say: filters, values of fields, settings. Times `…_at` are ms UTC, money
 * `…_minor` hundredths of the account's currency, null = not set. */

type S = components['schemas'];
type With<T, More> = Omit<T, keyof More> & More;

/** Seven days, Monday first; null = closed. */
export interface WorkHours { days: ({ from: string; to: string } | null)[]; holidays: string[] }
export type Id = number;
export type Member = S['Member'];
export type Language = Member['language'];
export type Role = Member['role'];
export type Theme = Member['theme'];
export type Right = 'export' | 'bulk' | 'import' | 'send' | 'configure' | 'manage';
export type Scope = 'none' | 'own' | 'team' | 'all';
export type Scopes = S['Scopes'];
export type Team = S['Team'];
export type RoleRights = With<S['Role'], {
  rights: Right[];
  modules: Record<string, Scopes>;
  fields: Record<string, Record<string, 'hidden' | 'read_only'>>;
}>;
export type Boot = With<S['Boot'], { languages: Language[] }>;
export type SetupIn = With<S['SetupIn'], { modules: string[] }>;
export type Session = S['Session'];
export type ApiKey = S['ApiKey'];
export type Backup = S['Backup'];
export type Security = S['Security'];
export type Sso = S['Sso'];
export type TwoStepKey = S['TwoStepKey'];
export type AuditRow = S['AuditRow'];
export type AuditKind = AuditRow['kind'];
export interface AuditFilter {
  kind?: AuditKind;
  member?: Id;
  from?: number;
  to?: number;
}

/* ---- meta ---- */

export type FieldType =
  | 'text' | 'long_text' | 'number' | 'money' | 'date' | 'datetime' | 'choice' | 'choices' | 'bool' | 'link' | 'email'
  | 'phone' | 'user' | 'contact' | 'file' | 'status';

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

export type Option = S['Option'];
export type Field = With<S['Field'], { type: FieldType; ops: Op[] }>;
export type Status = S['Status'];
export type StatusGroup = Status['group'];
export type TaskType = S['TaskType'];
export type ViewMode = S['ViewConfig']['mode'];
export type ViewConfig = With<
  S['ViewConfig'],
  {
    filter?: Filter | null;
    owner?: Id | 'none' | 'me' | 'all' | null;
    columns?: { code: string; width: number }[];
  }
>;
export type View = With<S['View'], { config: ViewConfig }>;

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
  due_hours?: DueHours;
}

/** Working hours by the codes of the priority's choices. */
export type DueHours = Partial<Record<string, { answer?: number; solution?: number }>>;

export type Module = With<S['Module'], { settings: ModuleSettings; fields: Field[]; views: View[] }>;
export type ModuleKind = Module['kind'];
export type Account = S['Account'];
export type Meta = With<S['Meta'], { modules: Module[]; contact_fields: Field[]; person_fields: Field[]; company_fields: Field[] }>;

/* ---- cards and tasks ---- */

/** JSON of a field's value: text, number, boolean, option ids; null = not set. */
export type FieldValue = string | number | boolean | number[] | null;
export type FieldValues = Record<string, FieldValue>;

export type NextTask = S['NextTask'];
export type CardRow = With<S['CardRow'], { fields: FieldValues }>;
export type Card = With<S['Card'], { fields: FieldValues }>;
export type ContactBrief = S['ContactBrief'];
export type CardBrief = S['CardBrief'];
export type RelatedCard = S['RelatedCard'];
export type CardLink = S['CardLink'];
export type Task = S['Task'];
export type TaskIn = S['TaskIn'];
/** The undoable change a write made; id 0 = nothing really changed. */
export type Change = S['Change'];
export type ChangeRow = S['ChangeRow'];
export type CardCreate = With<S['CardNew'], { fields?: FieldValues }>;
export type EventKind = 'fields' | 'status' | 'tasks' | 'contacts' | 'notes' | 'comments' | 'files';
export type CardEvent = S['Event'];
export type Comment = S['Comment'];
export type Attachment = S['Attachment'];
export type Notification = S['Notification'];
export type NotifyKind = Notification['kind'];
export type Push = S['Push'];
/** What files, comments and followers belong to. */
export interface Subject {
  kind: 'cards' | 'contacts';
  id: Id;
}
export type LogKind = S['LogIn']['kind'];

/* ---- lists ---- */

export interface Page<T> {
  rows: T[];
  next: string | null;
}

export type DayGroup = S['DayGroup'];
export type Day = DayGroup['day'];
export type Groups = S['DayGroups'];

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

export type Pipeline = S['Pipeline'];
export type BoxCell = S['BoxCell'];
export type BoardColumn = With<S['BoardColumn'], { rows: CardRow[] }>;

/* ---- contacts ---- */

export type Point = S['ContactPoint'];
export type Address = S['Address'];
export type ContactIn = S['ContactIn'];
export type Contact = S['Contact'];
export type ContactRow = S['ContactRow'];

export interface ContactQuery {
  kind?: 'person' | 'company';
  q?: string;
  company?: Id;
  tag?: Id;
  /** name, updated_at, or the code of an own field of the kind. */
  sort?: string;
  desc?: boolean;
  filter?: Filter | undefined;
  /** Codes of own fields of the kind. */
  columns?: string[];
  trash?: boolean;
}

export type Duplicate = S['Duplicate'];
export type DuplicatePair = S['DuplicatePair'];
export type Consent = S['Consent'];
export interface DuplicatesQuery {
  kind?: 'person' | 'company';
  state?: 'open' | 'two';
}
export type Hit = S['Hit'];

/* ---- bulk, jobs, import, home ---- */

export type BulkSelect = { ids: Id[] } | ({ all: true } & Omit<CardQuery, 'sort' | 'desc' | 'columns' | 'day'>);
export type BulkIn = With<S['BulkIn'], { select: BulkSelect; fields?: FieldValues }>;
export type BulkOut = S['BulkOut'];
export type Job = S['Job'];

export type Import = With<
  S['Import'],
  { delimiter: Delimiter; columns: ImportColumn[]; mapping: Mapping; report: ImportReport | null }
>;
export type Encoding = Import['encoding'];
export type Delimiter = ',' | ';' | '\t';
/** What is known of a column; `kind` is the type of field its values look like; `distinct` holds at most 50. */
export type ImportColumn = With<S['ImportColumn'], { kind: FieldType | 'empty' }>;
export type ImportReport = With<S['ImportReport'], { sample: ImportSample[] }>;
export type ImportSample = With<S['ImportSample'], { kind: 'create' | 'update' | 'refuse' }>;

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

export type HomeTeamRow = S['HomeTeam'];
export type Home = With<
  S['Home'],
  { today: CardRow[]; new_leads: CardRow[]; must_close: CardRow[]; forgotten_soon: CardRow[] }
>;

/* ---- the shape of modules, as administrators edit it ---- */
export type Label = S['Label'];
export type ModuleBrief = S['ModuleBrief'];
export type ModuleShape = S['ModuleShape'];
export type StatusShape = S['StatusShape'];
export type FieldShape = S['FieldShape'];
export type OptionShape = S['OptionShape'];
export type Template = S['Template'];
export type TaskTypeShape = ModuleShape['task_types'][number];

export type ChecklistItem = S['ChecklistItem'];
export type CalendarPage = S['CalendarPage'];
export type TaskRow = S['TaskRow'];
