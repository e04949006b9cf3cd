import { TextBox } from './box';
import { TextFilter } from './filters';
import type { EditProps, FieldType, ShowProps } from './type';

export function TextShow({ value }: ShowProps) {
  return <>{typeof value === 'string' ? value : ''}</>;
}

function TextEdit(props: EditProps) {
  return <TextBox edit={props} />;
}

export const text: FieldType = { name: 'text', Show: TextShow, Edit: TextEdit, Filter: TextFilter, words: 'text' };
