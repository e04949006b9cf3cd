import { Select, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { api } from '../../../api/client';
import { keys } from '../../../api/queries';
import type { Id } from '../../../api/types';
import { useMeta } from '../../../meta/meta';
import { useTexts } from '../../../ui/useTexts';
import type { FieldTypeName } from './FieldForm';
import classes from './shape.module.css';

const usable = ['number', 'money', 'text', 'long_text', 'date', 'datetime', 'bool', 'choice', 'status', 'email', 'phone', 'link'];
const unusable = ['next_due_at', 'updated_at'];
const ofCustomer = ['contact.name', 'contact.industry', 'contact.region', 'contact.employees', 'contact.revenue'];
const functions = [
  'if(…, …, …)', 'concat(…, …)', 'round(…, 2)', 'min(…, …)', 'max(…, …)', 'days(…, …)', 'add_days(…, …)', 'today()', 'empty(…)', 'first(…, …)',
  'abs(…)', 'year(…)', 'month(…)', 'money(…)', 'number(…)',
];

interface Props {
  moduleId: Id;
  /** The field it belongs to; undefined: a new one. */
  fieldId: Id | undefined;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** A formula with what it gives on real cards while it is typed, or where it is wrong. */
export function FormulaEdit({ moduleId, fieldId, value, error, onChange }: Props) {
  const t = useTexts('shape');
  const meta = useMeta();
  const box = useRef<HTMLTextAreaElement>(null);
  const [formula] = useDebouncedValue(value.trim(), 300);
  const tried = useQuery({
    queryKey: [...keys.shapes, moduleId, 'formula', fieldId ?? 0, formula],
    queryFn: () => api.modules.tryFormula(moduleId, { formula, ...(fieldId === undefined ? {} : { field_id: fieldId }) }),
    enabled: formula !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const insert = (text: string): void => {
    const at = box.current?.selectionStart ?? value.length;
    onChange(value.slice(0, at) + text + value.slice(box.current?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  const own = (meta.module(moduleId)?.fields ?? []).filter((field) => !unusable.includes(field.code) && (field.id === 0 || field.id !== fieldId));
  const fields = [...own, ...ofCustomer.flatMap((code) => meta.field(moduleId, code) ?? [])].filter((field) => usable.includes(field.type));
  const wrong = formula === '' ? undefined : tried.data?.error;
  // What stands there, in characters as the server counts them.
  const place = wrong ? [...formula].slice(wrong.at, wrong.at + Math.max(wrong.length, 1)).join('') : '';
  const result = formula !== '' && tried.data?.type != null ? tried.data : undefined;
  return (
    <div>
      <Textarea
        ref={box}
        label={t('formula.label')}
        description={t('formula.text')}
        placeholder="value * 0.27"
        required
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        spellCheck={false}
        classNames={{ input: classes['formula'] ?? '' }}
        value={value}
        error={error ?? (wrong ? `${wrong.detail}${place === '' ? '' : ` (${t('formula.place', { n: wrong.at + 1 })}: ${place})`}` : undefined)}
        onChange={(event) => { onChange(event.currentTarget.value); }}
      />
      <div className={classes['pickers']}>
        <Select
          size="xs"
          aria-label={t('formula.insert_field')}
          placeholder={t('formula.insert_field')}
          searchable
          value={null}
          data={fields.map((field) => ({ value: field.code, label: `${field.label} (${field.code})` }))}
          onChange={(code) => { if (code !== null) insert(code); }}
        />
        <Select
          size="xs"
          aria-label={t('formula.insert_function')}
          placeholder={t('formula.insert_function')}
          value={null}
          data={functions}
          onChange={(text) => { if (text !== null) insert(text); }}
        />
      </div>
      {result && (
        <div role="status" className={classes['tried']}>
          <Text size="xs" c="dimmed">{t('formula.gives', { type: t(`types.${(result.type ?? 'text') as FieldTypeName}`) })}</Text>
          {result.samples.map((sample) => (
            <Text size="sm" key={sample.id}>
              {sample.name}: <strong>{sample.text === '' ? t('formula.nothing') : sample.text}</strong>
            </Text>
          ))}
        </div>
      )}
    </div>
  );
}
