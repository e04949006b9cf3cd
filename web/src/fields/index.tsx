import type { FieldType as FieldTypeName } from '../meta/types';
import { bool } from './bool';
import { choice } from './choice';
import { choices } from './choices';
import { contact } from './contact';
import { date } from './date';
import { datetime } from './datetime';
import { email } from './email';
import { file } from './file';
import { link } from './link';
import { longText } from './long-text';
import { money } from './money';
import { number } from './number';
import { phone } from './phone';
import { status } from './status';
import { text } from './text';
import type { EditProps, FieldType, FilterProps, ShowProps } from './type';
import { user } from './user';

export type { EditProps, FieldType, FilterProps, FilterValue, ShowProps } from './type';

/** The list of field types: a new one is a file and a line here. */
export const fieldTypes: Record<FieldTypeName, FieldType> = {
  text, long_text: longText, number, money, date, datetime, choice, choices, bool, link, email, phone, user, contact, file, status,
};

export function FieldShow(props: ShowProps) {
  const { Show } = fieldTypes[props.field.type];
  return <Show {...props} />;
}

export function FieldEdit(props: EditProps) {
  const { Edit } = fieldTypes[props.field.type];
  return <Edit {...props} />;
}

export function FieldFilter(props: FilterProps) {
  const { Filter } = fieldTypes[props.field.type];
  return <Filter {...props} />;
}

export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
