import { createContext, useContext } from 'react';
import type { Field, Id, Member, Meta, Module, Option, Right, Status, TaskType } from '../api/types';

/* The account's definitions (modules, statuses, fields, people) with look-ups. Loaded once, kept fresh by the live stream. */

function byId<T extends { id: Id }>(list: T[]): Map<Id, T> {
  return new Map(list.map((item) => [item.id, item]));
}

export class MetaIndex {
  readonly meta: Meta;
  readonly modules: Module[];
  private readonly moduleMap: Map<Id, Module>;
  private readonly memberMap: Map<Id, Member>;
  private readonly statusMap: Map<Id, Status>;
  private readonly taskTypeMap: Map<Id, TaskType>;
  private readonly fieldMaps = new Map<Id, Map<string, Field>>();
  private readonly contactFieldMap: Map<string, Field>;

  constructor(meta: Meta) {
    this.meta = meta;
    this.modules = meta.modules.toSorted((a, b) => a.position - b.position);
    this.moduleMap = byId(meta.modules);
    this.memberMap = byId(meta.members);
    this.statusMap = byId(meta.modules.flatMap((module) => module.statuses));
    this.taskTypeMap = byId(meta.modules.flatMap((module) => module.task_types));
    for (const module of meta.modules) {
      this.fieldMaps.set(module.id, new Map(module.fields.map((field) => [field.code, field])));
    }
    this.contactFieldMap = new Map(meta.contact_fields.map((field) => [field.code, field]));
  }

  get me(): Member {
    return this.meta.me;
  }
  get account() {
    return this.meta.account;
  }
  module(id: Id): Module | undefined {
    return this.moduleMap.get(id);
  }
  member(id: Id | null): Member | undefined {
    return id === null ? undefined : this.memberMap.get(id);
  }
  status(id: Id): Status | undefined {
    return this.statusMap.get(id);
  }
  taskType(id: Id | null): TaskType | undefined {
    return id === null ? undefined : this.taskTypeMap.get(id);
  }
  /** Those that new tasks can have. */
  taskTypes(module: Module): TaskType[] {
    return module.task_types.filter((type) => !type.retired);
  }
  /** A field of a module by its code; "contact.city" and the like are the contact's. */
  field(module: Id, code: string): Field | undefined {
    return this.fieldMaps.get(module)?.get(code) ?? this.contactFieldMap.get(code);
  }
  option(field: Field | undefined, id: Id | null): Option | undefined {
    return id === null ? undefined : field?.options.find((option) => option.id === id);
  }
  /** The fields that this account gave to people, or to companies. */
  ownFields(kind: 'person' | 'company'): Field[] {
    return kind === 'person' ? this.meta.person_fields : this.meta.company_fields;
  }
  /** Statuses of a module in the pipeline's order. */
  statuses(module: Id): Status[] {
    const order = ['lead', 'open', 'success', 'failed'];
    return (this.module(module)?.statuses ?? []).toSorted(
      (a, b) => order.indexOf(a.group) - order.indexOf(b.group) || a.position - b.position,
    );
  }
  /** Members who can own a card or do a task: everybody who can log in. */
  get activeMembers(): Member[] {
    return this.meta.members.filter((member) => member.active);
  }
  get isAdministrator(): boolean {
    return this.me.role === 'administrator';
  }
  get isManager(): boolean {
    return this.may('manage');
  }
  /** What my role may beside its work on cards. */
  may(right: Right): boolean {
    return this.meta.rights.includes(right);
  }
  get teams() {
    return this.meta.teams;
  }
}

const indexes = new WeakMap<Meta, MetaIndex>();

export function indexOf(meta: Meta): MetaIndex {
  let index = indexes.get(meta);
  if (!index) {
    index = new MetaIndex(meta);
    indexes.set(meta, index);
  }
  return index;
}

const MetaContext = createContext<MetaIndex | null>(null);
export const MetaProvider = MetaContext.Provider;

/** Only below the frame, which has loaded it. */
export function useMeta(): MetaIndex {
  const meta = useContext(MetaContext);
  if (!meta) throw new Error('useMeta outside of the frame');
  return meta;
}
