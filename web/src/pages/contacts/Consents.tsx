import { Button, Group, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import type { Consent, Contact } from '../../api/types';
import { Dialog } from '../../ui/Dialog';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import classes from './contacts.module.css';

const ways = ['form', 'email', 'phone', 'paper', 'in_person', 'other'] as const;

function Note({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useTexts(['contact', 'common']);
  const [purpose, setPurpose] = useState('');
  const [how, setHow] = useState<Consent['how']>('form');
  const [note, setNote] = useState('');
  const give = useChange({
    run: () => api.contacts.giveConsent(contact.id, { purpose, how, note }),
    says: () => t('consent.noted'),
    touches: () => [keys.contact(contact.id)],
  });
  return (
    <Dialog title={t('consent.add')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          give.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <TextInput required data-autofocus label={t('consent.purpose')} maxLength={200} value={purpose} onChange={(event) => { setPurpose(event.currentTarget.value); }} />
        <NativeSelect
          mt="sm"
          label={t('consent.how')}
          value={how}
          data={ways.map((way) => ({ value: way, label: t(`consent.ways.${way}`) }))}
          onChange={(event) => { setHow(event.currentTarget.value as Consent['how']); }}
        />
        <Textarea mt="sm" label={t('consent.note')} maxLength={2000} autosize minRows={2} value={note} onChange={(event) => { setNote(event.currentTarget.value); }} />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={give.isPending} disabled={purpose.trim() === ''}>{t('common:save')}</Button>
        </Group>
      </form>
    </Dialog>
  );
}

function Withdraw({ consent, onClose }: { consent: Consent; onClose: () => void }) {
  const t = useTexts(['contact', 'common']);
  const [how, setHow] = useState('');
  const withdraw = useChange({
    run: () => api.contacts.withdrawConsent(consent.id, how),
    says: () => t('consent.withdrawn_done'),
    touches: () => [keys.contact(consent.contact_id)],
  });
  return (
    <Dialog title={consent.purpose} onClose={onClose}>
      <TextInput data-autofocus label={t('consent.withdraw_how')} maxLength={500} value={how} onChange={(event) => { setHow(event.currentTarget.value); }} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button loading={withdraw.isPending} onClick={() => { withdraw.mutate(undefined, { onSuccess: onClose }); }}>{t('consent.withdraw')}</Button>
      </Group>
    </Dialog>
  );
}

/** What the person agreed to, and what was withdrawn; nothing of it is ever changed. */
export function Consents({ contact, editable }: { contact: Contact; editable: boolean }) {
  const t = useTexts('contact');
  const format = useFormat();
  const [open, setOpen] = useState<Consent | 'new' | null>(null);
  const { data } = useQuery(queries.consents(contact.id));
  return (
    <section className={classes['section']} aria-label={t('consent.title')}>
      <h2 className={classes['sectionTitle']}>{t('consent.title')}</h2>
      {data?.rows.length === 0 && <p className={classes['dim']}>{t('consent.none')}</p>}
      <ul className={classes['consents']}>
        {data?.rows.map((one) => (
          <li key={one.id} data-withdrawn={one.withdrawn_at !== null || undefined}>
            <div>
              <strong>{one.purpose}</strong>
              <div className={classes['dim']}>
                {t('consent.given', { date: format.date(one.given_at) })} · {t(`consent.ways.${one.how}`)}
                {one.withdrawn_at !== null && ` · ${t('consent.withdrawn', { date: format.date(one.withdrawn_at) })}`}
                {one.withdrawn_how !== '' && ` (${one.withdrawn_how})`}
              </div>
              {one.note !== '' && <div>{one.note}</div>}
            </div>
            {editable && one.withdrawn_at === null && (
              <Button size="compact-xs" variant="subtle" color="gray" onClick={() => { setOpen(one); }}>{t('consent.withdraw')}</Button>
            )}
          </li>
        ))}
      </ul>
      {editable && <Button size="compact-xs" variant="subtle" onClick={() => { setOpen('new'); }}>{t('consent.add')}</Button>}
      {open === 'new' && <Note contact={contact} onClose={() => { setOpen(null); }} />}
      {open !== null && open !== 'new' && <Withdraw consent={open} onClose={() => { setOpen(null); }} />}
    </section>
  );
}
