/** The history's kinds: their icons and sentences. */
import type { CardEvent, EventKind } from '../../api/types';

export const logKinds = ['call', 'meeting', 'email', 'sms', 'note'] as const;
export type LogKind = (typeof logKinds)[number];

export const filters: (EventKind | 'all')[] = ['all', 'contacts', 'tasks', 'notes', 'comments', 'files', 'fields', 'status'];

const icons: Record<string, string> = {
  call: 'phone', meeting: 'users', email: 'mail', sms: 'message', note: 'note', form: 'file-text',
  task_added: 'checklist', task_edited: 'checklist', task_closed: 'checkbox', task_reopened: 'checklist', task_postponed: 'calendar',
  file_added: 'paperclip', file_removed: 'paperclip', file_restored: 'paperclip', comment: 'message', comment_removed: 'message',
  comment_restored: 'message', check_added: 'checklist', check_changed: 'checklist', check_done: 'checkbox', check_opened: 'checklist',
  check_removed: 'checklist', check_order: 'checklist', privacy: 'lock', created: 'star', converted: 'seeding', status: 'target',
};

export function eventIcon(event: CardEvent): string {
  return icons[event.kind] ?? 'circle';
}

/** Kinds with a sentence of their own in the locales; others (from a newer server) are shown as a change. */
const sentences = new Set([
  'created', 'field', 'status', 'owner', 'trashed', 'restored', 'linked', 'unlinked', 'copied', 'converted', 'task_added', 'task_edited',
  'task_closed', 'task_reopened', 'task_postponed', 'call', 'meeting', 'email', 'sms', 'note', 'form', 'contact_created',
  'contact_edited', 'contact_trashed', 'contact_restored', 'contact_merged', 'contact_unmerged', 'contact_absorbed', 'contact_erased',
  'customer_erased', 'consent_given', 'consent_withdrawn', 'consent_removed', 'consent_stands',
  'file_added', 'file_removed', 'file_restored', 'comment', 'comment_removed', 'comment_restored',
  'check_added', 'check_changed', 'check_done', 'check_opened', 'check_removed', 'check_order', 'privacy',
]);

export function eventSentence(event: CardEvent): string {
  if (!sentences.has(event.kind)) return 'field';
  if (event.kind === 'field' || event.kind === 'status' || event.kind === 'owner') {
    return event.old === null ? 'set' : event.new === null ? 'cleared' : 'changed';
  }
  return event.kind;
}
