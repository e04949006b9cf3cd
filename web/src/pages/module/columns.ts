/** The table's columns: which, in what order, how wide. Kept in the address and in saved views. */
import type { Field, FieldType, Module } from '../../api/types';

export interface Column {
  code: string;
  width: number;
}

export const MIN_WIDTH = 64;
export const MAX_WIDTH = 800;
export const MAX_COLUMNS = 40;

/** The first column is the card itself; it stays and stands still when the table scrolls sideways. */
export const FIRST = 'name';

const WIDTHS: Partial<Record<FieldType, number>> = {
  number: 110, money: 130, date: 120, datetime: 150, bool: 80, user: 150, status: 160, choice: 150, long_text: 240,
  email: 200, phone: 150, link: 180,
};

export function defaultWidth(field: Field): number {
  return field.code === FIRST ? 260 : (WIDTHS[field.type] ?? 180);
}

export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

export function encodeColumns(columns: readonly Column[]): string {
  return columns.map((column) => `${column.code}:${column.width}`).join(',');
}

export function decodeColumns(text: string): Column[] {
  const seen = new Set<string>();
  const out: Column[] = [];
  for (const part of text.split(',')) {
    const cut = part.lastIndexOf(':');
    const code = cut < 0 ? part : part.slice(0, cut);
    const width = cut < 0 ? NaN : Number(part.slice(cut + 1));
    if (!/^[a-z][a-z0-9_.]*$/.test(code) || seen.has(code) || out.length >= MAX_COLUMNS) continue;
    seen.add(code);
    out.push({ code, width: Number.isFinite(width) ? clampWidth(width) : 0 });
  }
  return out;
}

const DEFAULT_CODES = ['name', 'status', 'contact', 'qualification', 'rating', 'value', 'owner', 'next_due_at', 'last_contact_at'];

export function defaultColumns(fields: readonly Field[]): Column[] {
  return DEFAULT_CODES.flatMap((code) => {
    const field = fields.find((one) => one.code === code);
    return field ? [{ code, width: defaultWidth(field) }] : [];
  });
}

/** All fields a column can show: the module's own and those of its customers. */
export function columnFields(module: Module, contactFields: readonly Field[]): Field[] {
  return [...module.fields, ...contactFields.filter((field) => field.code.startsWith('contact.'))];
}

/** Columns of an address or view, without fields that are gone, the card's name always first. */
export function resolveColumns(text: string | undefined, fields: readonly Field[]): Column[] {
  const wanted = text ? decodeColumns(text) : [];
  const known = wanted.flatMap((column) => {
    const field = fields.find((one) => one.code === column.code);
    return field ? [{ code: column.code, width: column.width || defaultWidth(field) }] : [];
  });
  if (known.length === 0) return defaultColumns(fields);
  const first = known.find((column) => column.code === FIRST);
  const name = fields.find((field) => field.code === FIRST);
  const head = first ?? (name ? { code: FIRST, width: defaultWidth(name) } : null);
  const rest = known.filter((column) => column.code !== FIRST);
  return head ? [head, ...rest] : rest;
}

export function moveColumn(columns: readonly Column[], code: string, toIndex: number): Column[] {
  const from = columns.findIndex((column) => column.code === code);
  if (from < 1) return [...columns];
  const moved = columns[from];
  if (!moved) return [...columns];
  const rest = columns.filter((column) => column.code !== code);
  const at = Math.min(Math.max(1, toIndex), rest.length);
  return [...rest.slice(0, at), moved, ...rest.slice(at)];
}

export function resizeColumn(columns: readonly Column[], code: string, width: number): Column[] {
  return columns.map((column) => (column.code === code ? { code, width: clampWidth(width) } : column));
}

export function toggleColumn(columns: readonly Column[], field: Field): Column[] {
  if (field.code === FIRST) return [...columns];
  if (columns.some((column) => column.code === field.code)) return columns.filter((column) => column.code !== field.code);
  if (columns.length >= MAX_COLUMNS) return [...columns];
  return [...columns, { code: field.code, width: defaultWidth(field) }];
}

/** Codes to ask the server for: what a list row does not carry anyway. */
export function requestedColumns(columns: readonly Column[], fields: readonly Field[]): string[] {
  return columns
    .filter(({ code }) => code.startsWith('contact.') || (fields.find((field) => field.code === code)?.id ?? 0) > 0)
    .map(({ code }) => code);
}
