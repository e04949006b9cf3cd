import { ActionIcon, Button, Group, Select, Text } from '@mantine/core';
import { IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { showNote, showProblem } from '../../api/change';
import { api } from '../../api/client';
import type { Filter, Id, Module, QualificationRule } from '../../api/types';
import { FilterEditor } from '../../fields/FilterEditor';
import { useMeta } from '../../meta/meta';
import { JobProgress } from '../shared/JobProgress';
import { Section } from './Section';
import classes from './SettingsPage.module.css';
import { useTexts } from '../../ui/useTexts';

const noCondition: Filter = { all: [] };

function Rule({ module, rule, n, error, onChange, onRemove, onUp }: {
  module: Module;
  rule: QualificationRule;
  n: number;
  error: string | undefined;
  onChange: (rule: QualificationRule) => void;
  onRemove: () => void;
  onUp: () => void;
}) {
  const t = useTexts('settings');
  const meta = useMeta();
  const qualification = meta.field(module.id, 'qualification');
  const fields = [...module.fields, ...meta.meta.contact_fields].filter(
    (field) => field.filterable && !['qualification', 'rating', 'sales_state', 'status'].includes(field.code),
  );
  return (
    <div className={classes['rule']} role="group" aria-label={t('module.rule', { n })}>
      <Group justify="space-between" mb="sm">
        <Text fw={600}>{t('module.rule', { n })}</Text>
        <Group gap="xs">
          {n > 1 && (
            <ActionIcon variant="subtle" color="gray" aria-label={t('module.rule_up', { n })} onClick={onUp}>
              <IconArrowUp size={16} stroke={1.6} />
            </ActionIcon>
          )}
          <ActionIcon variant="subtle" color="gray" aria-label={t('module.rule_remove', { n })} onClick={onRemove}>
            <IconTrash size={16} stroke={1.6} />
          </ActionIcon>
        </Group>
      </Group>
      <FilterEditor
        module={module}
        fields={fields}
        value={rule.when}
        onChange={(when) => {
          onChange({ ...rule, when: when ?? noCondition });
        }}
      />
      <Group mt="sm" gap="sm">
        <Text size="sm">{t('module.rule_then')}</Text>
        <Select
          size="xs"
          w={180}
          aria-label={t('module.rule_then')}
          allowDeselect={false}
          data={(qualification?.options ?? []).map((option) => ({ value: String(option.id), label: option.label }))}
          value={String(rule.then)}
          onChange={(then) => {
            if (then !== null) onChange({ ...rule, then: Number(then) as QualificationRule['then'] });
          }}
        />
      </Group>
      {error !== undefined && (
        <Text size="sm" c="var(--c-late)" role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}

/** Qualifies every card that was not qualified by hand again, as a job. */
function Requalify({ module }: { module: Module }) {
  const t = useTexts('settings');
  const [job, setJob] = useState<Id | null>(null);
  const start = async () => {
    try {
      setJob((await api.modules.qualify(module.id)).job_id);
    } catch (error) {
      showProblem(error);
    }
  };
  if (job !== null) {
    return (
      <JobProgress
        id={job}
        label={t('module.qualifying')}
        done={() => {
          setJob(null);
          showNote(t('module.qualified'));
        }}
      />
    );
  }
  return (
    <Group gap="sm">
      <Button variant="default" onClick={() => void start()}>
        {t('module.qualify')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('module.qualify_text')}
      </Text>
    </Group>
  );
}

/** The target group, defined once: the first rule that fits qualifies the card. `saved` = these rules are the server's. */
export function QualificationRules({ module, rules, saved, onChange, error }: {
  module: Module;
  rules: QualificationRule[];
  saved: boolean;
  onChange: (rules: QualificationRule[]) => void;
  error: (i: number) => string | undefined;
}) {
  const t = useTexts('settings');
  const replace = (i: number, rule: QualificationRule) => {
    onChange(rules.map((old, at) => (at === i ? rule : old)));
  };
  const up = (i: number) => {
    const moved = rules[i];
    if (moved) onChange(rules.toSpliced(i, 1).toSpliced(i - 1, 0, moved));
  };
  return (
    <Section title={t('module.rules')} text={t('module.rules_text')}>
      {rules.length === 0 && <Text c="dimmed">{t('module.rules_none')}</Text>}
      {rules.map((rule, i) => (
        <Rule
          key={i}
          module={module}
          rule={rule}
          n={i + 1}
          error={error(i)}
          onChange={(changed) => {
            replace(i, changed);
          }}
          onRemove={() => {
            onChange(rules.toSpliced(i, 1));
          }}
          onUp={() => {
            up(i);
          }}
        />
      ))}
      <Group>
        <Button
          variant="default"
          onClick={() => {
            onChange([...rules, { then: 1, when: noCondition }]);
          }}
        >
          {t('module.rule_add')}
        </Button>
      </Group>
      {rules.length > 0 && saved && <Requalify module={module} />}
    </Section>
  );
}
