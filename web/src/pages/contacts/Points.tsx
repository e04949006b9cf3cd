import { Radio, Select, TextInput } from '@mantine/core';
import type { Point } from '../../api/types';
import { safeUrl } from '../../fields/link';
import { telUrl } from '../../fields/tel';
import { useTexts } from '../../ui/useTexts';
import classes from './contacts.module.css';
import { DraftList } from './DraftList';

const kinds = ['phone', 'email', 'web'] as const;

function address(point: Point): string | undefined {
  if (point.kind === 'phone') return telUrl(point.value) ?? undefined;
  return point.kind === 'email' ? `mailto:${point.value}` : (safeUrl(point.value) ?? undefined);
}

/** One default per kind. */
export function withDefault(points: readonly Point[], index: number): Point[] {
  const kind = points[index]?.kind;
  return points.map((point, i) => (point.kind === kind ? { ...point, is_default: i === index } : point));
}

/** The first is a phone; what is added to others, a mail. */
function fresh(others: readonly Point[]): Point {
  const kind = others.length === 0 ? 'phone' : 'email';
  return { kind, value: '', is_default: !others.some((one) => one.kind === kind) };
}

function tidy(points: readonly Point[]): Point[] {
  return points.filter((point) => point.value.trim() !== '').map(({ kind, value, label, is_default }) => ({
    kind, value: value.trim(), label: label ?? '', is_default: is_default ?? false,
  }));
}

/** Phones, mails and web addresses: read as links, edited as a list, one default of each kind. */
export function Points({ points, editable, onSave }: {
  points: Point[];
  editable: boolean;
  onSave: (points: Point[]) => Promise<void>;
}) {
  const t = useTexts(['contact', 'common']);
  return (
    <DraftList
      items={points}
      editable={editable}
      fresh={fresh}
      addFirst={t('point.add')}
      tidy={tidy}
      onSave={onSave}
      show={(point) => (
        <>
          <span className={classes['dim']}>{t(`point.${point.kind}`)}</span>
          <a href={address(point)} {...(point.kind === 'web' ? { target: '_blank', rel: 'noreferrer noopener' } : {})}>{point.value}</a>
          <span className={classes['dim']}>{[point.label, point.is_default ? t('default') : ''].filter(Boolean).join(' · ')}</span>
        </>
      )}
      edit={(point, set, replace, remove) => (
        <div className={classes['point']}>
          <Select
            size="xs"
            aria-label={t('point.kind')}
            allowDeselect={false}
            data={kinds.map((kind) => ({ value: kind, label: t(`point.${kind}`) }))}
            value={point.kind}
            onChange={(kind) => { if (kind) set({ kind: kind as Point['kind'] }); }}
          />
          <TextInput size="xs" aria-label={t('point.value')} maxLength={254} value={point.value} onChange={(event) => { set({ value: event.currentTarget.value }); }} />
          <Radio size="xs" label={t('default')} checked={point.is_default ?? false} onChange={() => { replace((all) => withDefault(all, all.indexOf(point))); }} />
          {remove}
        </div>
      )}
    />
  );
}
