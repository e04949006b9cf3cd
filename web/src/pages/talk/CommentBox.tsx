import { Button, Group, Textarea } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import { useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { queries } from '../../api/queries';
import type { Id, Subject } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useTexts } from '../../ui/useTexts';
import { callAt } from './pieces';
import classes from './talk.module.css';

export interface Said {
  text: string;
  mentions: Id[];
}

interface Person {
  id: Id;
  name: string;
}

/** The list of colleagues under the box while an @ is being typed. */
function Readers({ people, chosen, id, pick }: { people: Person[]; chosen: number; id: string; pick: (person: Person) => void }) {
  const t = useTexts('talk');
  return (
    <div className={classes['readers']}>
      <div id={id} role="listbox" aria-label={t('comment.readers')}>
        {people.map((person, i) => (
          // The text box keeps the focus and handles the keys (combobox pattern); this is for the mouse.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={person.id}
            id={`${id}-${String(i)}`}
            role="option"
            aria-selected={i === chosen}
            className={classes['reader']}
            onMouseDown={(event) => { event.preventDefault(); }}
            onClick={() => { pick(person); }}
          >
            {person.name}
          </div>
        ))}
      </div>
      {people.length === 0 && <div className={classes['dim']}>{t('comment.nobody')}</div>}
    </div>
  );
}

/** Where a comment is written, or changed: @ calls a colleague who may see the card. */
export function CommentBox({ subject, start, busy, onSay, onCancel }: {
  subject: Subject;
  start?: Said;
  busy: boolean;
  onSay: (said: Said, done: () => void) => void;
  onCancel?: () => void;
}) {
  const t = useTexts(['talk', 'common']);
  const meta = useMeta();
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [text, setText] = useState(start?.text ?? '');
  const [called, setCalled] = useState<Person[]>([]);
  const [call, setCall] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const readers = useQuery({ ...queries.readers(subject, call ?? ''), enabled: call !== null, placeholderData: keepPreviousData });
  const people = call === null ? [] : (readers.data?.rows ?? []);
  const chosen = Math.min(at, people.length - 1);

  const look = () => {
    const area = box.current;
    setCall(area ? callAt(area.value, area.selectionStart) : null);
    setAt(0);
  };
  const pick = (person: Person) => {
    const caret = box.current?.selectionStart ?? text.length;
    const before = `${text.slice(0, caret - (call?.length ?? 0))}${person.name} `;
    // The caret is put before anything else is typed: a new value takes it to the end.
    flushSync(() => {
      setText(before + text.slice(caret));
      setCalled([...called, person]);
      setCall(null);
    });
    box.current?.focus();
    box.current?.setSelectionRange(before.length, before.length);
  };
  const say = () => {
    if (text.trim() === '' || busy) return;
    const before = (start?.mentions ?? []).flatMap((id) => meta.member(id) ?? []);
    const mentions = [...before, ...called].filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
    onSay({ text: text.trim(), mentions: [...new Set(mentions)] }, () => {
      setText('');
      setCalled([]);
    });
  };
  const press = (event: KeyboardEvent) => {
    const person = people[chosen];
    if (call !== null && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setAt((chosen + (event.key === 'ArrowDown' ? 1 : people.length - 1)) % Math.max(people.length, 1));
    } else if (call !== null && person && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      pick(person);
    } else if (event.key === 'Escape' && (call !== null || onCancel || text !== '')) {
      event.stopPropagation();
      if (call !== null) setCall(null);
      else onCancel?.();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      say();
    }
  };
  return (
    <div className={classes['box']}>
      <Textarea
        ref={box}
        role="combobox"
        aria-label={t('comment.label')}
        aria-expanded={call !== null}
        aria-controls={listId}
        aria-activedescendant={call !== null && people[chosen] ? `${listId}-${String(chosen)}` : undefined}
        placeholder={t('comment.hint')}
        autosize
        minRows={1}
        maxRows={10}
        maxLength={10000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          look();
        }}
        onSelect={look}
        onBlur={() => { setCall(null); }}
        onKeyDown={press}
      />
      {call !== null && readers.data && <Readers people={people} chosen={chosen} id={listId} pick={pick} />}
      {(text.trim() !== '' || onCancel) && (
        <Group justify="flex-end" gap="sm" mt="xs">
          {onCancel && <Button size="compact-sm" variant="default" onClick={onCancel}>{t('common:cancel')}</Button>}
          <Button size="compact-sm" loading={busy} disabled={text.trim() === ''} onClick={say}>
            {start ? t('common:save') : t('comment.send')}
          </Button>
        </Group>
      )}
    </div>
  );
}
