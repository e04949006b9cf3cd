import { NumberInput, Table, Text } from '@mantine/core';
import type { DueHours as Hours, Module } from '../../api/types';
import { separators } from '../../fields/separators';
import { useTypedNumber } from '../../fields/typed-number';
import { useFormat } from '../../ui/format';
import { StatusLabel } from '../../ui/Status';
import { useTexts } from '../../ui/useTexts';
import { Section } from './Section';

const times = [{ name: 'answer', role: 'answer_due' }, { name: 'solution', role: 'solution_due' }] as const;

/** Has the module a priority, and a time that follows from it? */
export function hasDueTimes(module: Module): boolean {
  const has = (role: string): boolean => module.fields.some((field) => field.role === role);
  return has('priority') && times.some(({ role }) => has(role));
}

function HoursBox({ label, value, onChange }: { label: string; value: number | null; onChange: (value: number | null) => void }) {
  const t = useTexts('settings');
  const format = useFormat();
  return (
    <NumberInput
      {...separators(format)}
      {...useTypedNumber(value, onChange)}
      aria-label={label}
      min={0}
      max={2000}
      decimalScale={2}
      allowNegative={false}
      w={120}
      suffix={t('module.due_hours_unit')}
    />
  );
}

/** Within how many working hours cards of each priority are to be answered and solved. */
export function DueHours({ module, hours, onChange, error }: {
  module: Module;
  hours: Hours;
  onChange: (hours: Hours) => void;
  error: string | undefined;
}) {
  const t = useTexts('settings');
  const priority = module.fields.find((field) => field.role === 'priority');
  const shown = times.flatMap(({ name, role }) => {
    const field = module.fields.find((one) => one.role === role);
    return field ? [{ name, field }] : [];
  });
  const set = (code: string, name: 'answer' | 'solution', value: number | null): void => {
    const rest = Object.fromEntries(Object.entries(hours[code] ?? {}).filter(([key]) => key !== name));
    onChange({ ...hours, [code]: value !== null ? { ...rest, [name]: value } : rest });
  };
  return (
    <Section title={t('module.due_hours')} text={t('module.due_hours_text')}>
      <Table maw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{priority?.label}</Table.Th>
            {shown.map(({ name, field }) => <Table.Th key={name}>{field.label}</Table.Th>)}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {priority?.options.map((option) => (
            <Table.Tr key={option.id}>
              <Table.Td><StatusLabel colour={option.colour} label={option.label} /></Table.Td>
              {shown.map(({ name, field }) => (
                <Table.Td key={name}>
                  <HoursBox
                    label={`${option.label}: ${field.label}`}
                    value={hours[option.code]?.[name] ?? null}
                    onChange={(value) => { set(option.code, name, value); }}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {error !== undefined && <Text size="sm" c="red" role="alert">{error}</Text>}
      <Text size="sm" c="dimmed">{t('module.due_hours_effect')}</Text>
    </Section>
  );
}
