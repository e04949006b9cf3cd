import { useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { api } from '../api/client';
import { useChange } from '../api/change';
import { queries } from '../api/queries';
import type { ContactIn, ContactRow, Duplicate, Id } from '../api/types';

/* People and companies for the rooms that pick them: search as you type, look-alikes, and making a new one. */

export { problemOf } from '../api/problem';

const typingMs = 120;

export function useContactSearch(text: string, kind: 'person' | 'company' | undefined, enabled: boolean): ContactRow[] {
  const [q] = useDebouncedValue(text.trim(), typingMs);
  const found = useQuery({
    queryKey: ['contacts', 'pick', q, kind ?? null],
    queryFn: ({ signal }) => api.contacts.list({ ...(q ? { q } : {}), ...(kind ? { kind } : {}), limit: 12 }, signal),
    placeholderData: (before) => before,
    enabled,
  });
  return found.data?.rows ?? [];
}

/** The name behind an id, for fields that carry only the id. */
export function useContactName(id: Id | null, known?: string): string {
  const found = useQuery({ ...queries.contact(id ?? 0), enabled: id !== null && known === undefined });
  return known ?? found.data?.name ?? '';
}

function worthAsking(contact: ContactIn): boolean {
  const name = contact.name ?? `${contact.first_name ?? ''}${contact.last_name ?? ''}`;
  return name.trim().length > 2 || (contact.points ?? []).some((point) => point.value.trim().length > 4);
}

/** Contacts that look like the one being typed: same e-mail, same phone, or the same name. */
export function useDuplicates(contact: ContactIn): Duplicate[] {
  const [asked] = useDebouncedValue(contact, 300);
  const found = useQuery({
    queryKey: ['contacts', 'duplicates', asked],
    queryFn: () => api.contacts.duplicates(asked),
    enabled: worthAsking(asked),
    placeholderData: (before) => before,
  });
  return worthAsking(asked) ? (found.data?.rows ?? []) : [];
}

/** A new contact; a person's new company is made first. */
export interface NewContact {
  contact: ContactIn;
  company?: ContactIn;
}

export function useCreateContact(says: (name: string) => string) {
  // When the person is refused, the next try finds the company made.
  const made = useRef<{ company: ContactIn; id: Id } | null>(null);
  return useChange({
    run: async ({ contact, company }: NewContact) => {
      if (!company) return api.contacts.create(contact);
      if (made.current?.company !== company) made.current = { company, id: (await api.contacts.create(company)).contact.id };
      return api.contacts.create({ ...contact, company_id: made.current.id });
    },
    says: (made) => says(made.contact.name),
    refused: () => true,
  });
}
