import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { queries } from '../../api/queries';
import type { Home, Id } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { useFormat } from '../../ui/format';
import { Menu } from '../../ui/Menu';
import { useTitle } from '../../ui/Page';
import { PageError } from '../../ui/PageError';
import { Rich } from '../../ui/Rich';
import { ToolButton } from '../../ui/ToolButton';
import { useTexts } from '../../ui/useTexts';
import classes from './home.module.css';
import { MyDay } from './MyDay';
import { Short } from './Short';

const Team = lazy(() => import('./Team'));
const route = getRouteApi('/frame/');

/** Managers look at their own day, at the team, or at a colleague's day. */
function Whose({ member }: { member: Id | 'team' | undefined }) {
  const t = useTexts('home');
  const meta = useMeta();
  const navigate = useNavigate();
  if (!meta.isManager) return null;
  const others = meta.activeMembers.filter((one) => one.id !== meta.me.id);
  if (others.length === 0) return null;
  const item = (value: Id | 'team' | undefined, label: string) => (
    <Menu.Item
      key={value ?? 'me'}
      onClick={() => { void navigate({ to: '/', search: value === undefined ? {} : { member: value } }); }}
      rightSection={value === member ? <IconCheck size={14} stroke={2} aria-hidden="true" /> : undefined}
    >
      {label}
    </Menu.Item>
  );
  const shown = member === undefined ? t('my_day') : member === 'team' ? t('team.title') : (meta.member(member)?.name ?? '');
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ToolButton label={shown} aria-label={`${t('whose')}: ${shown}`} end={<IconChevronDown size={14} stroke={1.8} aria-hidden="true" />} />
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {item(undefined, t('my_day'))}
        {item('team', t('team.title'))}
        <Menu.Divider />
        {others.map((one) => item(one.id, one.name))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Aside({ data }: { data: Home }) {
  const t = useTexts('home');
  const format = useFormat();
  return (
    <aside className={classes['aside']} aria-label={t('watch')}>
      <Short
        title={t('new_leads')}
        none={t('new_leads_none')}
        rows={data.new_leads}
        fact={(row) => <span className={classes['dim']}>{format.ago(row.created_at)}</span>}
      />
      <Short
        title={t('must_close')}
        none={t('must_close_none')}
        rows={data.must_close}
        fact={(row) => (row.value_minor === null ? null : format.money(row.value_minor))}
      />
      <Short
        title={t('forgotten_soon')}
        none={t('forgotten_soon_none')}
        rows={data.forgotten_soon}
        fact={(row) => row.wake_at !== null && <span className={classes['soon']}>{format.inDays(row.wake_at)}</span>}
      />
    </aside>
  );
}

/** The day: what to do next, for whom; beside it what must not be missed. */
export default function HomePage() {
  const t = useTexts('home');
  const { member } = route.useSearch();
  const meta = useMeta();
  const { data, error, refetch } = useQuery(queries.home(member));
  const colleague = typeof member === 'number' ? meta.member(member)?.name : undefined;
  const title = member === 'team' ? t('team.title') : (colleague ?? t('my_day'));
  useTitle(title);
  if (error) return <PageError level={1} text={error.message} retry={() => void refetch()} />;
  if (!data) return <Waiting />;
  return (
    <div className={classes['page']}>
      <div className={classes['main']}>
        <div className={classes['bar']}>
          <h1 className={classes['title']}>{title}</h1>
          <Whose member={member} />
        </div>
        <p className={classes['counts']}>
          <Rich text={t('counts', data.counts)} />
        </p>
        {member === 'team' && data.team ? <Suspense><Team rows={data.team} /></Suspense> : <MyDay rows={data.today} />}
      </div>
      <Aside data={data} />
    </div>
  );
}
