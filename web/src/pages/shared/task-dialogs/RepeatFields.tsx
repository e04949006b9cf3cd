import { Chip, Group, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { FieldEdit } from '../../../fields';
import { useTexts } from '../../../ui/useTexts';
import type { Frequency, Rule, Weekday } from '../repeat';
import { frequencies, freshRule, placeOf, readRule, weekdayOf, weekdays, writeRule } from '../repeat';
import { useWeekdayNames } from '../repeat-text';
import { looseField } from './TaskFields';

export interface RepeatValue {
  rrule: string;
  from: 'due' | 'closing';
}

function Ends({ rule, set }: { rule: Rule; set: (part: Partial<Rule>) => void }) {
  const t = useTexts('tasks');
  const end = rule.until !== null ? 'until' : rule.count !== null ? 'count' : 'never';
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      <Select
        label={t('repeat.ends')}
        allowDeselect={false}
        value={end}
        data={(['never', 'until', 'count'] as const).map((value) => ({ value, label: t(`repeat.ends_${value}`) }))}
        onChange={(value) => {
          set({ until: value === 'until' ? new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10) : null, count: value === 'count' ? 10 : null });
        }}
      />
      {end === 'until' && (
        <FieldEdit
          field={looseField('until', 'date', t('repeat.until'))}
          label={t('repeat.until')}
          value={rule.until}
          onChange={(day) => { if (typeof day === 'string') set({ until: day }); }}
        />
      )}
      {end === 'count' && (
        <NumberInput
          label={t('repeat.count')}
          min={1}
          max={999}
          allowDecimal={false}
          value={rule.count ?? 1}
          onChange={(n) => { set({ count: typeof n === 'number' && n > 0 ? n : 1 }); }}
        />
      )}
    </SimpleGrid>
  );
}

function Which({ rule, day, set }: { rule: Rule; day: string; set: (part: Partial<Rule>) => void }) {
  const t = useTexts('tasks');
  const name = useWeekdayNames();
  if (rule.every === 'WEEKLY')
    return (
      <Chip.Group multiple value={rule.days} onChange={(days) => { if (days.length > 0) set({ days: days as Weekday[] }); }}>
        <Group gap={6} role="group" aria-label={t('repeat.days')}>
          {weekdays.map((one) => <Chip key={one} value={one} size="xs" variant="outline">{name(one, 'short')}</Chip>)}
        </Group>
      </Chip.Group>
    );
  if (rule.every !== 'MONTHLY') return null;
  const place = placeOf(day);
  const text = {
    day: t('repeat.by_day', { day: Number(day.slice(8)) }),
    weekday: t('repeat.by_weekday', { which: t(`repeat.which_${place < 0 ? 'last' : String(place) as '1'}`), day: name(weekdayOf(day), 'long') }),
    last: t('repeat.by_last'),
  };
  return (
    <Select
      label={t('repeat.monthly')}
      allowDeselect={false}
      value={rule.monthly}
      data={(['day', 'weekday', 'last'] as const).map((value) => ({ value, label: text[value] }))}
      onChange={(value) => { if (value) set({ monthly: value }); }}
    />
  );
}

/** How a task comes again: how often, on which days, until when. day: when it is due. */
export function RepeatFields({ value, day, onChange, error }: {
  value: RepeatValue | null;
  day: string | null;
  onChange: (value: RepeatValue | null) => void;
  error?: string | undefined;
}) {
  const t = useTexts('tasks');
  if (day === null) return <Text size="xs" c="dimmed">{t('repeat.needs_day')}</Text>;
  const rule = value ? readRule(value.rrule) : null;
  const write = (next: Rule): void => { onChange({ rrule: writeRule(next, day), from: value?.from ?? 'due' }); };
  const set = (part: Partial<Rule>): void => { if (rule) write({ ...rule, ...part }); };
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('repeat.title')}
          allowDeselect={false}
          error={error}
          value={rule?.every ?? 'never'}
          data={[{ value: 'never', label: t('repeat.never') }, ...frequencies.map((one) => ({ value: one, label: t(`repeat.${one}`) }))]}
          onChange={(every) => {
            if (every === 'never') onChange(null);
            else write({ ...freshRule(day, every as Frequency), until: rule?.until ?? null, count: rule?.count ?? null });
          }}
        />
        {rule && (
          <NumberInput
            label={t('repeat.every')}
            min={1}
            max={99}
            allowDecimal={false}
            value={rule.interval}
            onChange={(n) => { set({ interval: typeof n === 'number' && n > 0 ? n : 1 }); }}
          />
        )}
      </SimpleGrid>
      {rule && value && (
        <>
          <Which rule={rule} day={day} set={set} />
          <Ends rule={rule} set={set} />
          <Select
            label={t('repeat.from')}
            allowDeselect={false}
            value={value.from}
            data={(['due', 'closing'] as const).map((one) => ({ value: one, label: t(`repeat.from_${one}`) }))}
            onChange={(from) => { if (from) onChange({ ...value, from }); }}
          />
        </>
      )}
    </Stack>
  );
}
