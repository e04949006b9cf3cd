import { Anchor, Group, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { Label } from '../../../api/types';
import { languageNames, languages } from '../../../ui/i18n';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { isPerLanguage, labelText } from './label';

/** A name: the same in every language, or one for each. */
export function LabelInput({ label, value, onChange, error, required = false, placeholder }: {
  label: string;
  value: Label;
  onChange: (value: Label) => void;
  error?: string | undefined;
  required?: boolean;
  placeholder?: string;
}) {
  const t = useTexts('shape');
  const language = useLanguage();
  const id = useId();
  const several = isPerLanguage(value);
  const turn = () => {
    const text = labelText(value, language);
    onChange(several ? { '*': text } : Object.fromEntries(languages.map((one) => [one, text])));
  };
  const other = (
    <Anchor component="button" type="button" size="xs" lh="24px" onClick={turn}>
      {t(several ? 'label.same' : 'label.each')}
    </Anchor>
  );
  if (!several)
    return (
      <div>
        <TextInput
          label={label}
          required={required}
          placeholder={placeholder ?? ''}
          value={value['*'] ?? ''}
          error={error}
          maxLength={100}
          onChange={(event) => {
            onChange({ '*': event.currentTarget.value });
          }}
        />
        {other}
      </div>
    );
  return (
    <div role="group" aria-labelledby={id}>
      <Group justify="space-between" gap="xs">
        <Text id={id} size="sm" fw={600}>
          {label}
        </Text>
        {other}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="xs">
        {languages.map((one) => (
          <TextInput
            key={one}
            aria-label={`${label} (${languageNames[one]})`}
            description={languageNames[one]}
            value={value[one] ?? ''}
            maxLength={100}
            onChange={(event) => {
              onChange({ ...value, [one]: event.currentTarget.value });
            }}
          />
        ))}
      </SimpleGrid>
      {error !== undefined && (
        <Text size="xs" c="var(--c-late)" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
