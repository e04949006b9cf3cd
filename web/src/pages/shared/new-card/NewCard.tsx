import { Button, Group, Input, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../../api/change';
import { api } from '../../../api/client';
import { asProblem } from '../../../api/problem';
import type { Card, CardCreate, Field, FieldValue, Module, TaskIn } from '../../../api/types';
import { FieldEdit, isEmpty } from '../../../fields';
import { ContactForm, emptyContact, isNamed } from '../../../fields/contact-form';
import { ContactPicker } from '../../../fields/contact-picker';
import type { Picked } from '../../../fields/contact-picker';
import type { NewContact } from '../../../meta/contacts';
import { useMeta } from '../../../meta/meta';
import { neededFields } from '../status-needs';
import { TaskFields } from '../task-dialogs';
import { Dialog } from '../../../ui/Dialog';
import { usePhone } from '../../../ui/useMedia';
import { useTexts } from '../../../ui/useTexts';

interface Draft {
  picked: Picked | null;
  fresh: NewContact | null;
  name: string;
  owner: number | null;
  status: number | null;
  value: number | null;
  fields: Record<string, FieldValue>;
  task: TaskIn;
}

function nameOf({ picked, fresh }: Draft, full: (first: string, last: string) => string): string {
  if (picked) return picked.name;
  if (!fresh) return '';
  const { contact } = fresh;
  return contact.kind === 'company' ? (contact.name ?? '') : full(contact.first_name ?? '', contact.last_name ?? '');
}

/** Fields that the form has a place for anyway. */
const PLACED = ['name', 'contact', 'company', 'owner', 'value', 'status'];

/** Fields asked for at once: the key fields, what the module requires, and what the chosen status asks for. */
function askedFields(module: Module, status: number | null): Field[] {
  const keys = module.has_key_fields ? ['qualification', 'rating'] : [];
  const target = module.statuses.find((one) => one.id === status);
  const needed = target ? neededFields(module, target).filter((field) => !PLACED.includes(field.code)) : [];
  return module.fields.filter(
    (field) => keys.includes(field.code) || (field.id > 0 && field.required) || needed.includes(field),
  );
}

function toBody(draft: Draft, module: Module): CardCreate {
  const { picked, fresh, name, owner, status, value, fields, task } = draft;
  const text = task.text?.trim() ?? '';
  return {
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(picked ? { contact_id: picked.id } : {}),
    ...(fresh ? { contact: fresh.contact, ...(fresh.company ? { company: fresh.company } : {}) } : {}),
    owner_id: owner,
    ...(status !== null && !module.fixed ? { status_id: status } : {}),
    ...(value === null ? {} : { value_minor: value }),
    fields: Object.fromEntries(Object.entries(fields).filter(([, one]) => !isEmpty(one))),
    ...(text === '' ? {} : { task: { ...task, text } }),
  };
}

function KeyField({ field, value, onChange }: { field: Field; value: FieldValue; onChange: (value: FieldValue) => void }) {
  const t = useTexts('list');
  const phone = usePhone();
  const options = field.options.filter((option) => !option.retired);
  return (
    <Input.Wrapper label={field.label} labelElement="div">
      <SegmentedControl
        fullWidth
        orientation={phone ? 'vertical' : 'horizontal'}
        size="xs"
        aria-label={field.label}
        value={typeof value === 'number' ? String(value) : ''}
        onChange={(chosen) => { onChange(chosen === '' ? null : Number(chosen)); }}
        data={[{ value: '', label: t('new.later') }, ...options.map((option) => ({ value: String(option.id), label: option.label }))]}
      />
    </Input.Wrapper>
  );
}

interface Props {
  module: Module;
  onClose: () => void;
  onCreated: (card: Card) => void;
}

/** A new card: for whom, what matters about it, and its first task. */
export default function NewCard({ module: first, onClose, onCreated }: Props) {
  const t = useTexts(['list', 'common']);
  const meta = useMeta();
  const [moduleId, setModuleId] = useState(first.id);
  const module = meta.module(moduleId) ?? first;
  const [draft, setDraft] = useState<Draft>({
    picked: null, fresh: null, name: '', owner: meta.me.id, status: null, value: null, fields: {},
    task: { text: '', assignee_id: meta.me.id },
  });
  const set = (part: Partial<Draft>): void => { setDraft((before) => ({ ...before, ...part })); };
  const create = useChange({
    run: () => api.cards.create(module.id, toBody(draft, module)),
    says: ({ card }) => t('new.created', { card: card.name }),
    refused: () => true,
  });
  const problem = create.error ? asProblem(create.error) : null;
  const errorOf = (...paths: string[]): string | undefined =>
    problem?.field !== undefined && paths.includes(problem.field) ? problem.message : undefined;

  const familyFirst = meta.account.name_order === 'family_first';
  const customer = nameOf(draft, (given, family) => (familyFirst ? [family, given] : [given, family]).join(' ').trim());
  const status = draft.status ?? meta.statuses(module.id)[0]?.id ?? null;
  const asked = askedFields(module, status);
  const valueField = module.fields.find((field) => field.code === 'value');
  const ownerField = module.fields.find((field) => field.code === 'owner');
  const statusField = module.fields.find((field) => field.code === 'status');
  const ready = draft.name.trim() !== '' || customer !== '';
  const placed = ['name', 'value_minor', 'task.text', 'owner_id', ...asked.map((field) => `fields.${field.code}`)];

  return (
    <Dialog onClose={onClose} size="lg" title={t('new.title', { item: module.item_label })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(undefined, { onSuccess: ({ card }) => { onCreated(card); } });
        }}
      >
        <Stack gap="md">
          {meta.modules.length > 1 && (
            <Select
              label={t('new.module')}
              data={meta.modules.map((one) => ({ value: String(one.id), label: one.label }))}
              value={String(module.id)}
              allowDeselect={false}
              onChange={(id) => {
                setModuleId(Number(id));
                set({ status: null, fields: {} });
              }}
            />
          )}
          {draft.fresh ? (
            <Input.Wrapper label={t('new.customer_new')} labelElement="div">
              <Stack gap="xs" mt={4}>
                <ContactForm
                  value={draft.fresh}
                  onChange={(fresh) => { set({ fresh }); }}
                  onUse={(picked) => { set({ picked, fresh: null }); }}
                />
                <Group>
                  <Button size="compact-xs" variant="subtle" onClick={() => { set({ fresh: null }); }}>
                    {t('new.pick_existing')}
                  </Button>
                </Group>
              </Stack>
            </Input.Wrapper>
          ) : (
            <ContactPicker
              input={{ label: t('new.customer'), error: errorOf('contact_id') }}
              value={draft.picked}
              autoFocus
              onPick={(picked) => { set({ picked }); }}
              onNew={(typed) => { set({ fresh: emptyContact(typed.includes(' ') || typed === '' ? 'person' : 'company', typed) }); }}
            />
          )}
          <TextInput
            label={t('new.name')}
            description={t('new.name_hint')}
            placeholder={customer}
            maxLength={200}
            value={draft.name}
            error={errorOf('name', 'fields.name')}
            onChange={(event) => { set({ name: event.currentTarget.value }); }}
          />
          {asked.map((field) => {
            const value = draft.fields[field.code] ?? null;
            const onChange = (next: FieldValue): void => { set({ fields: { ...draft.fields, [field.code]: next } }); };
            return field.code === 'qualification' || field.code === 'rating' ? (
              <KeyField key={field.code} field={field} value={value} onChange={onChange} />
            ) : (
              <FieldEdit
                key={field.code}
                field={field}
                module={module}
                label={field.label}
                value={value}
                onChange={onChange}
                error={errorOf(`fields.${field.code}`)}
              />
            );
          })}
          <SimpleGrid cols={{ base: 1, xs: module.fixed ? 2 : 3 }} spacing="sm">
            {!module.fixed && statusField && (
              <FieldEdit
                field={statusField}
                module={module}
                label={statusField.label}
                value={status}
                onChange={(next) => { set({ status: typeof next === 'number' ? next : null }); }}
              />
            )}
            {valueField && (
              <FieldEdit
                field={valueField}
                label={valueField.label}
                value={draft.value}
                error={errorOf('value_minor')}
                onChange={(next) => { set({ value: typeof next === 'number' ? next : null }); }}
              />
            )}
            {ownerField && (
              <FieldEdit
                field={ownerField}
                label={ownerField.label}
                value={draft.owner}
                error={errorOf('owner_id')}
                onChange={(next) => { set({ owner: typeof next === 'number' ? next : null }); }}
              />
            )}
          </SimpleGrid>
          <TaskFields
            module={module}
            value={draft.task}
            onChange={(task) => { set({ task }); }}
            label={t('new.task')}
            error={errorOf('task.text')}
          />
          {problem && !placed.includes(problem.field ?? '') && (
            <Text size="sm" c="red" role="alert">{problem.message}</Text>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
            <Button
              type="submit"
              loading={create.isPending}
              disabled={!ready || (draft.fresh !== null && !isNamed(draft.fresh) && draft.name.trim() === '')}
            >
              {t('new.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
