import { Group, Kbd, Modal, Title } from '@mantine/core';
import type { Shortcut } from '../../ui/shortcuts';
import { shownKeys, useRegisteredShortcuts } from '../../ui/shortcuts';
import classes from './ShortcutSheet.module.css';
import { useTexts } from '../../ui/useTexts';

/** The last registered of equal keys is the one that works, so only that is shown. */
function byGroup(shortcuts: Shortcut[]): [string, Shortcut[]][] {
  const working = new Map(shortcuts.map((shortcut) => [shortcut.keys, shortcut]));
  const groups = new Map<string, Shortcut[]>();
  for (const shortcut of working.values()) groups.set(shortcut.group, [...(groups.get(shortcut.group) ?? []), shortcut]);
  return [...groups];
}

/** "?": what the keyboard does on this page. */
export default function ShortcutSheet({ close }: { close: () => void }) {
  const t = useTexts(['frame', 'common']);
  const groups = byGroup(useRegisteredShortcuts());
  return (
    <Modal opened onClose={close} title={t('shortcuts')} size="lg" closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className={classes['groups']}>
        {groups.map(([group, shortcuts]) => (
          <section key={group} className={classes['group']}>
            <Title order={3} mb={4}>
              {group}
            </Title>
            {shortcuts.map((shortcut) => (
              <div key={shortcut.keys} className={classes['row']}>
                <span>{shortcut.label}</span>
                <Group gap={4} wrap="nowrap">
                  {shownKeys(shortcut.keys).map((key, i) => (
                    <Kbd key={i} size="xs">
                      {key}
                    </Kbd>
                  ))}
                </Group>
              </div>
            ))}
          </section>
        ))}
      </div>
    </Modal>
  );
}
