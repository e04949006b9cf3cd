import { UnstyledButton } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMeta } from '../../meta/meta';
import { Icon } from '../../ui/Icon';
import { Menu } from '../../ui/Menu';
import { isMac } from '../../ui/shortcuts';
import { Bell } from './Bell';
import classes from './Frame.module.css';
import { Logo } from '../../ui/Logo';
import { useOverdue } from './overdue';
import { UserMenu } from './UserMenu';
import { useTexts } from '../../ui/useTexts';

function NewMenu() {
  const t = useTexts('frame');
  const { modules } = useMeta();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes['tool']} aria-label={t('new')}>
          <IconPlus size={18} stroke={1.8} aria-hidden="true" />
          <span className={classes['newLabel']}>{t('new')}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {modules.filter(({ may }) => may.edit !== 'none').map((module) => (
          <Menu.Item
            key={module.id}
            leftSection={<Icon name={module.icon} />}
            renderRoot={(props) => (
              <Link to="/m/$moduleId" params={{ moduleId: module.id }} search={{ new: true }} {...props} />
            )}
          >
            {t('new_in', { item: module.item_label, module: module.label })}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {(['person', 'company'] as const).map((kind) => (
          <Menu.Item
            key={kind}
            leftSection={<Icon name={kind === 'person' ? 'user' : 'building'} />}
            renderRoot={(props) => <Link to="/contacts" search={{ new: kind }} {...props} />}
          >
            {t(`new_contact_${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function TopBar({ openPalette, openSheet }: { openPalette: () => void; openSheet: () => void }) {
  const t = useTexts('frame');
  const { modules } = useMeta();
  const overdue = useOverdue();
  return (
    <header className={classes['bar']}>
      <Link to="/" className={classes['logo']} aria-label="Cardinal">
        <Logo />
        <span className={classes['newLabel']}>Cardinal</span>
      </Link>
      <nav className={classes['tabs']} aria-label={t('modules')}>
        <Link to="/" className={classes['tab']} activeOptions={{ exact: true, includeSearch: false }}>
          {t('home')}
        </Link>
        {modules.map((module) => {
          const late = overdue.get(module.id) ?? 0;
          return (
            <Link
              key={module.id}
              to="/m/$moduleId"
              params={{ moduleId: module.id }}
              activeOptions={{ includeSearch: false }}
              className={classes['tab']}
            >
              {module.label}
              {late > 0 && (
                <span className={classes['count']} role="img" aria-label={t('overdue', { count: late })}>
                  {late > 999 ? '999+' : late}
                </span>
              )}
            </Link>
          );
        })}
        <Link to="/calendar" className={classes['tab']} activeOptions={{ includeSearch: false }}>
          {t('calendar')}
        </Link>
        <Link to="/contacts" className={classes['tab']} activeOptions={{ includeSearch: false }}>
          {t('contacts')}
        </Link>
      </nav>
      <div className={classes['tools']}>
        <UnstyledButton className={classes['search']} onClick={openPalette} aria-label={`${t('search')} ${isMac ? '⌘K' : 'Ctrl K'}`}>
          <IconSearch size={16} stroke={1.8} aria-hidden="true" />
          <span>{t('search')}</span>{' '}
          <kbd>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
        </UnstyledButton>
        <NewMenu />
        <Bell />
        <UserMenu openSheet={openSheet} />
      </div>
    </header>
  );
}
