import { Checkbox, Select, Stack, TagsInput, Text } from '@mantine/core';
import { Fragment } from 'react';
import type { Field, ImportColumn, MappingColumn } from '../../api/types';
import classes from './import.module.css';
import type { Meaning } from './mapping';
import { meaningOf, withMeaning } from './mapping';
import { useTexts } from '../../ui/useTexts';

interface Props {
  column: MappingColumn;
  stats: ImportColumn;
  field: Field | undefined;
  choice: boolean;
  onChange: (column: MappingColumn) => void;
}

const words = { empty: '\u0000empty', new: '\u0000new', unknown: '\u0000unknown' };

function fromWord(word: string): Meaning {
  if (word === words.empty) return { kind: 'empty' };
  if (word === words.new) return { kind: 'new' };
  return word === words.unknown ? { kind: 'unknown' } : { kind: 'option', to: word };
}

function Values({ column, stats, field, onChange }: Omit<Props, 'choice'>) {
  const t = useTexts('import');
  const canCreate = field === undefined || field.id !== 0;
  const options = (field?.options ?? [])
    .filter((option) => !option.retired)
    .map((option) => ({ value: option.code === '' ? option.label : option.code, label: option.label }));
  const data = [
    ...options,
    column.create_options === true
      ? { value: words.new, label: t('columns.value_new') }
      : { value: words.unknown, label: t('columns.value_refuse') },
    { value: words.empty, label: t('columns.value_empty') },
  ];
  return (
    <Stack gap="sm">
      {canCreate && (
        <Checkbox
          label={t('columns.create')}
          checked={column.create_options ?? false}
          onChange={(event) => {
            onChange({ ...column, create_options: event.currentTarget.checked });
          }}
        />
      )}
      <div className={classes['values']} role="group" aria-label={t('columns.values_of', { column: column.header })}>
        {stats.distinct.map((text) => {
          const meaning = meaningOf(column, field, text);
          return (
            <Fragment key={text}>
              <span>{text}</span>
              <Select
                size="xs"
                allowDeselect={false}
                aria-label={t('columns.value_of', { value: text })}
                data={data}
                value={meaning.kind === 'option' ? meaning.to : words[meaning.kind]}
                onChange={(word) => {
                  if (word !== null) onChange(withMeaning(column, text, fromWord(word)));
                }}
              />
            </Fragment>
          );
        })}
      </div>
      {stats.distinct.length >= 50 && (
        <Text size="xs" c="dimmed">
          {t('columns.values_more')}
        </Text>
      )}
    </Stack>
  );
}

/** What the texts of a column mean, where it goes to a choice; and which of them mean nothing. */
export function ColumnDetails({ column, stats, field, choice, onChange }: Props) {
  const t = useTexts('import');
  return (
    <Stack gap="md">
      {choice && <Values column={column} stats={stats} field={field} onChange={onChange} />}
      {!choice && (
        <TagsInput
          size="xs"
          maw={560}
          label={t('columns.empty')}
          description={t('columns.empty_note')}
          value={column.empty ?? []}
          maxTags={20}
          onChange={(empty) => {
            onChange({ ...column, empty });
          }}
        />
      )}
    </Stack>
  );
}
