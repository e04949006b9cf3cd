import { NumberInput } from '@mantine/core';

/** A whole number from 0 on. */
export function Count({ label, value, max, error, onChange }: {
  label: string;
  value: number;
  max: number;
  error: string | undefined;
  onChange: (value: number) => void;
}) {
  return (
    <NumberInput
      label={label}
      min={0}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      value={value}
      error={error}
      onChange={(next) => { onChange(typeof next === 'number' ? next : 0); }}
    />
  );
}
