import { Textarea } from '@mantine/core';
import { inputProps } from './box';
import { TextFilter } from './filters';
import classes from './fields.module.css';
import type { EditProps, FieldType, ShowProps } from './type';

function LongTextShow({ value }: ShowProps) {
  return <span className={classes['long']}>{typeof value === 'string' ? value : ''}</span>;
}

/** Enter makes a new line here; Ctrl+Enter or leaving the box keeps the text. */
function LongTextEdit(props: EditProps) {
  const text = typeof props.value === 'string' ? props.value : '';
  const commit = (): void => props.onCommit?.(text.trim() === '' ? null : text);
  return (
    <Textarea
      {...inputProps(props)}
      autosize
      minRows={2}
      maxRows={12}
      maxLength={props.field.max ?? undefined}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        props.onChange(typed === '' ? null : typed);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          commit();
        } else if (event.key === 'Escape' && props.onCancel) {
          event.stopPropagation();
          props.onCancel();
        }
      }}
    />
  );
}

export const longText: FieldType = {
  name: 'long_text', Show: LongTextShow, Edit: LongTextEdit, Filter: TextFilter, words: 'text',
};
