import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import type { MetaIndex } from '../../meta/meta';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { PageError } from '../../ui/PageError';
import { useTitle } from '../../ui/Page';
import classes from './SettingsPage.module.css';
import { useTexts } from '../../ui/useTexts';

const route = getRouteApi('/frame/settings/$section');

const sections = {
  profile: lazy(() => import('./Profile')),
  notifications: lazy(() => import('./Notifications')),
  security: lazy(() => import('./Security')),
  feed: lazy(() => import('./Feed')),
  keys: lazy(() => import('./Keys')),
  company: lazy(() => import('./Company')),
  people: lazy(() => import('./People')),
  roles: lazy(() => import('./Roles')),
  modules: lazy(() => import('./shape/Modules')),
  contact_fields: lazy(() => import('./shape/ContactFields')),
  backups: lazy(() => import('./Backups')),
  access: lazy(() => import('./Access')),
  audit: lazy(() => import('./Audit')),
};
const ModuleSettings = lazy(() => import('./ModuleSettings'));

function moduleOf(meta: MetaIndex, section: string) {
  const id = /^module-(\d+)$/.exec(section)?.[1];
  return id === undefined ? undefined : meta.module(Number(id));
}

function SectionLink({ section, children }: { section: string; children: ReactNode }) {
  return (
    <Link to="/settings/$section" params={{ section }} className={classes['link']}>
      {children}
    </Link>
  );
}

function Nav({ section }: { section: string }) {
  const t = useTexts('settings');
  const meta = useMeta();
  const nav = useRef<HTMLElement>(null);
  // On a phone the links scroll sideways: the chosen one is brought into sight.
  useEffect(() => {
    nav.current?.querySelector('[data-status="active"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [section]);
  return (
    <nav ref={nav} className={classes['nav']} aria-label={t('title')}>
      <h2>{t('nav.me')}</h2>
      <SectionLink section="profile">{t('profile.title')}</SectionLink>
      <SectionLink section="notifications">{t('notifications.title')}</SectionLink>
      <SectionLink section="security">{t('security.title')}</SectionLink>
      <SectionLink section="feed">{t('feed.title')}</SectionLink>
      <SectionLink section="keys">{t('keys.title')}</SectionLink>
      {meta.isAdministrator && (
        <>
          <h2>{t('nav.account')}</h2>
          <SectionLink section="company">{t('company.title')}</SectionLink>
          <SectionLink section="people">{t('people.title')}</SectionLink>
          <SectionLink section="roles">{t('roles.title')}</SectionLink>
          <SectionLink section="backups">{t('backups.title')}</SectionLink>
          <SectionLink section="access">{t('access.title')}</SectionLink>
          <SectionLink section="audit">{t('audit.title')}</SectionLink>
        </>
      )}
      <h2>{t('nav.modules')}</h2>
      {meta.may('configure') && <SectionLink section="modules">{t('modules.title')}</SectionLink>}
      {meta.modules.map((module) => (
        <SectionLink key={module.id} section={`module-${String(module.id)}`}>
          {module.label}
        </SectionLink>
      ))}
      {meta.may('configure') && <SectionLink section="contact_fields">{t('contact_fields.title')}</SectionLink>}
    </nav>
  );
}

function Chosen({ section }: { section: string }) {
  const t = useTexts(['settings', 'errors']);
  const module = moduleOf(useMeta(), section);
  if (module) return <ModuleSettings key={module.id} module={module} />;
  if (!(section in sections)) return <PageError text={t('errors:not_found_text')} />;
  const View = sections[section as keyof typeof sections];
  return <View />;
}

export default function SettingsPage() {
  const t = useTexts('settings');
  const { section } = route.useParams();
  const module = moduleOf(useMeta(), section);
  const title = module?.label ?? (section in sections ? t(`${section as keyof typeof sections}.title`) : '');
  useTitle(title === '' ? t('title') : `${title} · ${t('title')}`);
  return (
    <div className={classes['page']}>
      <Nav section={section} />
      <div>
        <h1 style={{ fontSize: 20, fontWeight: 600, margin: '0 0 16px' }}>{title === '' ? t('title') : title}</h1>
        <Suspense fallback={<Waiting rows={5} />}>
          <Chosen section={section} />
        </Suspense>
      </div>
    </div>
  );
}
