import { ActionIcon, Button, Group, Radio, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Point } from '../../api/types';
import { telUrl } from '../../fields/tel';
import { safeUrl } from '../../fields/link';
import classes from './contacts.module.css';
import { useTexts } from '../../ui/useTexts';

const kinds = ['phone', 'email', 'web'] as const;

function address(point: Point): string | undefined {
  if (point.kind === 'phone') return telUrl(point.value) ?? undefined;
  return point.kind === 'email' ? `mailto:${point.value}` : (safeUrl(point.value) ?? undefined);
}

/** One default per kind. */
export function withDefault(points: Point[], index: number): Point[] {
  const kind = points[index]?.kind;
  return points.map((point, i) => (point.kind === kind ? { ...point, is_default: i === index } : point));
}

/** Phones, mails and web addresses: read as links, edited as a list, one default of each kind. */
export function Points({ points, editable, onSave }: {
  points: Point[];
  editable: boolean;
  onSave: (points: Point[]) => Promise<void>;
}) {
  const t = useTexts(['contact', 'common']);
  const [draft, setDraft] = useState<Point[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const set = (index: number, part: Partial<Point>): void => {
    setDraft((before) => before?.map((point, i) => (i === index ? { ...point, ...part } : point)) ?? null);
  };
  const save = async (): Promise<void> => {
    const kept = (draft ?? []).filter((point) => point.value.trim() !== '').map(({ kind, value, label, is_default }) => ({
      kind, value: value.trim(), label: label ?? '', is_default: is_default ?? false,
    }));
    try {
      await onSave(kept);
      setDraft(null);
      setError(null);
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  };
  if (!draft) {
    return (
      <>
        {points.map((point, i) => (
          <div key={i} className={classes['point']}>
            <span className={classes['dim']}>{t(`point.${point.kind}`)}</span>
            <a href={address(point)} {...(point.kind === 'web' ? { target: '_blank', rel: 'noreferrer noopener' } : {})}>{point.value}</a>
            <span className={classes['dim']}>{point.label}</span>
            <span className={classes['dim']}>{point.is_default ? t('default') : ''}</span>
          </div>
        ))}
        {editable && (
          <Button size="compact-xs" variant="subtle" onClick={() => { setDraft(points.length > 0 ? points : [{ kind: 'phone', value: '', is_default: true }]); }}>
            {points.length > 0 ? t('common:edit') : t('point.add')}
          </Button>
        )}
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {draft.map((point, i) => (
        <div key={i} className={classes['point']}>
          <Select
            size="xs"
            aria-label={t('point.kind')}
            allowDeselect={false}
            data={kinds.map((kind) => ({ value: kind, label: t(`point.${kind}`) }))}
            value={point.kind}
            onChange={(kind) => { if (kind) set(i, { kind: kind as Point['kind'] }); }}
          />
          <TextInput size="xs" aria-label={t('point.value')} maxLength={254} value={point.value} onChange={(event) => { set(i, { value: event.currentTarget.value }); }} />
          <Radio size="xs" label={t('default')} checked={point.is_default ?? false} onChange={() => { setDraft(withDefault(draft, i)); }} />
          <ActionIcon variant="subtle" color="gray" aria-label={t('common:remove')} onClick={() => { setDraft(draft.filter((_, k) => k !== i)); }}>
            <IconX size={14} stroke={1.6} />
          </ActionIcon>
        </div>
      ))}
      {error && <p role="alert" style={{ color: 'var(--c-late)' }}>{error}</p>}
      <Group gap="sm">
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={12} stroke={2} aria-hidden="true" />}
          onClick={() => { setDraft([...draft, { kind: 'email', value: '', is_default: !draft.some((one) => one.kind === 'email') }]); }}
        >
          {t('common:add')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => { setDraft(null); setError(null); }}>{t('common:cancel')}</Button>
        <Button size="compact-xs" type="submit">{t('common:save')}</Button>
      </Group>
    </form>
  );
}
