import { Button, Checkbox, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import type { Field } from '../../../api/types';
import type { Column } from '../columns';
import { FIRST } from '../columns';
import { useTexts } from '../../../ui/useTexts';

interface Props {
  fields: readonly Field[];
  columns: readonly Column[];
  onToggle: (field: Field) => void;
  onReset: () => void;
}

/** Which fields are columns. */
export function ColumnMenu({ fields, columns, onToggle, onReset }: Props) {
  const t = useTexts('list');
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLocaleLowerCase();
  const shown = fields.filter((field) => field.code !== FIRST && field.label.toLocaleLowerCase().includes(wanted));
  const groups = new Map<string, Field[]>();
  for (const field of shown) {
    const name = field.group || t('table.general');
    groups.set(name, [...(groups.get(name) ?? []), field]);
  }
  return (
    <Popover position="bottom-end" width={280} trapFocus withinPortal>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" leftSection={<IconColumns3 size={14} stroke={1.6} aria-hidden="true" />}>
          {t('table.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm">
        <Stack gap="sm">
          <TextInput
            size="xs"
            aria-label={t('table.find')}
            placeholder={t('table.find')}
            data-autofocus
            value={typed}
            onChange={(event) => { setTyped(event.currentTarget.value); }}
          />
          <ScrollArea.Autosize mah={340}>
            <Stack gap={6}>
              {[...groups].map(([name, list]) => (
                <Stack key={name} gap={8}>
                  <Text size="xs" c="dimmed">{name}</Text>
                  {list.map((field) => (
                    <Checkbox
                      key={field.code}
                      size="xs"
                      label={field.label}
                      checked={columns.some((column) => column.code === field.code)}
                      onChange={() => { onToggle(field); }}
                    />
                  ))}
                </Stack>
              ))}
            </Stack>
          </ScrollArea.Autosize>
          <Button size="compact-xs" variant="subtle" onClick={onReset}>{t('table.reset')}</Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
