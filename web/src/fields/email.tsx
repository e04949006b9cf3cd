import { TextBox } from './box';
import { TextFilter } from './filters';
import type { EditProps, FieldType, ShowProps } from './type';

function EmailShow({ value }: ShowProps) {
  if (typeof value !== 'string' || value === '') return null;
  return <a href={`mailto:${encodeURIComponent(value).replace('%40', '@')}`}>{value}</a>;
}

function EmailEdit(props: EditProps) {
  return <TextBox edit={props} type="email" inputMode="email" autoComplete="off" />;
}

export const email: FieldType = { name: 'email', Show: EmailShow, Edit: EmailEdit, Filter: TextFilter, words: 'text', linked: true };
