import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useMeta } from '../../meta/meta';
import { Menu } from '../../ui/Menu';
import { useModuleState } from './context';
import { OwnerButton } from './OwnerButton';
import type { Owner } from './OwnerButton';
import { defaultOwner } from './view-state';
import { useTexts } from '../../ui/useTexts';

/** Whose cards are shown. */
export default function OwnerMenu({ small }: { small: boolean }) {
  const t = useTexts('list');
  const meta = useMeta();
  const { search, set } = useModuleState();
  const { me } = meta;
  const standard = defaultOwner(me);
  const owner = search.owner ?? standard;
  const item = (value: Owner, label: string): ReactNode => (
    <Menu.Item
      key={value}
      onClick={() => { set({ owner: value === standard ? undefined : value }); }}
      rightSection={value === owner ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : undefined}
    >
      {label}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-start" width={220} defaultOpened>
      <Menu.Target>
        <OwnerButton small={small} />
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {item('me', t('owner.me'))}
        {item('all', t('owner.all'))}
        {item('none', t('owner.none'))}
        <Menu.Divider />
        {meta.activeMembers.filter((member) => member.id !== me.id).map((member) => item(member.id, member.name))}
      </Menu.Dropdown>
    </Menu>
  );
}
