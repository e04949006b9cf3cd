/** Two people changed the same card or task: what each of them wants, kept here until the person has decided. */
import { useSyncExternalStore } from 'react';
import { api } from '../../api/client';
import type { Stale } from '../../api/problem';
import { asProblem } from '../../api/problem';
import type { CardRow, FieldValues } from '../../api/types';
import type { TaskConflict } from './task-conflict';

export interface CardConflict {
  card: Pick<CardRow, 'id' | 'module_id'>;
  yours: FieldValues;
  stale: Stale;
}

export type Conflict = CardConflict | TaskConflict;

let conflict: Conflict | null = null;
const listeners = new Set<() => void>();

export function setConflict(next: Conflict | null): void {
  conflict = next;
  for (const listener of listeners) listener();
}

export function useConflict(): Conflict | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => conflict,
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** True when the other person changed something else: what was seen of these fields still stands. */
export function isUntouched(stale: Stale, seen: FieldValues): boolean {
  return Object.entries(seen).every(([code, value]) => {
    const both = stale.fields[code];
    return both !== undefined && same(both.theirs, value);
  });
}

/**
 * Writes fields of a card. `seen` is what they held on the screen: when the card has changed since, but not in these fields,
 * the write is made on what stands now.
 */
export async function patchCard(row: CardRow, fields: FieldValues, seen: FieldValues, note?: string) {
  const more = note ? { note } : {};
  try {
    return await api.cards.patch(row.id, fields, { version: row.version, ...more });
  } catch (error) {
    const { stale } = asProblem(error);
    if (!stale || !isUntouched(stale, seen)) throw error;
    return await api.cards.patch(row.id, fields, { version: stale.current.version, ...more });
  }
}

/** Shows both values when a write came too late; false when it failed for another reason. */
export function showConflict(error: unknown, card: CardConflict['card'], yours: FieldValues): boolean {
  const { stale } = asProblem(error);
  if (stale) setConflict({ card, yours, stale });
  return stale !== null;
}
