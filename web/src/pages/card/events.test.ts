import { describe, expect, it } from 'vitest';
import type { CardEvent } from '../../api/types';
import { eventSentence } from './events';

const event = (kind: string, old: string | null = null, next: string | null = null) => ({ kind, old, new: next }) as CardEvent;

describe('sentences of the history', () => {
  it('tell setting, changing and clearing a value apart', () => {
    expect(eventSentence(event('field', null, 'VIP'))).toBe('set');
    expect(eventSentence(event('status', 'Prospect', 'Lost'))).toBe('changed');
    expect(eventSentence(event('owner', 'Anna', null))).toBe('cleared');
  });
  it('have one for each kind and fall back for kinds they do not know', () => {
    expect(eventSentence(event('task_closed'))).toBe('task_closed');
    expect(eventSentence(event('something_new', 'a', 'b'))).toBe('field');
  });
});
