import { Button, CloseButton, Progress, Text } from '@mantine/core';
import { IconChecks, IconChevronDown, IconDownload, IconEdit, IconTrash, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { queries } from '../../../api/queries';
import { useMeta } from '../../../meta/meta';
import { Menu } from '../../../ui/Menu';
import { useFormat } from '../../../ui/format';
import { Dot } from '../../../ui/Status';
import { neededFields } from '../../shared/status-needs';
import { PostponeItems } from '../../shared/task-dialogs';
import { useModuleState } from '../context';
import type { Selection } from '../selection';
import { AddTaskDialog, CloseTasksDialog, EditDialog, MoveManyDialog } from './BulkDialogs';
import classes from './bulk.module.css';
import type { Bulk } from './useBulk';
import { MAX_IDS, useBulk } from './useBulk';
import { useTexts } from '../../../ui/useTexts';
import { useExport } from './useExport';

export type BulkDialog = 'edit' | 'status' | 'add_task' | 'close' | 'postpone' | 'owner' | 'qualification' | 'rating';

function MenuButton({ label, icon, children, opened, onChange }: {
  label: string;
  icon: ReactNode;
  children: ReactNode;
  opened?: boolean;
  onChange?: (open: boolean) => void;
}) {
  return (
    <Menu
      position="top-start"
      width={240}
      {...(opened === undefined ? {} : { opened })}
      {...(onChange ? { onChange } : {})}
    >
      <Menu.Target>
        <Button size="xs" variant="subtle" leftSection={icon} rightSection={<IconChevronDown size={13} stroke={2} aria-hidden="true" />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: 'auto' }}>{children}</Menu.Dropdown>
    </Menu>
  );
}

function Working({ bulk }: { bulk: Bulk }) {
  const t = useTexts(['bulk', 'common']);
  const format = useFormat();
  const { job } = bulk;
  if (!job) return null;
  const share = job.total > 0 ? (job.progress / job.total) * 100 : 0;
  return (
    <div className={classes['bar']} role="status">
      <Text size="sm">{t('working', { done: format.number(job.progress), total: format.number(job.total) })}</Text>
      <Progress value={share} aria-label={t('progress')} className={classes['progress']} />
      <Button size="xs" variant="subtle" onClick={bulk.cancel}>{t('common:cancel')}</Button>
    </div>
  );
}

function TakeAll({ selection }: { selection: Selection }) {
  const t = useTexts('bulk');
  const format = useFormat();
  const { module, query, search } = useModuleState();
  const count = useQuery({ ...queries.count(module.id, query), enabled: search.day === undefined });
  if (!count.data || selection.all || count.data.n <= selection.ids.size || search.day !== undefined) return null;
  if (count.data.capped) return null;
  const { n } = count.data;
  return (
    <Button size="xs" variant="subtle" onClick={() => { selection.takeAll(n); }}>
      {t('take_all', { count: n, n: format.number(n) })}
    </Button>
  );
}

function OwnerItems({ bulk }: { bulk: Bulk }) {
  const t = useTexts('list');
  const meta = useMeta();
  const give = (owner: number | null): void => { void bulk.run({ action: 'edit', fields: { owner } }); };
  return (
    <>
      {meta.activeMembers.map((member) => (
        <Menu.Item key={member.id} onClick={() => { give(member.id); }}>{member.name}</Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item onClick={() => { give(null); }}>{t('nobody')}</Menu.Item>
    </>
  );
}

function StatusItems({ bulk, onAsk }: { bulk: Bulk; onAsk: (status: number) => void }) {
  const meta = useMeta();
  const { module } = useModuleState();
  return meta.statuses(module.id).map((status) => (
    <Menu.Item
      key={status.id}
      leftSection={<Dot colour={status.colour} />}
      onClick={() => {
        if (neededFields(module, status).length > 0) onAsk(status.id);
        else void bulk.run({ action: 'edit', fields: { status: status.id } });
      }}
    >
      {status.label}
    </Menu.Item>
  ));
}

interface Props {
  selection: Selection;
  /** A key asked for it: D, P, A, Q or R with cards selected. */
  dialog: BulkDialog | null;
  setDialog: (dialog: BulkDialog | null) => void;
}

/** What can be done to the selected cards, with their exact number. */
export default function BulkBar({ selection, dialog, setDialog }: Props) {
  const t = useTexts('bulk');
  const format = useFormat();
  const { module, search } = useModuleState();
  const meta = useMeta();
  const bulk = useBulk(selection);
  const file = useExport(selection);
  const [status, setStatus] = useState<number | undefined>();
  const close = (): void => {
    setDialog(null);
    setStatus(undefined);
  };
  if (bulk.job) return <Working bulk={bulk} />;
  if (selection.count === 0) return null;
  const n = format.number(selection.count);
  const tooMany = !selection.all && selection.ids.size > MAX_IDS;
  const keyField = dialog === 'qualification' || dialog === 'rating' ? dialog : undefined;
  return (
    <div className={classes['bar']} role="region" aria-label={t('label')}>
      <Text size="sm" fw={600} aria-live="polite">{t('selected', { count: selection.count, n })}</Text>
      <TakeAll selection={selection} />
      {tooMany ? (
        <Text size="sm" c="red">{t('over_limit', { max: format.number(MAX_IDS) })}</Text>
      ) : search.trash ? meta.may('bulk') && (
        <Button size="xs" variant="subtle" loading={bulk.busy} onClick={() => void bulk.run({ action: 'restore' })}>
          {t('restore')}
        </Button>
      ) : (
        <div className={classes['actions']} data-busy={bulk.busy || undefined}>
          {meta.may('bulk') && <>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconEdit size={14} stroke={1.8} aria-hidden="true" />}
            onClick={() => { setDialog('edit'); }}
          >
            {t('edit')}
          </Button>
          <MenuButton
            label={t('owner')}
            icon={<IconUser size={14} stroke={1.8} aria-hidden="true" />}
            opened={dialog === 'owner'}
            onChange={(open) => { setDialog(open ? 'owner' : null); }}
          >
            <OwnerItems bulk={bulk} />
          </MenuButton>
          {!module.fixed && (
            <MenuButton label={t('status')} icon={<Dot colour="gray" />}>
              <StatusItems
                bulk={bulk}
                onAsk={(id) => {
                  setStatus(id);
                  setDialog('status');
                }}
              />
            </MenuButton>
          )}
          <MenuButton label={t('tasks')} icon={<IconChecks size={14} stroke={1.8} aria-hidden="true" />}>
            <Menu.Item onClick={() => { setDialog('add_task'); }}>{t('add_task')}</Menu.Item>
            <Menu.Item onClick={() => { setDialog('close'); }}>{t('close_tasks')}</Menu.Item>
            <PostponeItems onPick={(by) => void bulk.run({ action: 'postpone_tasks', ...by })} />
          </MenuButton>
          </>}
          {meta.may('export') && <Button
            size="xs"
            variant="subtle"
            loading={file.busy}
            leftSection={<IconDownload size={14} stroke={1.8} aria-hidden="true" />}
            onClick={() => void file.run()}
          >
            {t('export')}
          </Button>}
          {meta.may('bulk') && module.may.delete !== 'none' && <Button
            size="xs"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} stroke={1.8} aria-hidden="true" />}
            onClick={() => void bulk.run({ action: 'trash' })}
          >
            {t('trash')}
          </Button>}
        </div>
      )}
      <CloseButton aria-label={t('clear')} onClick={selection.clear} />
      {(dialog === 'edit' || keyField) && <EditDialog bulk={bulk} n={selection.count} code={keyField} onClose={close} />}
      {dialog === 'status' && status !== undefined && <MoveManyDialog bulk={bulk} n={selection.count} status={status} onClose={close} />}
      {dialog === 'add_task' && <AddTaskDialog bulk={bulk} n={selection.count} onClose={close} />}
      {dialog === 'close' && <CloseTasksDialog bulk={bulk} n={selection.count} onClose={close} />}
      {dialog === 'postpone' && (
        <Menu opened onChange={close} position="top" width={240}>
          <Menu.Target><span /></Menu.Target>
          <Menu.Dropdown>
            <PostponeItems
              onPick={(by) => {
                void bulk.run({ action: 'postpone_tasks', ...by });
                close();
              }}
            />
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
