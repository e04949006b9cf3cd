import { Button, Group, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTexts } from './useTexts';

/** A text to be copied. Browsers give the clipboard to pages over https only; elsewhere the text is selected instead. */
export function CopyField({ label, description, value }: { label: string; description?: string; value: string }) {
  const t = useTexts('common');
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      input.current?.focus();
    }
  };
  return (
    <Group align="flex-end" gap="sm" wrap="nowrap">
      <TextInput
        ref={input}
        label={label}
        description={description}
        value={value}
        readOnly
        style={{ flex: 1 }}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onFocus={(event) => {
          event.currentTarget.select();
        }}
      />
      <Button variant="default" onClick={() => void copy()}>
        {copied ? t('copied') : t('copy')}
      </Button>
    </Group>
  );
}
