import { Checkbox, NumberInput, Select, SimpleGrid, Text } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../../api/client';
import { asProblem, problemOf } from '../../../api/problem';
import type { Field, FieldShape, FieldValue, ModuleShape } from '../../../api/types';
import { FieldEdit } from '../../../fields';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { FormulaEdit } from './FormulaEdit';
import { contactKind } from './contact-kind';
import { isBlank, labelText } from './label';
import { LabelInput } from './LabelInput';
import type { DraftOption } from './OptionList';
import { OptionList } from './OptionList';
import { ShapeForm } from './ShapeForm';
import { StaleNote } from './StaleNote';
import { useShaping } from './useShape';

export const fieldTypeNames = [
  'text', 'long_text', 'number', 'money', 'date', 'datetime', 'choice', 'choices', 'bool', 'link', 'email', 'phone', 'user', 'contact', 'file',
] as const;
export type FieldTypeName = (typeof fieldTypeNames)[number];
/** Types that people and companies do not have. */
const cardsOnly = ['file', 'computed'];
const limited = ['text', 'long_text', 'number', 'money'];
const unique = ['text', 'number', 'money', 'date', 'datetime', 'link', 'email', 'phone'];

type Values = Pick<FieldShape, 'label' | 'help' | 'required' | 'required_from' | 'read_only' | 'unique' | 'filterable' | 'min' | 'max'>
  & { default: FieldValue; options: DraftOption[]; formula: string };

function valuesOf(field: FieldShape): Values {
  const { label, help, required, required_from, read_only, filterable, min, max } = field;
  return {
    label, help, required, required_from, read_only, unique: field.unique, filterable, min, max,
    default: (field.default ?? null) as FieldValue, formula: field.formula ?? '',
    options: field.options.map(({ id, label: text, colour, retired }) => ({ key: String(id), id, label: text, colour, retired })),
  };
}
const fresh: Values = {
  label: {}, help: {}, required: false, required_from: null, read_only: false, unique: false, filterable: false, min: null, max: null, default: null, options: [], formula: '',
};

/** The field as the editors of values know it, for its default. */
function asField(type: FieldTypeName, values: Values, language: string): Field {
  return {
    id: 1, code: 'default', type, label: labelText(values.label, language), help: '', group: '', role: '', required: false, filterable: true, sortable: false,
    editable: true, nullable: true, ops: [], min: values.min, max: values.max,
    options: values.options.flatMap((one) => (one.id === undefined || one.retired ? [] : [{ id: one.id, code: '', label: labelText(one.label, language), colour: one.colour, retired: false }])),
  };
}

function Default({ type, values, error, onChange }: {
  type: FieldTypeName;
  values: Values;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
}) {
  const t = useTexts('shape');
  const language = useLanguage();
  const word = type === 'date' || type === 'datetime' ? 'now' : type === 'user' ? 'me' : null;
  if (type === 'contact' || type === 'file') return null;
  return (
    <div>
      {word !== null && (
        <Checkbox
          mb="xs"
          label={t(word === 'now' ? 'field.default_now' : 'field.default_me')}
          checked={values.default === word}
          onChange={(event) => { onChange(event.currentTarget.checked ? word : null); }}
        />
      )}
      {(word === null || values.default !== word) && (
        <FieldEdit field={asField(type, values, language)} value={values.default} label={t('field.default')} error={error} onChange={onChange} />
      )}
    </div>
  );
}

type Made = Omit<Parameters<typeof api.contacts.addField>[0], 'kind'>;

/** The place of the fields of people or of companies makes itself with its first field. */
function addField(shape: ModuleShape, values: Made) {
  const kind = contactKind(shape);
  return kind ? api.contacts.addField({ kind, ...values }) : api.modules.addField(shape.id, values);
}

/** One field of a module, or of people or companies: made, or changed. */
export function FieldForm({ shape, field, group, onDone }: {
  shape: ModuleShape;
  /** null: a new one in the group. */
  field: FieldShape | null;
  group?: FieldShape['group'];
  onDone: () => void;
}) {
  const t = useTexts(['shape', 'common']);
  const language = useLanguage();
  const [type, setType] = useState<FieldTypeName | 'computed'>(field && field.formula !== null ? 'computed' : ((field?.type ?? 'text') as FieldTypeName));
  const [values, setValues] = useState<Values>(field ? valuesOf(field) : fresh);
  const [version, setVersion] = useState(field?.version ?? 0);
  const set = (change: Partial<Values>): void => { setValues({ ...values, ...change }); };
  const contacts = contactKind(shape) !== null;
  const choosing = type === 'choice' || type === 'choices';
  const save = useShaping((at: number) => {
    const { options, min, max, default: dflt, formula, ...rest } = values;
    const { label: name, help, filterable } = rest;
    const { required_from, ...own } = rest;
    const sent = type === 'computed' ? { label: name, help, filterable, formula } : {
      ...own, default: dflt, ...(contacts ? {} : { required_from }),
      ...(limited.includes(type) ? { min, max } : {}),
      ...(choosing ? { options: options.map(({ id, label, colour, retired }) => ({ ...(id === undefined ? {} : { id }), label, colour, retired })) } : {}),
    };
    return field ? api.fields.edit(field.id, { ...sent, version: at }) : addField(shape, { ...sent, type, ...(group && !isBlank(group) ? { group } : {}) });
  }, {
    says: () => t(field ? 'field.saved' : 'field.added', { field: labelText(values.label, language) }),
    done: onDone,
  });
  const part = (name: string): string | undefined => problemOf(save.error, name);
  const problem = save.error ? asProblem(save.error) : null;
  const optionError = problem?.field?.startsWith('options') === true ? problem.message : undefined;
  return (
    <ShapeForm label={values.label} busy={save.isPending} onSave={() => { save.mutate(version); }} onDone={onDone}>
      {!field && (
        <Select
          label={t('field.type')}
          allowDeselect={false}
          data={[...fieldTypeNames, 'computed' as const].filter((name) => !contacts || !cardsOnly.includes(name)).map((name) => ({ value: name, label: t(`types.${name}`) }))}
          value={type}
          error={part('type')}
          onChange={(next) => {
            setType((next ?? 'text') as FieldTypeName | 'computed');
            set({ default: null });
          }}
        />
      )}
      <LabelInput label={t('field.label')} required value={values.label} error={part('label')} onChange={(label) => { set({ label }); }} />
      <LabelInput label={t('field.help')} value={values.help} error={part('help')} onChange={(help) => { set({ help }); }} />
      {choosing && <OptionList options={values.options} error={optionError} onChange={(options) => { set({ options }); }} />}
      {type === 'computed' ? (
        <FormulaEdit moduleId={shape.id} fieldId={field?.id} value={values.formula} error={part('formula')} onChange={(formula) => { set({ formula }); }} />
      ) : (
        <>
          <Default type={type} values={values} error={part('default')} onChange={(value) => { set({ default: value }); }} />
          {limited.includes(type) && (
            <SimpleGrid cols={2}>
              {!type.endsWith('text') && (
                <NumberInput label={t('field.min')} allowDecimal={false} value={values.min ?? ''} error={part('min')} onChange={(min) => { set({ min: typeof min === 'number' ? min : null }); }} />
              )}
              <NumberInput
                label={t(type.endsWith('text') ? 'field.max_chars' : 'field.max')}
                allowDecimal={false}
                value={values.max ?? ''}
                error={part('max')}
                onChange={(max) => { set({ max: typeof max === 'number' ? max : null }); }}
              />
            </SimpleGrid>
          )}
          <Checkbox label={t('field.required')} checked={values.required} onChange={(event) => { set({ required: event.currentTarget.checked }); }} />
          {!contacts && (
            <Select
              label={t('field.required_from')}
              clearable
              placeholder={t('field.required_never')}
              data={shape.statuses.map((status) => ({ value: String(status.id), label: labelText(status.label, language) }))}
              value={values.required_from === null ? null : String(values.required_from)}
              error={part('required_from')}
              onChange={(id) => { set({ required_from: id === null ? null : Number(id) }); }}
            />
          )}
          <Checkbox label={t('field.read_only')} description={t('field.read_only_text')} checked={values.read_only} error={part('read_only')} onChange={(event) => { set({ read_only: event.currentTarget.checked }); }} />
          {unique.includes(type) && (
            <Checkbox label={t('field.unique')} checked={values.unique} error={part('unique')} onChange={(event) => { set({ unique: event.currentTarget.checked, filterable: values.filterable || event.currentTarget.checked }); }} />
          )}
        </>
      )}
      <Checkbox label={t('field.filterable')} description={t('field.filterable_text')} checked={values.filterable} error={part('filterable')} onChange={(event) => { set({ filterable: event.currentTarget.checked }); }} />
      <StaleNote
        error={save.error}
        names={{ label: t('field.label'), help: t('field.help'), required: t('field.required'), filterable: t('field.filterable'), unique: t('field.unique'), read_only: t('field.read_only'), default: t('field.default'), required_from: t('field.required_from'), settings: t('formula.label') }}
        onMine={() => { save.mutate(0); }}
        onTheirs={() => {
          const now = shape.fields.find((one) => one.id === field?.id);
          save.reset();
          if (!now) return;
          setValues(valuesOf(now));
          setVersion(now.version);
        }}
      />
      {problem && !problem.stale && problem.field === undefined && (
        <Text size="sm" c="var(--c-late)" role="alert">
          {problem.message}
        </Text>
      )}
    </ShapeForm>
  );
}
