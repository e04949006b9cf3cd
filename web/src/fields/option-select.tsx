import { Group, MultiSelect, Select } from '@mantine/core';
import { Dot } from '../ui/Status';
import { inputProps } from './box';
import type { EditProps } from './type';
import { useTexts } from '../ui/useTexts';

/** Something to choose from: a choice's option, a status, a colleague. */
export interface Item {
  id: number;
  label: string;
  colour?: string | null | undefined;
  group?: string | undefined;
  disabled?: boolean | undefined;
}

interface Entry {
  value: string;
  label: string;
  disabled: boolean;
}

function toData(items: readonly Item[]): (Entry | { group: string; items: Entry[] })[] {
  const entry = (item: Item): Entry => ({ value: String(item.id), label: item.label, disabled: item.disabled ?? false });
  if (!items.some((item) => item.group)) return items.map(entry);
  const groups = new Map<string, Entry[]>();
  for (const item of items) {
    const list = groups.get(item.group ?? '') ?? [];
    list.push(entry(item));
    groups.set(item.group ?? '', list);
  }
  return [...groups].map(([group, list]) => ({ group, items: list }));
}

function useRenderOption(items: readonly Item[]) {
  const colours = new Map(items.map((item) => [String(item.id), item.colour]));
  if (!items.some((item) => item.colour)) return undefined;
  return ({ option }: { option: { value: string; label: string } }) => (
    <Group gap={8} wrap="nowrap">
      <Dot colour={colours.get(option.value) ?? 'gray'} />
      {option.label}
    </Group>
  );
}

/** One of many. In place it opens by itself and is done with the choice. */
export function OptionSelect({ edit, items }: { edit: EditProps; items: readonly Item[] }) {
  const t = useTexts('fields');
  const renderOption = useRenderOption(items);
  const value = typeof edit.value === 'number' ? String(edit.value) : null;
  return (
    <Select
      {...inputProps(edit)}
      data={toData(items)}
      value={value}
      searchable={items.length > 7}
      clearable={edit.field.nullable && !edit.onCommit}
      clearButtonProps={{ 'aria-label': t('clear') }}
      allowDeselect={edit.field.nullable}
      nothingFoundMessage={t('nothing_found')}
      placeholder={t('choose')}
      defaultDropdownOpened={edit.autoFocus ?? false}
      {...(renderOption ? { renderOption } : {})}
      comboboxProps={{ withinPortal: true, width: 'max-content', position: 'bottom-start' }}
      maxDropdownHeight={320}
      onChange={(chosen) => {
        const id = chosen === null ? null : Number(chosen);
        edit.onChange(id);
        edit.onCommit?.(id);
      }}
      onDropdownClose={() => edit.onCancel?.()}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && edit.onCancel) {
          event.stopPropagation();
          edit.onCancel();
        }
      }}
    />
  );
}

/** Several of many; done when the list closes. */
export function OptionMultiSelect({ edit, items }: { edit: EditProps; items: readonly Item[] }) {
  const t = useTexts('fields');
  const renderOption = useRenderOption(items);
  const chosen = Array.isArray(edit.value) ? edit.value : [];
  return (
    <MultiSelect
      {...inputProps(edit)}
      data={toData(items)}
      value={chosen.map(String)}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('clear') }}
      hidePickedOptions
      nothingFoundMessage={t('nothing_found')}
      {...(chosen.length === 0 ? { placeholder: t('choose') } : {})}
      defaultDropdownOpened={edit.autoFocus ?? false}
      {...(renderOption ? { renderOption } : {})}
      comboboxProps={{ withinPortal: true }}
      maxDropdownHeight={320}
      onChange={(values) => {
        edit.onChange(values.length === 0 ? null : values.map(Number));
      }}
      onBlur={() => edit.onCommit?.(chosen.length === 0 ? null : chosen)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && edit.onCancel) {
          event.stopPropagation();
          edit.onCancel();
        }
      }}
    />
  );
}
