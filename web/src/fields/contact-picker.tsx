import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';
import { IconBuilding, IconPlus, IconUser } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useContactSearch } from '../meta/contacts';
import type { ContactRow } from '../meta/types';
import classes from './fields.module.css';
import { useTexts } from '../ui/useTexts';

export interface Picked {
  id: number;
  name: string;
}

interface Props {
  input?: Partial<TextInputProps>;
  value: Picked | null;
  kind?: 'person' | 'company' | undefined;
  onPick: (picked: Picked | null) => void;
  /** Offered as the last line: make a new contact with what has been typed. */
  onNew?: ((typed: string) => void) | undefined;
  onCancel?: (() => void) | undefined;
  autoFocus?: boolean | undefined;
}

const NEW = 'new';

function Hit({ row }: { row: ContactRow }) {
  const Icon = row.kind === 'company' ? IconBuilding : IconUser;
  const more = [row.company, row.email ?? row.phone, row.city].filter(Boolean).join(' · ');
  return (
    <span className={classes['hit']}>
      <Icon size={14} stroke={1.6} aria-hidden="true" style={{ alignSelf: 'center', flex: 'none' }} />
      <span>{row.name}</span>
      {more !== '' && <span className={classes['dim']}>{more}</span>}
    </span>
  );
}

/** Finds a person or company as one types. */
export function ContactPicker({ input, value, kind, onPick, onNew, onCancel, autoFocus }: Props) {
  const t = useTexts('fields');
  const [typed, setTyped] = useState<string | null>(null);
  const open = typed !== null;
  const rows = useContactSearch(typed ?? '', kind, open);
  const combobox = useCombobox({
    opened: open,
    onDropdownClose: () => {
      setTyped(null);
      combobox.resetSelectedOption();
    },
  });
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (autoFocus) box.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    if (open && rows.length > 0) combobox.selectFirstOption();
    // The first hit is always ready for Enter; the combobox handle itself is stable.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open, rows]);

  const submit = (chosen: string): void => {
    const text = (typed ?? '').trim();
    setTyped(null);
    if (chosen === NEW) onNew?.(text);
    else {
      const row = rows.find((one) => String(one.id) === chosen);
      if (row) onPick({ id: row.id, name: row.name });
    }
  };

  return (
    <Combobox store={combobox} onOptionSubmit={submit} width="max-content" position="bottom-start">
      <Combobox.Target>
        <TextInput
          {...input}
          ref={box}
          autoComplete="off"
          data-autofocus={autoFocus || undefined}
          placeholder={t('contact.search')}
          value={typed ?? value?.name ?? ''}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
          onClick={() => {
            setTyped((before) => before ?? '');
          }}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
          onBlur={() => {
            setTyped(null);
            onCancel?.();
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') setTyped((before) => before ?? '');
            if (event.key !== 'Escape') return;
            if (onCancel) event.stopPropagation();
            setTyped(null);
            onCancel?.();
          }}
          rightSection={
            value && !open ? (
              <CloseButton
                size="sm"
                aria-label={t('clear')}
                onMouseDown={(event) => {
                  event.preventDefault();
                }}
                onClick={() => {
                  onPick(null);
                }}
              />
            ) : undefined
          }
        />
      </Combobox.Target>
      <Combobox.Dropdown miw={260} maw={520}>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }}>
          {rows.map((row) => (
            <Combobox.Option key={row.id} value={String(row.id)}>
              <Hit row={row} />
            </Combobox.Option>
          ))}
          {rows.length === 0 && !onNew && <Combobox.Empty>{t('nothing_found')}</Combobox.Empty>}
          {onNew && (
            <Combobox.Option value={NEW}>
              <span className={classes['picked']}>
                <IconPlus size={14} stroke={1.6} aria-hidden="true" />
                {typed?.trim() ? t('contact.create_named', { name: typed.trim() }) : t('contact.new')}
              </span>
            </Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
