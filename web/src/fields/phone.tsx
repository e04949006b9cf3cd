import { TextBox } from './box';
import { TextFilter } from './filters';
import { telUrl } from './tel';
import type { EditProps, FieldType, ShowProps } from './type';

function PhoneShow({ value }: ShowProps) {
  if (typeof value !== 'string' || value === '') return null;
  return <a href={telUrl(value)}>{value}</a>;
}

function PhoneEdit(props: EditProps) {
  return <TextBox edit={props} type="tel" inputMode="tel" autoComplete="off" />;
}

export const phone: FieldType = { name: 'phone', Show: PhoneShow, Edit: PhoneEdit, Filter: TextFilter, words: 'text', linked: true };
