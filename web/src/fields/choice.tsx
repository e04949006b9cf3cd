import { StatusLabel } from '../ui/Status';
import type { Field } from '../meta/types';
import { optionFilter } from './filters';
import type { Item } from './option-select';
import { OptionSelect } from './option-select';
import type { EditProps, FieldType, ShowProps } from './type';

/** Options that may be chosen: retired ones only while they are the value. */
export function optionItems(field: Field, kept: readonly number[] = []): Item[] {
  return field.options
    .filter((option) => !option.retired || kept.includes(option.id))
    .map((option) => ({
      id: option.id, label: option.label, colour: option.colour,
      // Forgotten is set by the system alone.
      disabled: field.code === 'sales_state' && option.code === 'forgotten',
    }));
}

export function OptionLabel({ field, id }: { field: Field; id: number }) {
  const option = field.options.find((one) => one.id === id);
  if (!option) return null;
  return option.colour ? <StatusLabel colour={option.colour} label={option.label} /> : <>{option.label}</>;
}

function ChoiceShow({ field, value }: ShowProps) {
  return typeof value === 'number' ? <OptionLabel field={field} id={value} /> : null;
}

function ChoiceEdit(props: EditProps) {
  const kept = typeof props.value === 'number' ? [props.value] : [];
  return <OptionSelect edit={props} items={optionItems(props.field, kept)} />;
}

function useAllOptions({ field }: { field: Field }): Item[] {
  return field.options.map(({ id, label, colour }) => ({ id, label, colour }));
}

export const choiceFilter = optionFilter(useAllOptions);

export const choice: FieldType = {
  name: 'choice', Show: ChoiceShow, Edit: ChoiceEdit, Filter: choiceFilter, words: 'choice',
};
