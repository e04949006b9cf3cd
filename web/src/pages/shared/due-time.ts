import type { CardRow, Field, Module } from '../../api/types';

/* The next due time of a ticket: which field holds it, and how near it is. */

const SOON_MAX = 2 * 3_600_000;

const fields = new WeakMap<Module, Field | null>();

/** The field that holds it, where the module has one that I may see. Looked up once: rows by the hundred ask. */
export function dueField(module: Module): Field | null {
  let field = fields.get(module);
  if (field === undefined) {
    field = module.fields.find((one) => one.role === 'due_next') ?? null;
    fields.set(module, field);
  }
  return field;
}

export type Nearness = 'far' | 'soon' | 'late';

/** Near in its last quarter, at most two hours before: when the server tells the owner, too. */
export function nearness(at: number, createdAt: number, now: number): Nearness {
  if (at <= now) return 'late';
  return at - now <= Math.min(Math.max((at - createdAt) / 4, 0), SOON_MAX) ? 'soon' : 'far';
}

/** When it is, or null while none runs. */
export function dueTime(row: Pick<CardRow, 'fields'>, module: Module): number | null {
  const field = dueField(module);
  const at = field ? row.fields[field.code] : null;
  return typeof at === 'number' ? at : null;
}
