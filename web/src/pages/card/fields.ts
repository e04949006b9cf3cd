/** Which fields the middle column shows, in which groups. */
import type { Card, Field, FieldValue, Module } from '../../api/types';
import { rowValue } from '../shared/card-actions';

/** Shown elsewhere on the card: in the header, as key fields, or beside the customer. */
const elsewhere = new Set([
  'name', 'status', 'owner', 'number', 'sales_state', 'qualification', 'rating', 'qualification_note', 'next_due_at', 'company',
]);

export interface FieldGroup {
  label: string;
  fields: Field[];
}

/** The card's own fields first, in their groups' order; the fixed ones come first under the general heading. */
export function fieldGroups(module: Module, general: string): FieldGroup[] {
  return grouped(module.fields.filter((field) => !elsewhere.has(field.code)), general);
}

/** Fields by the names of their groups; those without one stand under the general heading. */
export function grouped(fields: readonly Field[], general: string): FieldGroup[] {
  const groups = new Map<string, Field[]>();
  for (const field of fields) {
    const label = field.id === 0 || !field.group ? general : field.group;
    groups.set(label, [...(groups.get(label) ?? []), field]);
  }
  return [...groups].map(([label, list]) => ({ label, fields: list }));
}

export function valueOf(card: Card, field: Field): FieldValue {
  return field.code === 'source' ? card.source : field.code === 'qualification_note' ? card.qualification_note : rowValue(card, field);
}
