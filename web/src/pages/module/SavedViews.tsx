import { Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { IconBookmark, IconCheck, IconTrash, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { api } from '../../api/client';
import { keys } from '../../api/queries';
import type { View, ViewConfig } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Menu } from '../../ui/Menu';
import { useModuleState } from './context';
import { differsFrom, fromViewConfig, toViewConfig } from './view-state';
import { ViewsButton } from './ViewsButton';
import { Dialog } from '../../ui/Dialog';
import { useTexts } from '../../ui/useTexts';

function SaveDialog({ config, onClose }: { config: ViewConfig; onClose: () => void }) {
  const t = useTexts(['list', 'common']);
  const meta = useMeta();
  const { module, set } = useModuleState();
  const [label, setLabel] = useState('');
  const [shared, setShared] = useState(false);
  const save = useChange({
    run: () => api.views.create(module.id, { label: label.trim(), shared, config }),
    says: () => t('views.saved', { view: label.trim() }),
    touches: () => [keys.meta],
    refused: () => true,
  });
  return (
    <Dialog onClose={onClose} title={t('views.save_title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (label.trim() === '') return;
          save.mutate(undefined, {
            onSuccess: ({ view }) => {
              set({ saved: view.id }, true);
              onClose();
            },
          });
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('views.name')}
            data-autofocus
            maxLength={100}
            value={label}
            error={save.error?.message}
            onChange={(event) => { setLabel(event.currentTarget.value); }}
          />
          {meta.isManager && <Switch
            label={t('views.share')}
            description={t('views.share_hint')}
            checked={shared}
            onChange={(event) => { setShared(event.currentTarget.checked); }}
          />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
            <Button type="submit" loading={save.isPending} disabled={label.trim() === ''}>{t('common:save')}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Private and shared views of the module; what is on the screen can be saved as one. */
export default function SavedViews({ small }: { small: boolean }) {
  const t = useTexts('list');
  const meta = useMeta();
  const { module, search, set } = useModuleState();
  const [saving, setSaving] = useState(false);
  const open = module.views.find((view) => view.id === search.saved);
  const mine = (view: View): boolean => (view.shared ? meta.isManager : view.member_id === meta.me.id);
  const changed = open !== undefined && differsFrom(search, open.config);
  const update = useChange({
    run: (view: View) => api.views.patch(view.id, { config: toViewConfig(search), version: view.version }),
    says: (_, view) => t('views.updated', { view: view.label }),
    touches: () => [keys.meta],
  });
  const remove = useChange({
    run: (view: View) => api.views.remove(view.id),
    says: (_, view) => t('views.removed', { view: view.label }),
    touches: () => [keys.meta],
  });
  const show = (view: View): void => {
    // Everything the view does not say goes back to its default; the open card stays.
    const blank = Object.fromEntries(Object.keys(search).map((key) => [key, undefined]));
    set({ ...blank, ...fromViewConfig(view.config, view.id), card: search.card });
  };
  const section = (views: View[], title: string) => views.length > 0 && (
    <>
      <Menu.Label>{title}</Menu.Label>
      {views.map((view) => (
        <Menu.Item
          key={view.id}
          leftSection={view.shared ? <IconUsers size={14} stroke={1.6} aria-hidden="true" /> : <IconBookmark size={14} stroke={1.6} aria-hidden="true" />}
          rightSection={view.id === open?.id ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : undefined}
          onClick={() => { show(view); }}
        >
          {view.label}
        </Menu.Item>
      ))}
    </>
  );
  return (
    <>
      <Menu position="bottom-end" width={260} defaultOpened>
        <Menu.Target>
          <ViewsButton small={small} />
        </Menu.Target>
        <Menu.Dropdown mah={460} style={{ overflowY: 'auto' }}>
          {section(module.views.filter((view) => view.shared), t('views.shared'))}
          {section(module.views.filter((view) => !view.shared), t('views.private'))}
          {module.views.length > 0 && <Menu.Divider />}
          {open && changed && mine(open) && (
            <Menu.Item onClick={() => { update.mutate(open); }}>{t('views.update', { view: open.label })}</Menu.Item>
          )}
          <Menu.Item onClick={() => { setSaving(true); }}>{t('views.save_new')}</Menu.Item>
          {open && mine(open) && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={14} stroke={1.6} aria-hidden="true" />}
              onClick={() => {
                remove.mutate(open);
                set({ saved: undefined }, true);
              }}
            >
              {t('views.remove', { view: open.label })}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {saving && <SaveDialog config={toViewConfig(search)} onClose={() => { setSaving(false); }} />}
    </>
  );
}
