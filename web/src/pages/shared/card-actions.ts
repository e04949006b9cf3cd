/** What is done to one card from a list, the board, the table or its panel: each change shows at once and can be undone. */
import { useQueryClient } from '@tanstack/react-query';
import { useChange } from '../../api/change';
import { api } from '../../api/client';
import { keys } from '../../api/queries';
import type { CardRow, Field, FieldValue, FieldValues, Id, TaskIn } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { patchCard, showConflict } from './conflict';
import { patchRow } from './row-cache';
import type { SeenTask } from './task-conflict';
import { showTaskConflict, writeTask } from './task-conflict';
import { useTexts } from '../../ui/useTexts';

const touched = (row: Pick<CardRow, 'id' | 'module_id'>) => [keys.cards(row.module_id), keys.card(row.id)];

/** The row as it will be once the field has the value. */
export function withField(row: CardRow, field: Field, value: FieldValue): CardRow {
  const id = typeof value === 'number' ? value : null;
  switch (field.code) {
    case 'name': return { ...row, name: typeof value === 'string' ? value : '' };
    case 'owner': return { ...row, owner_id: id };
    case 'value': return { ...row, value_minor: id };
    case 'status': return id === null ? row : { ...row, status_id: id };
    case 'qualification': return { ...row, qualification: id };
    case 'rating': return { ...row, rating: id };
    case 'sales_state': return { ...row, sales_state: id };
    case 'contact':
    case 'company': return row;
    default: return { ...row, fields: { ...row.fields, [field.code]: value } };
  }
}

/** The value of any field of a list row. */
export function rowValue(row: CardRow, field: Field): FieldValue {
  switch (field.code) {
    case 'name': return row.name;
    case 'number': return row.number;
    case 'status': return row.status_id;
    case 'owner': return row.owner_id;
    case 'contact': return row.contact?.id ?? null;
    case 'company': return row.company?.id ?? null;
    case 'value': return row.value_minor;
    case 'qualification': return row.qualification;
    case 'rating': return row.rating;
    case 'sales_state': return row.sales_state;
    case 'created_at': return row.created_at;
    case 'updated_at': return row.updated_at;
    case 'last_contact_at': return row.last_contact_at;
    case 'next_due_at': return row.next_due_at;
    case 'status_at': return row.status_at;
    case 'wake_at': return row.wake_at;
    default: return row.fields[field.code] ?? null;
  }
}

export interface EditCard {
  row: CardRow;
  field: Field;
  value: FieldValue;
  /** Further fields that go with it (a lost reason with the status). */
  more?: FieldValues;
  note?: string;
}

/** Fields that come with a first one (the reason of a loss) were not on the screen: nothing is what was seen of them. */
const blank = (more: FieldValues = {}): FieldValues => Object.fromEntries(Object.keys(more).map((code) => [code, null]));

/** Sets one field. With `quiet` a refusal is left to the caller, who shows it beside the field. */
export function useEditCard({ quiet = false }: { quiet?: boolean } = {}) {
  const t = useTexts('list');
  const meta = useMeta();
  return useChange({
    run: ({ row, field, value, more, note }: EditCard) =>
      patchCard(row, { ...more, [field.code]: value }, { ...blank(more), [field.code]: rowValue(row, field) }, note),
    saves: ({ row }) => touched(row),
    optimistic: (client, { row, field, value }) => {
      patchRow(client, row.module_id, row.id, (one) => withField(one, field, value));
    },
    says: ({ card }, { row, field, value }) => {
      if (meta.module(row.module_id)?.fixed && card.status_id !== row.status_id) {
        return t('done.moved', { card: card.name, status: meta.status(card.status_id)?.label ?? '' });
      }
      if (field.code === 'status') return t('done.moved', { card: card.name, status: meta.status(card.status_id)?.label ?? '' });
      if (field.code === 'owner') {
        const owner = typeof value === 'number' ? meta.member(value)?.name : undefined;
        return owner ? t('done.assigned', { card: card.name, owner }) : t('done.unassigned', { card: card.name });
      }
      return t('done.edited', { card: card.name, field: field.label });
    },
    refused: (error, { row, field, value, more }) => showConflict(error, row, { ...more, [field.code]: value }) || quiet,
  });
}

export interface MoveBox {
  row: CardRow;
  qualification: number;
  rating: number;
}

/** Puts a card into a cell of the 9-box: qualification and rating together. */
export function useMoveBox() {
  const t = useTexts('list');
  const meta = useMeta();
  return useChange({
    run: ({ row, qualification, rating }: MoveBox) =>
      patchCard(row, { qualification, rating }, { qualification: row.qualification, rating: row.rating }),
    refused: (error, { row, qualification, rating }) => showConflict(error, row, { qualification, rating }),
    saves: ({ row }) => touched(row),
    optimistic: (client, { row, qualification, rating }) => {
      patchRow(client, row.module_id, row.id, (one) => ({ ...one, qualification, rating }));
    },
    says: ({ card }) => t('done.boxed', {
      card: card.name,
      qualification: meta.option(meta.field(card.module_id, 'qualification'), card.qualification)?.label ?? '',
      rating: meta.option(meta.field(card.module_id, 'rating'), card.rating)?.label ?? '',
      status: meta.status(card.status_id)?.label ?? '',
    }),
  });
}

export interface Postpone {
  row: CardRow;
  /** Due time to show at once; the server computes the exact one. */
  due: number;
  by: { days: number } | { due_date: string };
}

/** Moves a card's next task to a later day. */
export function usePostpone() {
  const t = useTexts('list');
  const format = useFormat();
  return useChange({
    run: ({ row: { next_task: task }, by }: Postpone) => {
      if (!task) throw new Error('no task');
      return writeTask(task, (version) => api.tasks.postpone(task.id, { ...by, version }));
    },
    refused: (error, { row: { next_task: task }, by }) =>
      task !== null && showTaskConflict(error, (_, version) => api.tasks.postpone(task.id, { ...by, version })),
    saves: ({ row }) => touched(row),
    optimistic: (client, { row, due }) => {
      patchRow(client, row.module_id, row.id, (one) =>
        one.next_task ? { ...one, next_due_at: due, next_task: { ...one.next_task, due_at: due } } : one,
      );
    },
    says: ({ card, task }) => t('done.postponed', {
      card: card.name, when: task.due_at === null ? '' : format.due(task.due_at, task.due_has_time).text,
    }),
  });
}

export interface CloseTask {
  row: Pick<CardRow, 'id' | 'module_id' | 'name' | 'n_open_tasks'>;
  task: SeenTask;
  state: 'done' | 'success' | 'failed';
  result?: string;
  next?: TaskIn;
}

const closing = ({ task, state, result, next }: CloseTask, version: number) =>
  api.tasks.close(task.id, { state, version, ...(result ? { result } : {}), ...(next ? { next } : {}) });

/** Closes a task; the reply brings a suggestion when the card is left without one. */
export function useCloseTask() {
  const t = useTexts('list');
  return useChange({
    run: (vars: CloseTask) => writeTask(vars.task, (version) => closing(vars, version)),
    refused: (error, vars) => showTaskConflict(error, (_, version) => closing(vars, version)),
    saves: ({ row }) => touched(row),
    optimistic: (client, { row, task }) => {
      patchRow(client, row.module_id, row.id, (one) => {
        if (one.next_task?.id !== task.id) return one;
        const last = one.n_open_tasks <= 1;
        return { ...one, next_task: null, n_open_tasks: one.n_open_tasks - 1, next_due_at: last ? null : one.next_due_at };
      });
    },
    says: ({ card }) => t('done.closed', { card: card.name }),
  });
}

export function useAddTask() {
  const t = useTexts('list');
  return useChange({
    run: ({ card, task }: { card: Id; task: TaskIn }) => api.cards.addTask(card, task),
    says: ({ task }) => t('done.task_added', { task: task.text }),
  });
}

export function useTrashCard() {
  const t = useTexts('list');
  const client = useQueryClient();
  return useChange({
    run: (row: CardRow) => api.cards.trash(row.id),
    saves: (row) => touched(row),
    says: (_, row) => t('done.trashed', { card: row.name }),
    touches: (_, row) => {
      client.removeQueries({ queryKey: keys.card(row.id) });
      return [keys.cards(row.module_id)];
    },
  });
}
