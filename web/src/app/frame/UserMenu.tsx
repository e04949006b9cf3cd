import { Text, UnstyledButton } from '@mantine/core';
import { IconBuilding, IconDeviceDesktop, IconFileImport, IconKeyboard, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import { useMeta } from '../../meta/meta';
import { Menu } from '../../ui/Menu';
import classes from './Frame.module.css';
import { useLogout, useSetTheme, useSwitch } from './member';
import { useTexts } from '../../ui/useTexts';

const themes = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const;

/** Asked for when the menu opens; most people have one company, and see nothing of it. */
function OtherCompanies() {
  const t = useTexts('frame');
  const { data } = useQuery(queries.session());
  const change = useSwitch();
  const others = data?.accounts.filter((account) => !account.current) ?? [];
  if (others.length === 0) return null;
  return (
    <>
      <Menu.Divider />
      {others.map((account) => (
        <Menu.Item
          key={account.id}
          leftSection={<IconBuilding size={16} stroke={1.6} />}
          onClick={() => {
            change.mutate(account.id);
          }}
        >
          {account.name}
          <Text size="xs" c="dimmed">
            {t('other_company')}
          </Text>
        </Menu.Item>
      ))}
    </>
  );
}

export function UserMenu({ openSheet }: { openSheet: () => void }) {
  const t = useTexts('frame');
  const { me } = useMeta();
  const logout = useLogout();
  const setTheme = useSetTheme();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={classes['tool']} aria-label={t('user_menu', { name: `${me.initials} ${me.name}` })}>
          <span className={classes['me']} aria-hidden="true">
            {me.initials}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconSettings size={16} stroke={1.6} />}
          renderRoot={(props) => <Link to="/settings/$section" params={{ section: 'profile' }} {...props} />}
        >
          {t('settings')}
          <Text size="xs" c="dimmed">
            {me.name}, {me.email}
          </Text>
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFileImport size={16} stroke={1.6} />}
          renderRoot={(props) => <Link to="/import" {...props} />}
        >
          {t('import')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} />} onClick={openSheet}>
          {t('shortcuts')}
        </Menu.Item>
        <Menu.Divider />
        {themes.map(([theme, ThemeIcon]) => (
          <Menu.Item
            key={theme}
            leftSection={<ThemeIcon size={16} stroke={1.6} />}
            rightSection={me.theme === theme ? '✓' : undefined}
            onClick={() => {
              setTheme.mutate(theme);
            }}
          >
            {t('palette.theme', { theme: t(`theme_${theme}`) })}
          </Menu.Item>
        ))}
        <OtherCompanies />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.6} />}
          onClick={() => {
            logout.mutate();
          }}
        >
          {t('logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
