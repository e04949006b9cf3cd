import { ActionIcon, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Label } from '../../../api/types';
import { Dot } from '../../../ui/Status';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { isBlank, labelText } from './label';
import { LabelInput } from './LabelInput';
import { ColourPick } from './Pick';
import classes from './shape.module.css';
import { SortList } from './SortList';

export interface DraftOption {
  /** Its place in the form, also before it is saved. */
  key: string;
  id?: number;
  label: Label;
  colour: string;
  retired: boolean;
}

/** The choices of a field: order, names, colours. One that was saved is retired, never lost. */
export function OptionList({ options, error, onChange }: {
  options: DraftOption[];
  error: string | undefined;
  onChange: (options: DraftOption[]) => void;
}) {
  const t = useTexts('shape');
  const language = useLanguage();
  const [open, setOpen] = useState<string | null>(null);
  const put = (key: string, change: Partial<DraftOption>): void => {
    onChange(options.map((one) => (one.key === key ? { ...one, ...change } : one)));
  };
  const nameOf = (option: DraftOption): string => (isBlank(option.label) ? t('option.new') : labelText(option.label, language));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('option.title')}
      </Text>
      <SortList
        label={t('option.title')}
        onMove={(from, to) => {
          const list = options.filter((_, i) => i !== from);
          const item = options[from];
          if (item) list.splice(to, 0, item);
          onChange(list);
        }}
        items={options.map((option) => ({
          id: option.key,
          name: nameOf(option),
          content: (
            <>
              <Dot colour={option.colour === '' ? 'gray' : option.colour} />
              <button type="button" className={classes['name']} aria-expanded={open === option.key} onClick={() => { setOpen(open === option.key ? null : option.key); }}>
                {nameOf(option)}
              </button>
              {option.retired && <span className={classes['note']}>{t('option.retired')}</span>}
              {option.id === undefined && (
                <ActionIcon variant="subtle" color="gray" aria-label={t('option.remove', { name: nameOf(option) })} onClick={() => { onChange(options.filter((one) => one !== option)); }}>
                  <IconTrash size={16} stroke={1.6} />
                </ActionIcon>
              )}
            </>
          ),
          below: open === option.key ? (
            <div className={classes['form']}>
              <Stack gap="sm">
                <LabelInput label={t('option.label')} required value={option.label} onChange={(label) => { put(option.key, { label }); }} />
                <ColourPick value={option.colour} onChange={(colour) => { put(option.key, { colour }); }} />
                {option.id !== undefined && (
                  <Switch
                    label={t('option.retire')}
                    description={t('option.retire_text')}
                    checked={option.retired}
                    onChange={(event) => { put(option.key, { retired: event.currentTarget.checked }); }}
                  />
                )}
              </Stack>
            </div>
          ) : undefined,
        }))}
      />
      {error !== undefined && (
        <Text size="xs" c="var(--c-late)" role="alert">
          {error}
        </Text>
      )}
      <Group>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            const key = `new-${String(options.length)}-${String(Date.now())}`;
            onChange([...options, { key, label: {}, colour: 'blue', retired: false }]);
            setOpen(key);
          }}
        >
          {t('option.add')}
        </Button>
      </Group>
    </Stack>
  );
}
