import { IconCheck } from '@tabler/icons-react';
import type { CardRow, Field } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Menu } from '../../ui/Menu';
import { useFormat } from '../../ui/format';
import { Dot } from '../../ui/Status';
import { rowValue, useEditCard, usePostpone } from '../shared/card-actions';
import { CloseTask, PostponeItems } from '../shared/task-dialogs';
import { dueOn } from '../shared/when';
import { useTexts } from '../../ui/useTexts';

/** What a key or button asks of a row: shown as a dialog or as a small menu beside the row. */
export type RowCommand =
  | { kind: 'close'; row: CardRow }
  | { kind: 'postpone' | 'owner' | 'qualification' | 'rating'; row: CardRow; anchor: Element | null }
  | { kind: 'bulk'; what: 'close' | 'postpone' | 'owner' | 'qualification' | 'rating' };

interface Choice {
  id: number;
  label: string;
  colour?: string | null;
}

function useChoices(row: CardRow, kind: string): { field: Field | undefined; choices: Choice[] } {
  const meta = useMeta();
  const field = meta.field(row.module_id, kind);
  const choices = kind === 'owner'
    ? meta.activeMembers.map(({ id, name }) => ({ id, label: name }))
    : (field?.options.filter((option) => !option.retired).map(({ id, label, colour }) => ({ id, label, colour })) ?? []);
  return { field, choices };
}

function Choices({ row, kind, onDone }: { row: CardRow; kind: 'owner' | 'qualification' | 'rating'; onDone: () => void }) {
  const { field, choices } = useChoices(row, kind);
  const edit = useEditCard();
  if (!field) return null;
  const value = rowValue(row, field);
  return (
    <>
      <Menu.Label>{field.label}</Menu.Label>
      {choices.map(({ id, label, colour }) => (
        <Menu.Item
          key={id}
          leftSection={colour ? <Dot colour={colour} /> : undefined}
          rightSection={id === value ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : undefined}
          onClick={() => {
            if (id !== value) edit.mutate({ row, field, value: id });
            onDone();
          }}
        >
          {label}
        </Menu.Item>
      ))}
    </>
  );
}

function AnchoredMenu({ command, onDone }: {
  command: Extract<RowCommand, { anchor: Element | null }>;
  onDone: () => void;
}) {
  const { zone } = useFormat().settings;
  const postpone = usePostpone();
  const t = useTexts('list');
  const meta = useMeta();
  const { row, kind, anchor } = command;
  const label = kind === 'postpone' ? t('postpone.title') : (meta.field(row.module_id, kind)?.label ?? '');
  const box = anchor?.getBoundingClientRect();
  const style = { position: 'fixed', left: (box?.left ?? 0) + 60, top: box?.bottom ?? 120, width: 1, height: 1, padding: 0, border: 0, opacity: 0 } as const;
  return (
    <Menu
      opened
      onChange={(open) => {
        if (!open) onDone();
      }}
      position="bottom-start"
      width={260}
    >
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={label} style={style} />
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {kind === 'postpone' ? (
          <PostponeItems
            onPick={(by, date) => {
              if (row.next_task) postpone.mutate({ row, by, due: dueOn(row.next_task, date, zone) });
              onDone();
            }}
          />
        ) : (
          <Choices row={row} kind={kind} onDone={onDone} />
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Carries out the command at hand. */
export default function RowCommands({ command, onDone }: { command: RowCommand; onDone: () => void }) {
  if (command.kind === 'bulk') return null;
  if (command.kind !== 'close') return <AnchoredMenu command={command} onDone={onDone} />;
  const { row } = command;
  if (!row.next_task) return null;
  return <CloseTask card={row} task={row.next_task} returnFocus={false} onClose={onDone} />;
}
