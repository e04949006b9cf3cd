import { Group, Select, TextInput } from '@mantine/core';
import type { Address } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useTexts } from '../../ui/useTexts';
import classes from './contacts.module.css';
import { DraftList } from './DraftList';

const kinds = ['office', 'billing', 'delivery', 'home'] as const;
const parts = ['postal_code', 'city', 'county', 'country'] as const;

function line(address: Address): string {
  return [address.postal_code, address.city, address.street, address.county, address.country].filter(Boolean).join(', ');
}

function tidy(addresses: readonly Address[]): Address[] {
  const filled = addresses.filter((one) => [one.street, one.city, one.postal_code].some((text) => (text ?? '').trim() !== ''));
  return filled.map(({ kind, street, city, postal_code, county, country, is_default }) => ({
    kind, street: street ?? '', city: city ?? '', postal_code: postal_code ?? '', county: county ?? '', country: country ?? '',
    is_default: is_default ?? false,
  }));
}

/** Any number of addresses, each with what it is for. */
export function Addresses({ addresses, editable, onSave }: {
  addresses: Address[];
  editable: boolean;
  onSave: (addresses: Address[]) => Promise<void>;
}) {
  const t = useTexts(['contact', 'common']);
  const { account } = useMeta();
  return (
    <DraftList<Address>
      items={addresses}
      editable={editable}
      fresh={(others) => ({
        kind: 'office', street: '', city: '', postal_code: '', county: '', country: account.country, is_default: others.length === 0,
      })}
      addFirst={t('address.add')}
      tidy={tidy}
      onSave={onSave}
      show={(one) => (
        <>
          <span className={classes['dim']}>{t(`address.${one.kind}` as 'address.office', { defaultValue: one.kind })}</span>
          <span>{line(one)}</span>
          <span className={classes['dim']}>{one.is_default ? t('default') : ''}</span>
        </>
      )}
      edit={(one, set, _, remove) => (
        <div className={classes['address']}>
          <TextInput size="xs" label={t('address.street')} maxLength={200} value={one.street ?? ''} onChange={(event) => { set({ street: event.currentTarget.value }); }} />
          {parts.map((part) => (
            <TextInput key={part} size="xs" label={t(`address.${part}`)} maxLength={100} value={one[part] ?? ''} onChange={(event) => { set({ [part]: event.currentTarget.value }); }} />
          ))}
          <Group gap={4} align="flex-end" wrap="nowrap">
            <Select
              size="xs"
              w={110}
              aria-label={t('address.kind')}
              allowDeselect={false}
              data={kinds.map((kind) => ({ value: kind, label: t(`address.${kind}`) }))}
              value={one.kind}
              onChange={(kind) => { if (kind) set({ kind }); }}
            />
            {remove}
          </Group>
        </div>
      )}
    />
  );
}
