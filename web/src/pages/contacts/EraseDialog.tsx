import { Button, Group, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshAfter, showNote } from '../../api/change';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import type { Contact, Id } from '../../api/types';
import { Dialog } from '../../ui/Dialog';
import { useTexts } from '../../ui/useTexts';
import { JobProgress } from '../shared/JobProgress';

/** Forgets a person for good: says what goes, and asks for the name. */
export default function EraseDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useTexts(['contact', 'common']);
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [job, setJob] = useState<Id | null>(null);
  const erase = async () => {
    try {
      setJob((await api.contacts.erase(contact.id, typed)).job_id);
    } catch (error) {
      setRefused(problemText(asProblem(error)));
    }
  };
  return (
    <Dialog title={t('gdpr.title')} onClose={onClose}>
      <Text size="sm">{t('gdpr.text')}</Text>
      <TextInput
        mt="md"
        data-autofocus
        label={t('gdpr.confirm', { name: contact.name })}
        value={typed}
        error={refused}
        onChange={(event) => { setTyped(event.currentTarget.value); setRefused(null); }}
      />
      {job !== null && (
        <JobProgress
          id={job}
          label={t('gdpr.working')}
          done={() => {
            refreshAfter(client);
            showNote(t('gdpr.done'));
            onClose();
          }}
        />
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button color="red.8" loading={job !== null} disabled={typed.trim() === ''} onClick={() => void erase()}>{t('gdpr.go')}</Button>
      </Group>
    </Dialog>
  );
}
