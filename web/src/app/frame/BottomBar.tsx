import { UnstyledButton } from '@mantine/core';
import { IconAddressBook, IconDots, IconHome } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useMeta } from '../../meta/meta';
import { Icon } from '../../ui/Icon';
import { Menu } from '../../ui/Menu';
import classes from './Frame.module.css';
import { useOverdue } from './overdue';
import { useTexts } from '../../ui/useTexts';

const shown = 3;

/** The modules on a phone: three of them, the rest under "more". */
export function BottomBar() {
  const t = useTexts('frame');
  const { modules } = useMeta();
  const overdue = useOverdue();
  return (
    <nav className={classes['bottom']} aria-label={t('modules')}>
      <Link to="/" className={classes['bottomTab']} activeOptions={{ exact: true, includeSearch: false }}>
        <IconHome size={20} stroke={1.6} aria-hidden="true" />
        <span>{t('home')}</span>
      </Link>
      {modules.slice(0, shown).map((module) => {
        const late = overdue.get(module.id) ?? 0;
        return (
          <Link
            key={module.id}
            to="/m/$moduleId"
            params={{ moduleId: module.id }}
            activeOptions={{ includeSearch: false }}
            className={classes['bottomTab']}
          >
            <Icon name={module.icon} size={20} />
            <span>{module.label}</span>
            {late > 0 && (
              <b className={classes['count']} role="img" aria-label={t('overdue', { count: late })}>
                {late > 99 ? '99+' : late}
              </b>
            )}
          </Link>
        );
      })}
      <Menu position="top-end" width={220}>
        <Menu.Target>
          <UnstyledButton className={classes['bottomTab']}>
            <IconDots size={20} stroke={1.6} aria-hidden="true" />
            <span>{t('more')}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {modules.slice(shown).map((module) => (
            <Menu.Item
              key={module.id}
              leftSection={<Icon name={module.icon} />}
              renderRoot={(props) => <Link to="/m/$moduleId" params={{ moduleId: module.id }} {...props} />}
            >
              {module.label}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<Icon name="calendar" />} renderRoot={(props) => <Link to="/calendar" {...props} />}>
            {t('calendar')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconAddressBook size={16} stroke={1.6} aria-hidden="true" />}
            renderRoot={(props) => <Link to="/contacts" {...props} />}
          >
            {t('contacts')}
          </Menu.Item>
          <Menu.Item renderRoot={(props) => <Link to="/import" {...props} />}>{t('import')}</Menu.Item>
          <Menu.Item renderRoot={(props) => <Link to="/settings/$section" params={{ section: 'profile' }} {...props} />}>
            {t('settings')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
