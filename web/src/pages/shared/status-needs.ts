/** Some statuses ask for something: a lost card for its reason, a deferred one for its date, others for what an administrator chose. */
import type { Problem } from '../../api/problem';
import type { CardRow, Field, Module, Status } from '../../api/types';
import { isEmpty } from '../../fields';
import { rowValue } from './card-actions';

const NEEDS: Record<string, string> = { lost: 'lost_reason', deferred: 'deferred_until' };

/** Asked anew with each move, whatever the card has: the reason of this loss, the date of this deferral. */
export function isAskedAnew(field: Field, status: Status): boolean {
  return field.role !== '' && NEEDS[status.role] === field.role;
}

/** What a card must have in the status. */
export function neededFields(module: Module, status: Status): Field[] {
  return module.fields.filter((field) => field.editable && (isAskedAnew(field, status) || status.needs.includes(field.code)));
}

/** What is to be asked for before the card moves, as far as the row says what it has; the server knows the rest. */
export function askedFields(module: Module, status: Status, row: CardRow): Field[] {
  const seen = (field: Field): boolean => field.id === 0 || field.code in row.fields;
  return neededFields(module, status).filter((field) => isAskedAnew(field, status) || (seen(field) && isEmpty(rowValue(row, field))));
}

/** The fields that a refused move still asks for. */
export function missingFields(module: Module, { body, field }: Problem): Field[] {
  const named = Array.isArray(body['missing']) ? body['missing'].map((one: { code: string }) => one.code) : [];
  const code = field?.startsWith('fields.') ? field.slice('fields.'.length) : undefined;
  return module.fields.filter((one) => named.includes(one.code) || (named.length === 0 && one.code === code && one.code !== 'status'));
}
