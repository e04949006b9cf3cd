import { Alert, Button, Group, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemOf, useDuplicates } from '../meta/contacts';
import type { NewContact } from '../meta/contacts';
import type { ContactIn, Duplicate, FieldValue } from '../meta/types';
import { useMeta } from '../meta/meta';
import { ContactPicker } from './contact-picker';
import type { Picked } from './contact-picker';
import { FieldEdit } from './index';
import { useTexts } from '../ui/useTexts';

/** Start a new contact from what was typed into the search box: a mail address and a phone number are seen as such. */
export function emptyContact(kind: ContactIn['kind'], typed: string): NewContact {
  if (typed.includes('@')) return { contact: { kind, points: [{ kind: 'email', value: typed, is_default: true }] } };
  if (/^[+\d][\d\s()/-]{5,}$/.test(typed)) {
    return { contact: { kind, points: [{ kind: 'phone', value: typed, is_default: true }] } };
  }
  if (kind === 'company') return { contact: { kind, name: typed } };
  const words = typed.split(/\s+/).filter((word) => word !== '');
  return { contact: { kind, first_name: words.slice(0, -1).join(' ') || (words[0] ?? ''), last_name: words.length > 1 ? (words.at(-1) ?? '') : '' } };
}

export function isNamed({ contact }: NewContact): boolean {
  const name = contact.kind === 'company' ? contact.name : `${contact.first_name ?? ''}${contact.last_name ?? ''}`;
  return (name ?? '').trim() !== '';
}

function pointOf(contact: ContactIn, kind: 'email' | 'phone'): string {
  return contact.points?.find((point) => point.kind === kind)?.value ?? '';
}

function withPoint(contact: ContactIn, kind: 'email' | 'phone', value: string): ContactIn {
  const others = (contact.points ?? []).filter((point) => point.kind !== kind);
  return { ...contact, points: value === '' ? others : [...others, { kind, value, is_default: true }] };
}

interface Props {
  value: NewContact;
  onChange: (value: NewContact) => void;
  /** Take an existing contact instead of a second one of the same. */
  onUse: (found: Picked) => void;
  error?: unknown;
}

function Duplicates({ rows, onUse }: { rows: readonly Duplicate[]; onUse: Props['onUse'] }) {
  const t = useTexts('fields');
  if (rows.length === 0) return null;
  return (
    <Alert color="yellow" title={t('contact.duplicate')} p="sm">
      <Stack gap={4}>
        {rows.slice(0, 4).map((row) => (
          <Group key={row.id} justify="space-between" wrap="nowrap" gap="sm">
            <Text size="sm">
              {row.name} <Text span size="xs" c="dimmed">({t(`contact.same.${row.reason}`)})</Text>
            </Text>
            <Button size="compact-xs" variant="default" onClick={() => { onUse({ id: row.id, name: row.name }); }}>
              {t('contact.use')}
            </Button>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}

/** The account's own fields of a new contact: those it must have, and the others when they are wanted. */
function Own({ contact, error, onChange }: { contact: ContactIn; error: unknown; onChange: (contact: ContactIn) => void }) {
  const t = useTexts('fields');
  const [all, setAll] = useState(false);
  const fields = useMeta().ownFields(contact.kind ?? 'person').filter((field) => field.editable);
  const shown = all ? fields : fields.filter((field) => field.required);
  const values = contact.fields ?? {};
  return (
    <>
      {shown.map((field) => (
        <FieldEdit
          key={field.code}
          field={field}
          label={field.label}
          value={(values[field.code] ?? null) as FieldValue}
          error={problemOf(error, `fields.${field.code}`)}
          onChange={(value) => { onChange({ ...contact, fields: { ...values, [field.code]: value } }); }}
        />
      ))}
      {shown.length < fields.length && (
        <Group>
          <Button size="compact-sm" variant="subtle" onClick={() => { setAll(true); }}>{t('contact.more_fields')}</Button>
        </Group>
      )}
    </>
  );
}

/** The few things asked about a new person or company; everything else can follow on its page. */
export function ContactForm({ value, onChange, onUse, error }: Props) {
  const t = useTexts('fields');
  const familyFirst = useMeta().account.name_order === 'family_first';
  const { contact, company } = value;
  const [employer, setEmployer] = useState<Picked | null>(null);
  const duplicates = useDuplicates(contact);
  const set = (part: Partial<ContactIn>): void => {
    onChange({ ...value, contact: { ...contact, ...part } });
  };
  const switchKind = (kind: ContactIn['kind']): void => {
    const name = (contact.name ?? `${contact.first_name ?? ''} ${contact.last_name ?? ''}`).trim();
    const points = contact.points ? { points: contact.points } : {};
    onChange({ contact: { ...emptyContact(kind, name).contact, ...points } });
  };
  const first = (
    <TextInput
      key="first"
      label={t('contact.first_name')}
      value={contact.first_name ?? ''}
      maxLength={100}
      data-autofocus={!familyFirst || undefined}
      onChange={(event) => { set({ first_name: event.currentTarget.value }); }}
    />
  );
  const last = (
    <TextInput
      key="last"
      label={t('contact.last_name')}
      value={contact.last_name ?? ''}
      maxLength={100}
      data-autofocus={familyFirst || undefined}
      onChange={(event) => { set({ last_name: event.currentTarget.value }); }}
    />
  );
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label={t('contact.kind')}
        data={[{ value: 'company', label: t('contact.company') }, { value: 'person', label: t('contact.person') }]}
        value={contact.kind}
        onChange={(kind) => { switchKind(kind as ContactIn['kind']); }}
      />
      {contact.kind === 'company' ? (
        <TextInput
          label={t('contact.company_name')}
          value={contact.name ?? ''}
          maxLength={200}
          data-autofocus
          onChange={(event) => { set({ name: event.currentTarget.value }); }}
        />
      ) : (
        <>
          <SimpleGrid cols={2} spacing="sm">{familyFirst ? [last, first] : [first, last]}</SimpleGrid>
          <ContactPicker
            kind="company"
            input={{
              label: t('contact.company'),
              ...(company ? { description: t('contact.new_company') } : {}),
            }}
            value={company ? { id: 0, name: company.name ?? '' } : employer}
            onPick={(picked) => {
              setEmployer(picked);
              onChange({ contact: { ...contact, company_id: picked?.id ?? null } });
            }}
            onNew={(typed) => {
              if (typed === '') return;
              setEmployer(null);
              onChange({ contact: { ...contact, company_id: null }, company: { kind: 'company', name: typed } });
            }}
          />
        </>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput
          label={t('contact.email')}
          type="email"
          value={pointOf(contact, 'email')}
          onChange={(event) => {
            onChange({ ...value, contact: withPoint(contact, 'email', event.currentTarget.value) });
          }}
        />
        <TextInput
          label={t('contact.phone')}
          type="tel"
          value={pointOf(contact, 'phone')}
          onChange={(event) => {
            onChange({ ...value, contact: withPoint(contact, 'phone', event.currentTarget.value) });
          }}
        />
      </SimpleGrid>
      <Own key={contact.kind} contact={contact} error={error} onChange={(next) => { onChange({ ...value, contact: next }); }} />
      {company && <Own key="new" contact={company} error={error} onChange={(next) => { onChange({ ...value, company: next }); }} />}
      <Duplicates rows={duplicates} onUse={onUse} />
      {error instanceof Error && <Text size="sm" c="red" role="alert">{error.message}</Text>}
    </Stack>
  );
}
