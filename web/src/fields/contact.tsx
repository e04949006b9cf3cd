import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useContactName, useCreateContact } from '../meta/contacts';
import type { NewContact } from '../meta/contacts';
import { inputProps } from './box';
import { ContactForm, emptyContact, isNamed } from './contact-form';
import { ContactPicker } from './contact-picker';
import type { EditProps, FieldType, FilterProps, ShowProps } from './type';
import { Dialog } from '../ui/Dialog';
import { useTexts } from '../ui/useTexts';

function ContactShow({ value, text }: ShowProps) {
  const name = useContactName(typeof value === 'number' ? value : null, text);
  return <>{name}</>;
}

/** Picks a contact, or makes a new one in a dialog on the spot. */
function ContactEdit(props: EditProps) {
  const t = useTexts('fields');
  const [fresh, setFresh] = useState<NewContact | null>(null);
  const create = useCreateContact((name) => t('contact.created', { name }));
  const { field, text } = props;
  const id = typeof props.value === 'number' ? props.value : null;
  const name = useContactName(id, text);
  const take = (picked: number | null): void => {
    setFresh(null);
    props.onChange(picked);
    props.onCommit?.(picked);
  };
  const save = (): void => {
    if (fresh) create.mutate(fresh, { onSuccess: (made) => { take(made.contact.id); } });
  };
  return (
    <>
      <ContactPicker
        input={inputProps(props)}
        value={id === null ? null : { id, name }}
        kind={field.code === 'company' ? 'company' : undefined}
        onPick={(picked) => {
          take(picked?.id ?? null);
        }}
        onNew={(typed) => {
          setFresh(emptyContact(field.code === 'company' ? 'company' : 'person', typed));
        }}
        onCancel={fresh ? undefined : props.onCancel}
        autoFocus={props.autoFocus}
      />
      <Dialog
        opened={fresh !== null}
        onClose={() => {
          setFresh(null);
          props.onCancel?.();
        }}
        title={t('contact.new')}
      >
        {fresh && (
          <Stack gap="md">
            <ContactForm value={fresh} onChange={setFresh} onUse={(found) => { take(found.id); }} error={create.error} />
            <Group justify="flex-end">
              <Button onClick={save} loading={create.isPending} disabled={!isNamed(fresh)}>
                {t('contact.create')}
              </Button>
            </Group>
          </Stack>
        )}
      </Dialog>
    </>
  );
}

function ContactFilter({ field, op, value, onChange }: FilterProps) {
  const t = useTexts('fields');
  const first = Array.isArray(value) ? value[0] : value;
  const id = typeof first === 'number' ? first : null;
  const name = useContactName(id);
  if (op === 'empty' || op === 'not_empty') return null;
  return (
    <ContactPicker
      input={{ size: 'xs', 'aria-label': t('value_of', { field: field.label }) }}
      value={id === null ? null : { id, name }}
      kind={field.code === 'company' ? 'company' : undefined}
      onPick={(picked) => {
        const chosen = picked?.id ?? null;
        onChange(op === 'in' || op === 'not_in' ? (chosen === null ? [] : [chosen]) : chosen);
      }}
    />
  );
}

export const contact: FieldType = {
  name: 'contact', Show: ContactShow, Edit: ContactEdit, Filter: ContactFilter, words: 'choice',
};
