import { TextInput } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { FieldValue } from '../meta/types';
import type { EditProps } from './type';

/** Keys every one-line editor answers to: Enter keeps, Escape restores. Leaving the box keeps, too. */
export function commitKeys(
  commit: (() => void) | undefined,
  cancel: (() => void) | undefined,
): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key === 'Enter' && commit) {
      event.preventDefault();
      event.stopPropagation();
      commit();
    } else if (event.key === 'Escape' && cancel) {
      event.preventDefault();
      event.stopPropagation();
      cancel();
    }
  };
}

/** What all editors hand to their input. */
export function inputProps(props: EditProps): {
  size: 'xs' | 'sm';
  autoFocus?: boolean;
  label?: EditProps['label'];
  error?: EditProps['error'];
  'aria-label'?: string;
  id?: string;
} {
  return {
    size: props.size ?? 'sm',
    ...(props.autoFocus ? { autoFocus: true, 'data-autofocus': true } : {}),
    ...(props.label ? { label: props.label } : { 'aria-label': props.ariaLabel ?? props.field.label }),
    ...(props.error ? { error: props.error } : {}),
    ...(props.id ? { id: props.id } : {}),
  };
}

/** The one-line text editor behind text, link, e-mail and phone fields. */
export function TextBox({ edit, ...input }: { edit: EditProps } & Omit<TextInputProps, 'value' | 'onChange'>) {
  const text = typeof edit.value === 'string' ? edit.value : '';
  const toValue = (typed: string): FieldValue => (typed.trim() === '' ? null : typed);
  const commit = edit.onCommit && (() => edit.onCommit?.(toValue(text)));
  return (
    <TextInput
      {...inputProps(edit)}
      {...input}
      maxLength={edit.field.max ?? undefined}
      value={text}
      onChange={(event) => {
        edit.onChange(toValue(event.currentTarget.value) === null ? null : event.currentTarget.value);
      }}
      onKeyDown={commitKeys(commit, edit.onCancel)}
      onBlur={commit}
    />
  );
}
