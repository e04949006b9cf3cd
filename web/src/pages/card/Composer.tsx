import { ActionIcon, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import type { Card, Id, Module } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Menu } from '../../ui/Menu';
import { useFormat } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { useShortcuts } from '../../ui/shortcuts';
import classes from './card.module.css';
import { useTexts } from '../../ui/useTexts';

/** One line for the next step: "Call tomorrow 10:00". What was understood stands below before it is kept. */
export function Composer({ card, module }: { card: Card; module: Module }) {
  const t = useTexts('card');
  const meta = useMeta();
  const format = useFormat();
  const box = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [typeId, setTypeId] = useState<Id | null>(null);
  const [assignee, setAssignee] = useState<Id>(meta.me.id);
  const [asked] = useDebouncedValue(text.trim(), 120);
  const parsed = useQuery({
    queryKey: ['parse', asked],
    queryFn: ({ signal }) => api.tasks.parse(asked, signal),
    enabled: asked !== '',
    placeholderData: (before) => before,
  });
  const understood = text.trim() === '' ? null : (parsed.data ?? null);
  const type = meta.taskType(typeId) ?? meta.taskTypes(module)[0];
  const add = useChange({
    run: async (typed: string) => {
      const read = await api.tasks.parse(typed);
      return api.cards.addTask(card.id, {
        text: read.text.trim() || typed,
        ...(read.due_at === null ? {} : { due_at: read.due_at }),
        ...(type ? { type_id: type.id } : {}),
        assignee_id: assignee,
      });
    },
    says: (out) => t('task.added', { task: out.task.text }),
  });
  useShortcuts([
    { keys: 't', label: t('keys.task'), group: t('keys.group'), run: () => { box.current?.focus(); } },
  ]);
  // Two requests each: a second click may come between them.
  const busy = useRef(false);
  const submit = (): void => {
    const typed = text.trim();
    if (typed === '' || busy.current) return;
    busy.current = true;
    // What was typed meanwhile stays.
    add.mutate(typed, {
      onSuccess: () => { setText((now) => (now.trim() === typed ? '' : now)); },
      onSettled: () => { busy.current = false; },
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        ref={box}
        aria-label={t('task.new')}
        placeholder={t('task.placeholder')}
        maxLength={500}
        value={text}
        onChange={(event) => { setText(event.currentTarget.value); }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            event.currentTarget.blur();
          }
        }}
        rightSection={
          <ActionIcon type="submit" variant="subtle" disabled={text.trim() === ''} loading={add.isPending} aria-label={t('task.add')}>
            <IconArrowBackUp size={16} stroke={1.6} style={{ transform: 'scaleX(-1)' }} />
          </ActionIcon>
        }
      />
      {understood && (
        <div className={classes['understood']} aria-live="polite">
          <span>
            {understood.due_at === null ? t('task.no_day') : format.due(understood.due_at, understood.due_has_time).text}
          </span>
          <span aria-hidden="true">·</span>
          <Menu position="bottom-start">
            <Menu.Target>
              <UnstyledButton fz={12} className={classes['fact']} aria-label={t('task.type')}>
                {type && <Icon name={type.icon} size={13} />}
                {type?.label}
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              {meta.taskTypes(module).map((one) => (
                <Menu.Item key={one.id} leftSection={<Icon name={one.icon} size={14} />} onClick={() => { setTypeId(one.id); }}>
                  {one.label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <span aria-hidden="true">·</span>
          <Menu position="bottom-start">
            <Menu.Target>
              <UnstyledButton fz={12} aria-label={t('task.assignee')}>{meta.member(assignee)?.name}</UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
              {meta.activeMembers.map((one) => (
                <Menu.Item key={one.id} onClick={() => { setAssignee(one.id); }}>{one.name}</Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
    </form>
  );
}
