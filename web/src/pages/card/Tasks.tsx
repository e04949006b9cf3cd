import { ActionIcon, Checkbox, Tooltip } from '@mantine/core';
import { IconChecklist, IconClock, IconPencil, IconRepeat } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys } from '../../api/queries';
import type { Card, Module, Task } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Menu } from '../../ui/Menu';
import { useFormat } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { useShortcuts } from '../../ui/shortcuts';
import { showTaskConflict, writeTask } from '../shared/task-conflict';
import { CloseTask, PostponeItems } from '../shared/task-dialogs';
import type { PostponeBy } from '../shared/task-dialogs/PostponeMenu';
import classes from './card.module.css';
import { useRuleText } from '../shared/repeat-text';
import { Checklist } from './Checklist';
import { Composer } from './Composer';
import { TaskEditor } from './TaskEditor';
import { useTexts } from '../../ui/useTexts';

function TaskRow({ card, task, onClose, onEdit }: { card: Card; task: Task; onClose: () => void; onEdit: () => void }) {
  const t = useTexts(['card', 'tasks']);
  const meta = useMeta();
  const format = useFormat();
  const ruleText = useRuleText();
  const [listed, setListed] = useState(false);
  const progress = task.checks ? `${String(task.checks.done)}/${String(task.checks.n)}` : '';
  const due = task.due_at === null ? null : format.due(task.due_at, task.due_has_time);
  const type = meta.taskType(task.type_id);
  const postpone = useChange({
    run: (by: PostponeBy) => writeTask(task, (version) => api.tasks.postpone(task.id, { ...by, version })),
    refused: (error, by) => showTaskConflict(error, (_, version) => api.tasks.postpone(task.id, { ...by, version })),
    saves: () => [keys.card(card.id)],
    says: (out) => t('task.postponed', {
      task: out.task.text, when: out.task.due_at === null ? '' : format.due(out.task.due_at, out.task.due_has_time).text,
    }),
  });
  return (
    <li className={classes['task']}>
      <Checkbox size="sm" checked={false} onChange={onClose} aria-label={t('task.close', { task: task.text })} mt={2} />
      <div className={classes['taskText']}>
        <div>{task.text}</div>
        <div className={classes['taskMeta']}>
          {due && <span className={due.late ? classes['late'] : undefined}>{due.text}</span>}
          {type && (
            <span className={classes['fact']}>
              <Icon name={type.icon} size={13} />
              {type.label}
            </span>
          )}
          {task.assignee_id !== null && task.assignee_id !== meta.me.id && <span>{meta.member(task.assignee_id)?.name}</span>}
          {task.address && <span>{task.address}</span>}
          {task.repeat && (
            <span className={classes['fact']} title={t('tasks:repeat.mark', { rule: ruleText(task.repeat.rrule) })}>
              <IconRepeat size={13} stroke={1.6} aria-hidden="true" />
              {ruleText(task.repeat.rrule)}
            </span>
          )}
        </div>
        {listed && <Checklist card={card} task={task.id} />}
      </div>
      <span>
        <Tooltip label={t('tasks:checklist.title')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-expanded={listed}
            aria-label={`${t('tasks:checklist.show', { task: task.text })} ${progress}`.trim()}
            onClick={() => { setListed(!listed); }}
            w={task.checks ? 'auto' : undefined}
          >
            <IconChecklist size={15} stroke={1.6} />
            {task.checks && <span className={classes['checkCount']}>{progress}</span>}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('task.edit')}>
          <ActionIcon variant="subtle" color="gray" onClick={onEdit} aria-label={t('task.edit_named', { task: task.text })}>
            <IconPencil size={15} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <Menu position="bottom-end" width={260}>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              title={t('task.postpone')}
              aria-label={t('task.postpone_named', { task: task.text })}
            >
              <IconClock size={15} stroke={1.6} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <PostponeItems onPick={(by) => { postpone.mutate(by); }} />
          </Menu.Dropdown>
        </Menu>
      </span>
    </li>
  );
}

/** The open tasks and the line that adds one. D closes the next one, T writes a new one. */
export function Tasks({ card, module }: { card: Card; module: Module }) {
  const t = useTexts('card');
  const [closing, setClosing] = useState<Task | null>(null);
  const [editing, setEditing] = useState<Task | null>(null);
  const open = card.tasks.filter((task) => task.state === 'open');
  useShortcuts([
    { keys: 'd', label: t('keys.done'), group: t('keys.group'), run: () => { setClosing(open[0] ?? null); } },
  ]);
  return (
    <section className={classes['section']} aria-label={t('tasks')}>
      <div className={classes['sectionHead']}>
        <h2 className={classes['sectionTitle']}>{t('tasks')}</h2>
      </div>
      {card.permissions.edit && <Composer card={card} module={module} />}
      <ul className={classes['events']}>
        {open.map((task) => (
          <TaskRow
            key={task.id}
            card={card}
            task={task}
            onClose={() => { setClosing(task); }}
            onEdit={() => { setEditing(task); }}
          />
        ))}
      </ul>
      {closing && <CloseTask card={card} task={closing} onClose={() => { setClosing(null); }} />}
      {editing && <TaskEditor module={module} task={editing} onClose={() => { setEditing(null); }} />}
    </section>
  );
}
