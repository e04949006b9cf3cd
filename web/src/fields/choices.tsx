import classes from './fields.module.css';
import { choiceFilter, optionItems, OptionLabel } from './choice';
import { OptionMultiSelect } from './option-select';
import type { EditProps, FieldType, ShowProps } from './type';

function ChoicesShow({ field, value }: ShowProps) {
  if (!Array.isArray(value)) return null;
  return (
    <span className={classes['several']}>
      {value.map((id) => (
        <span key={id} className={classes['tag']}>
          <OptionLabel field={field} id={id} />
        </span>
      ))}
    </span>
  );
}

function ChoicesEdit(props: EditProps) {
  const kept = Array.isArray(props.value) ? props.value : [];
  return <OptionMultiSelect edit={props} items={optionItems(props.field, kept)} />;
}

export const choices: FieldType = {
  name: 'choices', Show: ChoicesShow, Edit: ChoicesEdit, Filter: choiceFilter, words: 'choice',
};
