import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { api } from './client';
import { problemText } from './message';
import { asProblem } from './problem';
import { keys } from './queries';
import { hideToast, showToast } from './toast';
import type { Card, Change, Id } from './types';

/* Every write of a page goes through useChange: it shows the result at once (optimistic), takes it back when the server
 * refuses, says in a toast what happened, and offers to undo it. */

const undoable: { id: Id; text: string }[] = [];
const ownWrites = new Map<Id, number>();

/** True when this tab itself made that version of the card, so the live notice about it brings nothing new. */
export function isOwnWrite(card: Id, version: number): boolean {
  return (ownWrites.get(card) ?? -1) >= version;
}

function rememberWrite(card: Card): void {
  ownWrites.set(card.id, card.version);
}

export function showProblem(error: unknown): void {
  showToast({ text: problemText(asProblem(error)), alarm: true, ms: 10_000 });
}

export function showNote(text: string): void {
  showToast({ text, ms: 5_000 });
}

const toastOf = (id: Id) => `change-${String(id)}`;

/** Toast with an Undo button for a change that was made; also remembers it for the Z key. */
export function showChange(client: QueryClient, text: string, change: Pick<Change, 'id'>): void {
  const { id } = change;
  undoable.push({ id, text });
  if (undoable.length > 50) undoable.shift();
  showToast({
    id: toastOf(id),
    text,
    action: {
      label: i18next.t('common:undo'),
      run: () => {
        void undoChange(client, id);
      },
    },
    ms: 8_000,
  });
}

/** Marks all that a change of a card can alter as old. */
export function refreshAfter(client: QueryClient, card?: Card): void {
  if (card) {
    rememberWrite(card);
    client.setQueryData(keys.card(card.id), card);
    void client.invalidateQueries({ queryKey: [...keys.card(card.id), 'events'] });
    void client.invalidateQueries({ queryKey: keys.cards(card.module_id) });
  } else {
    void client.invalidateQueries({ queryKey: ['cards'] });
    void client.invalidateQueries({ queryKey: ['card'] });
    void client.invalidateQueries({ queryKey: keys.contacts });
    void client.invalidateQueries({ queryKey: ['contact'] });
    void client.invalidateQueries({ queryKey: keys.duplicates });
  }
  void client.invalidateQueries({ queryKey: keys.home });
  void client.invalidateQueries({ queryKey: keys.tasks });
  void client.invalidateQueries({ queryKey: keys.changes });
}

export async function undoChange(client: QueryClient, id: Id): Promise<void> {
  hideToast(toastOf(id));
  const at = undoable.findIndex((change) => change.id === id);
  const text = at >= 0 ? undoable.splice(at, 1)[0]?.text : undefined;
  try {
    await api.changes.undo(id);
    showNote(text ? i18next.t('common:undone_what', { what: text }) : i18next.t('common:undone'));
  } catch (error) {
    showProblem(error);
  }
  refreshAfter(client);
}

/** The Z key: takes back the last change made in this tab. */
export async function undoLast(client: QueryClient): Promise<void> {
  const last = undoable.at(-1);
  if (last) await undoChange(client, last.id);
  else showNote(i18next.t('common:nothing_to_undo'));
}

export interface ChangeOptions<V, R> {
  run: (vars: V) => Promise<R>;
  /** Caches the optimistic step writes to: saved before, put back when the server refuses. */
  saves?: (vars: V) => QueryKey[];
  /** Writes the expected result into the caches at once. */
  optimistic?: (client: QueryClient, vars: V) => void;
  /** What happened, for the toast; absent = no toast. */
  says?: (result: R, vars: V) => string | undefined;
  /** Further keys to mark as old when it is done. */
  touches?: (result: R, vars: V) => QueryKey[];
  /** Return true when the page itself shows the refusal (beside the field). */
  refused?: (error: unknown, vars: V) => boolean;
}

interface MaybeChange {
  change?: Change | undefined;
  card?: Card | undefined;
}

export function useChange<V, R extends object>(options: ChangeOptions<V, R>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: options.run,
    onMutate: async (vars: V) => {
      const saved: [QueryKey, unknown][] = [];
      for (const key of options.saves?.(vars) ?? []) {
        await client.cancelQueries({ queryKey: key });
        saved.push(...client.getQueriesData({ queryKey: key }));
      }
      options.optimistic?.(client, vars);
      return { saved };
    },
    onError: (error, vars, context) => {
      for (const [key, data] of context?.saved ?? []) client.setQueryData(key, data);
      if (!options.refused?.(error, vars)) showProblem(error);
      // Somebody else was quicker: show what stands now.
      if (asProblem(error).stale) refreshAfter(client);
    },
    onSuccess: (result, vars) => {
      const { change, card } = result as MaybeChange;
      const text = options.says?.(result, vars);
      if (text && change?.id) showChange(client, text, change);
      else if (text) showNote(text);
      refreshAfter(client, card);
      for (const key of options.touches?.(result, vars) ?? []) void client.invalidateQueries({ queryKey: key });
    },
  });
}
