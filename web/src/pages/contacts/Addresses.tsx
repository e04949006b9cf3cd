import { ActionIcon, Button, Group, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Address } from '../../api/types';
import { useMeta } from '../../meta/meta';
import classes from './contacts.module.css';
import { useTexts } from '../../ui/useTexts';

const kinds = ['office', 'billing', 'delivery', 'home'] as const;
const parts = ['postal_code', 'city', 'county', 'country'] as const;

function line(address: Address): string {
  return [address.postal_code, address.city, address.street, address.county, address.country].filter(Boolean).join(', ');
}

/** Any number of addresses, each with what it is for. */
export function Addresses({ addresses, editable, onSave }: {
  addresses: Address[];
  editable: boolean;
  onSave: (addresses: Address[]) => Promise<void>;
}) {
  const t = useTexts(['contact', 'common']);
  const { account } = useMeta();
  const [draft, setDraft] = useState<Address[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const empty = (): Address => ({ kind: 'office', street: '', city: '', postal_code: '', county: '', country: account.country, is_default: addresses.length === 0 });
  const set = (index: number, part: Partial<Address>): void => {
    setDraft((before) => before?.map((one, i) => (i === index ? { ...one, ...part } : one)) ?? null);
  };
  const save = async (): Promise<void> => {
    const kept = (draft ?? []).filter((one) => [one.street, one.city, one.postal_code].some((text) => (text ?? '').trim() !== ''));
    try {
      await onSave(kept.map(({ kind, street, city, postal_code, county, country, is_default }) => ({
        kind, street: street ?? '', city: city ?? '', postal_code: postal_code ?? '', county: county ?? '', country: country ?? '',
        is_default: is_default ?? false,
      })));
      setDraft(null);
      setError(null);
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    }
  };
  if (!draft) {
    return (
      <>
        {addresses.map((one, i) => (
          <div key={i} className={classes['point']}>
            <span className={classes['dim']}>{t(`address.${one.kind}` as 'address.office', { defaultValue: one.kind })}</span>
            <span>{line(one)}</span>
            <span />
            <span className={classes['dim']}>{one.is_default ? t('default') : ''}</span>
          </div>
        ))}
        {editable && (
          <Button size="compact-xs" variant="subtle" onClick={() => { setDraft(addresses.length > 0 ? addresses : [empty()]); }}>
            {addresses.length > 0 ? t('common:edit') : t('address.add')}
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
      {draft.map((one, i) => (
        <div key={i} className={classes['address']}>
          <TextInput size="xs" label={t('address.street')} maxLength={200} value={one.street ?? ''} onChange={(event) => { set(i, { street: event.currentTarget.value }); }} />
          {parts.map((part) => (
            <TextInput key={part} size="xs" label={t(`address.${part}`)} maxLength={100} value={one[part] ?? ''} onChange={(event) => { set(i, { [part]: event.currentTarget.value }); }} />
          ))}
          <Group gap={4} align="flex-end" wrap="nowrap">
            <Select
              size="xs"
              w={110}
              aria-label={t('address.kind')}
              allowDeselect={false}
              data={kinds.map((kind) => ({ value: kind, label: t(`address.${kind}`) }))}
              value={one.kind}
              onChange={(kind) => { if (kind) set(i, { kind }); }}
            />
            <ActionIcon variant="subtle" color="gray" aria-label={t('common:remove')} onClick={() => { setDraft(draft.filter((_, k) => k !== i)); }}>
              <IconX size={14} stroke={1.6} />
            </ActionIcon>
          </Group>
        </div>
      ))}
      {error && <p role="alert" style={{ color: 'var(--c-late)' }}>{error}</p>}
      <Group gap="sm">
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={12} stroke={2} aria-hidden="true" />} onClick={() => { setDraft([...draft, empty()]); }}>
          {t('common:add')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => { setDraft(null); setError(null); }}>{t('common:cancel')}</Button>
        <Button size="compact-xs" type="submit">{t('common:save')}</Button>
      </Group>
    </form>
  );
}
