import type { ComponentType, ReactNode } from 'react';
import type { Field, FieldType as FieldTypeName, FieldValue, Module, Op, Scalar } from '../meta/types';

/** What a filter condition compares with: one value, or several for "between" and "one of". */
export type FilterValue = Scalar | Scalar[] | undefined;

export interface ShowProps {
  field: Field;
  value: FieldValue | undefined;
  /** The statuses of a status field are those of its module. */
  module?: Module | undefined;
  /** The name behind a contact's id, when the caller already has it. */
  text?: string | undefined;
}

export interface EditProps {
  field: Field;
  value: FieldValue | undefined;
  module?: Module | undefined;
  /** Each change while typing. */
  onChange: (value: FieldValue) => void;
  /** The person is done: Enter, leaving the box, or a choice made. */
  onCommit?: ((value: FieldValue) => void) | undefined;
  /** Escape: put everything back. */
  onCancel?: (() => void) | undefined;
  autoFocus?: boolean | undefined;
  size?: 'xs' | 'sm' | undefined;
  label?: ReactNode;
  error?: ReactNode;
  /** The name for screen readers where no label is shown. */
  ariaLabel?: string | undefined;
  text?: string | undefined;
  id?: string | undefined;
}

export interface FilterProps {
  field: Field;
  op: Op;
  value: FilterValue;
  module?: Module | undefined;
  onChange: (value: FilterValue) => void;
}

/** Which words its operators take: "is before" for dates, "is less than" for numbers. */
export type OpWords = 'text' | 'number' | 'date' | 'choice' | 'bool';

/** One record per field type: how a value is shown, edited and filtered by. */
export interface FieldType {
  name: FieldTypeName;
  Show: ComponentType<ShowProps>;
  Edit: ComponentType<EditProps>;
  Filter: ComponentType<FilterProps>;
  words: OpWords;
  /** Right-aligned in tables. */
  numeric?: boolean;
  /** Edited by one click, without opening an editor (check boxes). */
  direct?: boolean;
  /** Its editor stands in the value's place at all times (files: there is nothing to open). */
  standing?: boolean;
  /** Shown as a link that is followed by a click, so editing has a button of its own. */
  linked?: boolean;
}
