import { Button, Checkbox, Group, NumberInput, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { api } from '../../api/client';
import { Problem, problemOf } from '../../api/problem';
import type { Module, ModuleSettings as Settings } from '../../api/types';
import { completeFilter } from '../../fields/FilterEditor';
import { useMeta } from '../../meta/meta';
import { StatusLabel } from '../../ui/Status';
import { useFormat } from '../../ui/format';
import { DueHours, hasDueTimes } from './DueHours';
import { QualificationRules } from './QualificationRules';
import { useSave } from './save';
import { Section } from './Section';
import Shape from './shape';
import { useTexts } from '../../ui/useTexts';

interface PartProps {
  module: Module;
  values: Settings;
  set: (change: Partial<Settings>) => void;
  error: (field: string) => string | undefined;
}

function Days({ label, value, onChange, error, placeholder, max = 3650 }: {
  label: string;
  value: number | null | undefined;
  onChange: (days: number | null) => void;
  error?: string | undefined;
  placeholder?: string;
  max?: number;
}) {
  return (
    <NumberInput
      label={label}
      min={1}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      styles={{ wrapper: { maxWidth: 220 } }}
      value={value ?? ''}
      placeholder={placeholder ?? ''}
      error={error}
      onChange={(days) => {
        onChange(typeof days === 'number' ? days : null);
      }}
    />
  );
}

/** The statuses a card can be forgotten from. */
const boxRoles = ['no_chance', 'prospect', 'focus', 'committed_vip'];

function Forgotten({ module, values, set, error }: PartProps) {
  const t = useTexts('settings');
  const byRole = values.forgotten_days_by_role ?? {};
  return (
    <Section title={t('module.forgotten')} text={t('module.forgotten_text')}>
      <Days
        label={t('module.forgotten_days')}
        value={values.forgotten_days}
        error={error('settings.forgotten_days')}
        onChange={(days) => {
          if (days !== null) set({ forgotten_days: days });
        }}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {module.statuses
          .filter((status) => boxRoles.includes(status.role))
          .map((status) => {
            const { role } = status;
            return (
              <Days
                key={status.id}
                label={t('module.forgotten_role', { status: status.label })}
                placeholder={t('module.forgotten_same')}
                value={byRole[role]}
                error={error(`settings.forgotten_days_by_role.${role}`)}
                onChange={(days) => {
                  const rest = Object.fromEntries(Object.entries(byRole).filter(([key]) => key !== role));
                  set({ forgotten_days_by_role: days === null ? rest : { ...rest, [role]: days } });
                }}
              />
            );
          })}
      </SimpleGrid>
      <Checkbox
        label={t('module.task_pauses')}
        checked={values.task_pauses ?? false}
        onChange={(event) => {
          set({ task_pauses: event.currentTarget.checked });
        }}
      />
    </Section>
  );
}

function Review({ values, set, error }: PartProps) {
  const t = useTexts('settings');
  return (
    <Section title={t('module.review')}>
      <Days
        label={t('module.review_months')}
        max={120}
        value={values.review_months}
        error={error('settings.review_months')}
        onChange={(months) => {
          if (months !== null) set({ review_months: months });
        }}
      />
    </Section>
  );
}

function Silence({ values, set, error }: PartProps) {
  const t = useTexts('settings');
  return (
    <Section title={t('module.silence')}>
      <Days
        label={t('module.inactive_days')}
        value={values.inactive_days}
        error={error('settings.inactive_days')}
        onChange={(days) => {
          if (days !== null) set({ inactive_days: days });
        }}
      />
      <Days
        label={t('module.dropped_days')}
        value={values.dropped_days}
        error={error('settings.dropped_days')}
        onChange={(days) => {
          if (days !== null) set({ dropped_days: days });
        }}
      />
    </Section>
  );
}

/** The pipeline as it is defined, to be read. */
function PipelineTable({ module }: { module: Module }) {
  const t = useTexts('settings');
  const format = useFormat();
  const meta = useMeta();
  const withStalled = module.statuses.some((status) => status.stalled_days > 0);
  return (
    <Section title={t('module.pipeline')} {...(withStalled ? { text: t('module.stalled_text') } : {})}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('module.status')}</Table.Th>
            <Table.Th>{t('module.cadence')}</Table.Th>
            {withStalled && <Table.Th>{t('module.stalled')}</Table.Th>}
            <Table.Th ta="right">{t('module.probability')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {meta.statuses(module.id).map((status) => (
            <Table.Tr key={status.id}>
              <Table.Td>
                <StatusLabel colour={status.colour} label={status.label} />
              </Table.Td>
              <Table.Td>{status.cadence_label}</Table.Td>
              {withStalled && (
                <Table.Td>
                  {status.stalled_days > 0
                    ? t('module.stalled_days', { count: status.stalled_days })
                    : t('module.stalled_never')}
                </Table.Td>
              )}
              <Table.Td ta="right">
                {format.percent(status.probability_pct / 100)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

/** The settings as they are sent: conditions not finished are left out; `empty` names the rules that have none left. */
function finished(values: Settings): { settings: Settings; empty: number[] } {
  const rules = (values.qualification_rules ?? []).map((rule) => ({ then: rule.then, when: completeFilter(rule.when) }));
  const empty = rules.flatMap((rule, i) => (rule.when ? [] : [i]));
  const kept = rules.flatMap(({ then, when }) => (when ? [{ then, when }] : []));
  return { settings: values.qualification_rules ? { ...values, qualification_rules: kept } : values, empty };
}

/** What the server said of rule i; it names the place as settings.qualification_rules[i].… */
function ruleProblem(error: unknown, i: number): string | undefined {
  const mine = error instanceof Problem && error.field?.startsWith(`settings.qualification_rules[${String(i)}]`) === true;
  return mine ? error.message : undefined;
}

export default function ModuleSettings({ module }: { module: Module }) {
  const t = useTexts(['settings', 'common']);
  const meta = useMeta();
  const [values, setValues] = useState<Settings>(module.settings);
  const [emptyRules, setEmptyRules] = useState<number[]>([]);
  const save = useSave((settings: Settings) => api.modules.patch(module.id, settings, module.version), {
    says: () => t('module.saved'),
  });
  const set = (change: Partial<Settings>) => {
    setEmptyRules([]);
    setValues({ ...values, ...change });
  };
  const part: PartProps = { module, values, set, error: (field) => problemOf(save.error, field) };
  const due = hasDueTimes(module);
  const editable = module.has_key_fields || module.kind === 'leads' || due;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { settings, empty } = finished(values);
    setEmptyRules(empty);
    if (empty.length === 0) save.mutate(settings);
  };
  const rules = !editable ? null : (
        <form onSubmit={submit}>
          <fieldset disabled={!meta.isAdministrator} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
            <Stack gap={0}>
              {module.has_key_fields && <Forgotten {...part} />}
              {module.has_key_fields && <Review {...part} />}
              {module.has_key_fields && (
                <QualificationRules
                  module={module}
                  rules={values.qualification_rules ?? []}
                  saved={values.qualification_rules === module.settings.qualification_rules}
                  onChange={(qualification_rules) => {
                    set({ qualification_rules });
                  }}
                  error={(i) => (emptyRules.includes(i) ? t('module.rule_empty') : ruleProblem(save.error, i))}
                />
              )}
              {module.kind === 'leads' && <Silence {...part} />}
              {due && (
                <DueHours
                  module={module}
                  hours={values.due_hours ?? {}}
                  onChange={(due_hours) => { set({ due_hours }); }}
                  error={part.error('settings.due_hours')}
                />
              )}
            </Stack>
            {meta.isAdministrator && (
              <Group mb="lg">
                <Button type="submit" loading={save.isPending}>
                  {t('common:save')}
                </Button>
              </Group>
            )}
          </fieldset>
        </form>
  );
  if (meta.isAdministrator) return <Shape id={module.id} rules={rules} />;
  return (
    <>
      {editable && (
        <Text c="dimmed" mb="md">
          {t('module.only_admin')}
        </Text>
      )}
      {rules}
      <PipelineTable module={module} />
    </>
  );
}
