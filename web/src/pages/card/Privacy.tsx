import { MultiSelect, Switch } from '@mantine/core';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys } from '../../api/queries';
import type { Card } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useTexts } from '../../ui/useTexts';
import classes from './card.module.css';

/** Whether others see the card, and whom its owner invited to it. */
export function Privacy({ card }: { card: Card }) {
  const t = useTexts('card');
  const meta = useMeta();
  const colleagues = meta.activeMembers.filter((one) => one.id !== card.owner_id);
  const guests = card.privacy.guests.filter((id) => colleagues.some((one) => one.id === id));
  const mine = card.permissions.edit && (meta.isAdministrator || card.owner_id === meta.me.id);
  const save = useChange({
    run: (values: Partial<Card['privacy']>) => api.cards.privacy(card.id, { private: card.privacy.private, guests, ...values }),
    says: () => t('privacy.saved'),
    touches: () => [keys.card(card.id)],
  });
  return (
    <section className={classes['section']} aria-label={t('privacy.title')}>
      <div className={classes['sectionHead']}><h2 className={classes['sectionTitle']}>{t('privacy.title')}</h2></div>
      <Switch
        size="xs"
        label={t('privacy.private')}
        description={t('privacy.explain')}
        checked={card.privacy.private}
        disabled={!mine || save.isPending || (!card.privacy.private && card.owner_id === null)}
        onChange={(event) => { save.mutate({ private: event.currentTarget.checked }); }}
      />
      {(mine || guests.length > 0) && (
        <MultiSelect
          size="xs"
          label={t('privacy.guests')}
          placeholder={guests.length === 0 ? t('privacy.invite') : ''}
          data={colleagues.map((one) => ({ value: String(one.id), label: one.name }))}
          value={guests.map(String)}
          maxValues={50}
          searchable
          disabled={!mine || save.isPending}
          onChange={(ids) => { save.mutate({ guests: ids.map(Number) }); }}
        />
      )}
    </section>
  );
}
