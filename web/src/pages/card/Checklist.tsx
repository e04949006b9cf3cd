import { ActionIcon, Checkbox, Progress, Text, TextInput, Tooltip } from '@mantine/core';
import { IconArrowUp, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys, queries } from '../../api/queries';
import type { Card, ChecklistItem, Id } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import classes from './card.module.css';

const textMax = 300;

function Item({ card, item, above }: { card: Card; item: ChecklistItem; above: () => void }) {
  const t = useTexts('tasks');
  const meta = useMeta();
  const format = useFormat();
  const [text, setText] = useState<string | null>(null);
  const touches = () => [keys.card(card.id)];
  const tick = useChange({
    run: (done: boolean) => api.checklist.edit(item.id, { done }),
    saves: () => [queries.checklist(card.id).queryKey],
    optimistic: (client, done) => {
      client.setQueryData(queries.checklist(card.id).queryKey, (old) =>
        old && { rows: old.rows.map((one) => (one.id === item.id ? { ...one, done } : one)) });
    },
    says: (out) => t(out.item.done ? 'checklist.done' : 'checklist.open', { text: out.item.text }),
    touches,
  });
  const edit = useChange({
    run: (next: string) => api.checklist.edit(item.id, { text: next, version: item.version }),
    says: (out) => t('checklist.edited', { text: out.item.text }),
    touches,
  });
  const remove = useChange({
    run: () => api.checklist.remove(item.id), says: () => t('checklist.removed', { text: item.text }), touches,
  });
  const save = (): void => {
    const next = text?.trim() ?? '';
    if (next !== '' && next !== item.text) edit.mutate(next);
    setText(null);
  };
  const by = item.done_at !== null && item.done_by !== null
    ? t('checklist.by', { name: meta.member(item.done_by)?.name ?? '', when: format.ago(item.done_at) }) : null;
  return (
    <li className={classes['check']} data-done={item.done || undefined}>
      <Checkbox
        size="xs"
        checked={item.done}
        disabled={!card.permissions.edit}
        aria-label={t(item.done ? 'checklist.untick' : 'checklist.tick', { text: item.text })}
        onChange={(event) => { tick.mutate(event.currentTarget.checked); }}
      />
      {text === null ? (
        <Tooltip label={by} disabled={by === null}>
          <button type="button" className={classes['checkText']} disabled={!card.permissions.edit} onClick={() => { setText(item.text); }}>
            {item.text}
          </button>
        </Tooltip>
      ) : (
        <TextInput
          size="xs"
          autoFocus
          maxLength={textMax}
          value={text}
          aria-label={t('checklist.text', { text: item.text })}
          onChange={(event) => { setText(event.currentTarget.value); }}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === 'Enter') save();
            if (event.key === 'Escape') {
              event.stopPropagation();
              setText(null);
            }
          }}
        />
      )}
      {card.permissions.edit && (
        <span className={classes['checkTools']}>
          <ActionIcon size={24} variant="subtle" color="gray" aria-label={t('checklist.up', { text: item.text })} onClick={above}>
            <IconArrowUp size={13} stroke={1.8} />
          </ActionIcon>
          <ActionIcon size={24} variant="subtle" color="gray" aria-label={t('checklist.remove', { text: item.text })} onClick={() => { remove.mutate(undefined); }}>
            <IconX size={13} stroke={1.8} />
          </ActionIcon>
        </span>
      )}
    </li>
  );
}

/** What is to be ticked off on the card (task null) or on one of its open tasks. Several pasted lines make several items. */
export function Checklist({ card, task }: { card: Card; task: Id | null }) {
  const t = useTexts('tasks');
  const [typed, setTyped] = useState('');
  const { data } = useQuery(queries.checklist(card.id));
  const items = (data?.rows ?? []).filter((item) => item.task_id === task);
  const done = items.filter((item) => item.done).length;
  const touches = () => [keys.card(card.id)];
  const add = useChange({
    run: (texts: string[]) => api.checklist.add(card.id, texts, task),
    says: (out) => t('checklist.added', { count: out.rows.length }),
    touches,
  });
  const order = useChange({
    run: (ids: Id[]) => api.checklist.order(card.id, ids, task), says: () => t('checklist.ordered'), touches,
  });
  const submit = (text: string): void => {
    const texts = text.split('\n').map((line) => line.trim().slice(0, textMax)).filter((line) => line !== '');
    if (texts.length > 0 && !add.isPending) add.mutate(texts, { onSuccess: () => { setTyped(''); } });
  };
  const raise = (at: number): void => {
    const ids = items.map((item) => item.id);
    const id = ids[at];
    if (at > 0 && id !== undefined) order.mutate(ids.toSpliced(at, 1).toSpliced(at - 1, 0, id));
  };
  return (
    <div>
      {items.length > 0 && (
        <>
          <Text size="xs" c="dimmed">{t('checklist.progress', { done, n: items.length })}</Text>
          <Progress size={3} my={4} value={(100 * done) / items.length} aria-label={t('checklist.progress', { done, n: items.length })} color="green" />
        </>
      )}
      <ul className={classes['checks']} aria-label={t('checklist.title')}>
        {items.map((item, i) => <Item key={item.id} card={card} item={item} above={() => { raise(i); }} />)}
      </ul>
      {card.permissions.edit && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit(typed);
          }}
        >
          <TextInput
            size="xs"
            variant="unstyled"
            placeholder={t('checklist.placeholder')}
            aria-label={t('checklist.add')}
            maxLength={textMax}
            value={typed}
            onChange={(event) => { setTyped(event.currentTarget.value); }}
            onPaste={(event) => {
              const text = event.clipboardData.getData('text');
              if (!text.trim().includes('\n')) return;
              event.preventDefault();
              submit(text);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              event.currentTarget.blur();
            }}
          />
        </form>
      )}
    </div>
  );
}
