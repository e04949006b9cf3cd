import { Button, Group, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Id } from '../../api/types';
import { ContactForm, emptyContact, isNamed } from '../../fields/contact-form';
import { useCreateContact } from '../../meta/contacts';
import { useTexts } from '../../ui/useTexts';

/** A new person or company; look-alikes are shown while one types. */
export default function NewContact({ kind, onClose }: { kind: 'person' | 'company'; onClose: () => void }) {
  const t = useTexts(['contact', 'common']);
  const navigate = useNavigate();
  const [value, setValue] = useState(() => emptyContact(kind, ''));
  const create = useCreateContact((name) => t('created', { name }));
  const open = (id: Id) => void navigate({ to: '/contacts/$contactId', params: { contactId: id } });
  return (
    <Modal opened onClose={onClose} title={t('new')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isNamed(value)) create.mutate(value, { onSuccess: (made) => { open(made.contact.id); } });
        }}
      >
        <ContactForm value={value} onChange={setValue} onUse={(found) => { open(found.id); }} error={create.error} />
        <Group justify="flex-end" gap="sm" mt="md">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={create.isPending} disabled={!isNamed(value)}>{t('create')}</Button>
        </Group>
      </form>
    </Modal>
  );
}
