import { ActionIcon, Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { IconArrowMerge, IconDots, IconDownload, IconEraser, IconRestore, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys, queries } from '../../api/queries';
import type { Contact, ContactIn } from '../../api/types';
import { looseField } from '../shared/task-dialogs/TaskFields';
import { InPlace } from '../../fields/InPlace';
import { useMeta } from '../../meta/meta';
import { download } from '../../ui/download';
import { Waiting } from '../../ui/Delayed';
import { Menu } from '../../ui/Menu';
import { useTitle } from '../../ui/Page';
import { LoadError } from '../shared/LoadError';
import { StatusLabel } from '../../ui/Status';
import cardClasses from '../card/card.module.css';
import { EventRow } from '../card/History';
import { Comments } from '../talk/Comments';
import { Files } from '../talk/Files';
import { Addresses } from './Addresses';
import { Consents } from './Consents';
import { contactFields } from './contact-fields';
import classes from './contacts.module.css';
import { OwnFields } from './OwnFields';
import { Points } from './Points';
import { useTexts } from '../../ui/useTexts';

const MergeDialog = lazy(() => import('./MergeDialog'));
const EraseDialog = lazy(() => import('./EraseDialog'));
const route = getRouteApi('/frame/contacts/$contactId');

function useSaveContact(contact: Contact) {
  const t = useTexts('contact');
  const save = useChange({
    run: (part: Partial<ContactIn>) => api.contacts.patch(contact.id, { ...part, version: contact.version }),
    says: (out) => t('saved', { name: out.contact.name }),
    touches: () => [keys.contact(contact.id)],
    refused: () => true,
  });
  return async (part: Partial<ContactIn>): Promise<void> => {
    await save.mutateAsync(part);
  };
}

function Events({ id, editable }: { id: number; editable: boolean }) {
  const t = useTexts(['card', 'contact']);
  const events = useInfiniteQuery(queries.contactEvents(id));
  const rows = events.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <section className={classes['section']}>
      <h2 className={classes['sectionTitle']}>{t('history')}</h2>
      <Comments subject={{ kind: 'contacts', id }} editable={editable} />
      <ul className={cardClasses['events']}>{rows.map((event) => <EventRow key={event.id} event={event} />)}</ul>
      {events.hasNextPage && (
        <Button mt="sm" size="xs" variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t('more_history')}
        </Button>
      )}
    </section>
  );
}

function Fields({ contact }: { contact: Contact }) {
  const t = useTexts('contact');
  const { account } = useMeta();
  const save = useSaveContact(contact);
  const editable = contact.trashed_at === null;
  const all = contactFields(contact.kind, (code) => t(`field.${code}`));
  const fields = contact.kind === 'person' && account.name_order === 'given_first' ? [...all.slice(1, 2), ...all.slice(0, 1), ...all.slice(2)] : all;
  return (
    <>
      <section className={classes['section']}>
        <h2 className={classes['sectionTitle']}>{t('reach')}</h2>
        <Points points={contact.points} editable={editable} onSave={(points) => save({ points })} />
      </section>
      <section className={classes['section']}>
        <h2 className={classes['sectionTitle']}>{t('details')}</h2>
        {contact.kind === 'person' && (
          <div className={cardClasses['field']}>
            <span className={cardClasses['fieldLabel']}>{t('company')}</span>
            <InPlace
              field={looseField('company', 'contact', t('company'))}
              value={contact.company?.id ?? null}
              text={contact.company?.name}
              editable={editable}
              onSave={(value) => save({ company_id: typeof value === 'number' ? value : null })}
            />
          </div>
        )}
        {fields.map(({ code, field }) => (
          <div key={code} className={cardClasses['field']}>
            <span className={cardClasses['fieldLabel']}>{field.label}</span>
            <InPlace
              field={field}
              value={contact[code]}
              // A year is a number without thousands.
              text={code === 'founded_year' && contact.founded_year !== null ? String(contact.founded_year) : undefined}
              editable={editable}
              onSave={(value) => save({ [code]: value ?? (field.type === 'number' || field.type === 'money' ? null : '') })}
            />
          </div>
        ))}
      </section>
      <OwnFields contact={contact} editable={editable} save={save} />
      <section className={classes['section']}>
        <h2 className={classes['sectionTitle']}>{t('addresses')}</h2>
        <Addresses addresses={contact.addresses} editable={editable} onSave={(addresses) => save({ addresses })} />
      </section>
    </>
  );
}

function Around({ contact }: { contact: Contact }) {
  const t = useTexts('contact');
  const meta = useMeta();
  const modules = meta.modules.filter((module) => contact.cards.some((card) => card.module_id === module.id));
  return (
    <>
      {contact.kind === 'person' && contact.company && (
        <section className={classes['section']}>
          <h2 className={classes['sectionTitle']}>{t('company')}</h2>
          <Link to="/contacts/$contactId" params={{ contactId: contact.company.id }}>{contact.company.name}</Link>
        </section>
      )}
      {contact.people.length > 0 && (
        <section className={classes['section']}>
          <h2 className={classes['sectionTitle']}>{t('people')}</h2>
          {contact.people.map((person) => (
            <div key={person.id}>
              <Link to="/contacts/$contactId" params={{ contactId: person.id }}>{person.name}</Link>{' '}
              <span className={classes['dim']}>{person.position}</span>
            </div>
          ))}
        </section>
      )}
      {modules.map((module) => (
        <section key={module.id} className={classes['section']}>
          <h2 className={classes['sectionTitle']}>{module.label}</h2>
          {contact.cards.filter((card) => card.module_id === module.id).map((card) => {
            const status = meta.status(card.status_id);
            return (
              <Link key={card.id} to="/m/$moduleId/card/$cardId" params={{ moduleId: card.module_id, cardId: card.id }} className={cardClasses['related']}>
                <span className={cardClasses['relatedName']}>{card.name}</span>
                {status && <StatusLabel colour={status.colour} label={status.label} />}
              </Link>
            );
          })}
        </section>
      ))}
      {contact.kind === 'person' && <Consents contact={contact} editable={contact.trashed_at === null} />}
      <Files subject={{ kind: 'contacts', id: contact.id }} editable={contact.trashed_at === null} />
      <Events id={contact.id} editable={contact.trashed_at === null} />
    </>
  );
}

function Body({ contact }: { contact: Contact }) {
  const t = useTexts('contact');
  const meta = useMeta();
  const { isManager, isAdministrator } = meta;
  const [open, setOpen] = useState<'merge' | 'erase' | null>(null);
  const trash = useChange({
    run: () => api.contacts.trash(contact.id), says: () => t('trashed', { name: contact.name }), touches: () => [keys.contact(contact.id)],
  });
  const restore = useChange({
    run: () => api.contacts.restore(contact.id), says: () => t('restored', { name: contact.name }), touches: () => [keys.contact(contact.id)],
  });
  return (
    <div>
      <header className={classes['bar']}>
        <h1 className={classes['title']}>{contact.name}</h1>
        <span className={classes['dim']}>{t(contact.kind)}</span>
        {contact.merged_into === null && contact.erased_at === null && contact.trashed_at !== null && <span style={{ color: 'var(--c-late)' }}>{t('in_trash')}</span>}
        {contact.erased_at !== null && <span className={classes['refused']}>{t('gdpr.erased')}</span>}
        <span className={classes['grow']} />
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('more')}><IconDots size={18} stroke={1.6} /></ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {isManager && contact.trashed_at === null && (
              <Menu.Item leftSection={<IconArrowMerge size={14} stroke={1.6} />} onClick={() => { setOpen('merge'); }}>{t('merge.with')}</Menu.Item>
            )}
            {meta.may('export') && contact.kind === 'person' && contact.erased_at === null && (
              <Menu.Item leftSection={<IconDownload size={14} stroke={1.6} />} onClick={() => { download(api.contacts.exportUrl(contact.id)); }}>{t('gdpr.export')}</Menu.Item>
            )}
            {contact.erased_at !== null ? null : contact.trashed_at === null ? (
              <Menu.Item leftSection={<IconTrash size={14} stroke={1.6} />} onClick={() => { trash.mutate(undefined); }}>{t('to_trash')}</Menu.Item>
            ) : (
              <Menu.Item leftSection={<IconRestore size={14} stroke={1.6} />} onClick={() => { restore.mutate(undefined); }}>{t('restore')}</Menu.Item>
            )}
            {isAdministrator && contact.kind === 'person' && contact.erased_at === null && contact.merged_into === null && (
              <Menu.Item color="red" leftSection={<IconEraser size={14} stroke={1.6} />} onClick={() => { setOpen('erase'); }}>{t('gdpr.erase')}</Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </header>
      {open !== null && (
        <Suspense>
          {open === 'merge' && <MergeDialog contact={contact.id} onClose={() => { setOpen(null); }} />}
          {open === 'erase' && <EraseDialog contact={contact} onClose={() => { setOpen(null); }} />}
        </Suspense>
      )}
      <div className={classes['columns']}>
        <div className={classes['column']}><Fields contact={contact} /></div>
        <div className={classes['column']}><Around contact={contact} /></div>
      </div>
    </div>
  );
}

/** A person or company: how to reach them, everything known, their cards, their history. */
export default function ContactPage() {
  const { contactId } = route.useParams();
  const { data, error, refetch } = useQuery(queries.contact(contactId));
  useTitle(data?.name ?? '');
  if (error) return <LoadError level={1} error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting />;
  // It goes on in another one: whoever follows an old link comes there.
  if (data.merged_into !== null) return <Navigate to="/contacts/$contactId" params={{ contactId: data.merged_into }} replace />;
  return <Body key={data.id} contact={data} />;
}
