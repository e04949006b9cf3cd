import { ActionIcon, Anchor, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconBuilding, IconMail, IconPhone, IconUser, IconX } from '@tabler/icons-react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys } from '../../api/queries';
import type { Card, CardBrief, ContactBrief, Id, Module, RelatedCard } from '../../api/types';
import { telUrl } from '../../fields/tel';
import { InPlace } from '../../fields/InPlace';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { StatusLabel } from '../../ui/Status';
import { AddLink } from './AddLink';
import { Privacy } from './Privacy';
import classes from './card.module.css';
import type { Save } from './useSave';
import { useTexts } from '../../ui/useTexts';

function Reach({ email, phone }: { email?: string | null | undefined; phone?: string | null | undefined }) {
  return (
    <>
      {phone && (
        <div className={classes['contactLine']}>
          <IconPhone size={14} stroke={1.6} aria-hidden="true" />
          <Anchor href={telUrl(phone)} fz="sm">{phone}</Anchor>
        </div>
      )}
      {email && (
        <div className={classes['contactLine']}>
          <IconMail size={14} stroke={1.6} aria-hidden="true" />
          <Anchor href={`mailto:${email}`} fz="sm">{email}</Anchor>
        </div>
      )}
    </>
  );
}

function ContactLink({ id, name, company }: { id: Id; name: string; company: boolean }) {
  const Kind = company ? IconBuilding : IconUser;
  return (
    <div className={classes['contactLine']}>
      <Kind size={14} stroke={1.6} aria-hidden="true" />
      <Link to="/contacts/$contactId" params={{ contactId: id }} className={classes['contactName']}>{name}</Link>
    </div>
  );
}

function PersonLine({ person }: { person: ContactBrief }) {
  return (
    <div>
      <ContactLink id={person.id} name={person.name} company={false} />
      {person.position && <div className={classes['dim']} style={{ fontSize: 12 }}>{person.position}</div>}
      <Reach email={person.email} phone={person.phone} />
    </div>
  );
}

function CardLine({ card, module_id }: { card: CardBrief | RelatedCard; module_id: Id }) {
  const meta = useMeta();
  const format = useFormat();
  const status = meta.status(card.status_id);
  return (
    <Link to="/m/$moduleId/card/$cardId" params={{ moduleId: module_id, cardId: card.id }} className={classes['related']}>
      <span className={classes['relatedRow']}>
        <span className={classes['relatedName']}>{card.name}</span>
        {'value_minor' in card && card.value_minor !== null && (
          <span className={classes['dim']}>{format.moneyCompact(card.value_minor)}</span>
        )}
      </span>
      {status && <StatusLabel colour={status.colour} label={status.label} />}
    </Link>
  );
}

/** The customer: company, people, one click to call or write; his other cards; cards linked by hand. */
export function Side({ card, module, saving }: { card: Card; module: Module; saving: Save }) {
  const t = useTexts('card');
  const meta = useMeta();
  const contact = module.fields.find((field) => field.code === 'contact');
  const Kind = card.contact?.kind === 'company' ? IconBuilding : IconUser;
  const others = card.people.filter((person) => person.id !== card.contact?.id);
  const unlink = useChange({
    run: (id: Id) => api.cards.unlink(card.id, id),
    says: () => t('links.removed'),
    touches: () => [keys.card(card.id)],
  });
  return (
    <>
      <section className={classes['section']} aria-label={t('customer')}>
        <div className={classes['sectionHead']}><h2 className={classes['sectionTitle']}>{t('customer')}</h2></div>
        {contact && (
          <div className={classes['contactLine']}>
            <Kind size={14} stroke={1.6} aria-hidden="true" />
            <div className={classes['customer']}>
              <InPlace
                field={contact}
                module={module}
                value={card.contact?.id ?? null}
                text={card.contact?.name}
                link={card.contact && (
                  <Link to="/contacts/$contactId" params={{ contactId: card.contact.id }} className={classes['contactName']}>
                    {card.contact.name}
                  </Link>
                )}
                editable={card.permissions.edit}
                onSave={(value) => saving.save({ field: contact, value })}
              />
            </div>
          </div>
        )}
        <Reach email={card.email} phone={card.phone} />
        {card.company && card.company.id !== card.contact?.id && (
          <ContactLink id={card.company.id} name={card.company.name} company />
        )}
      </section>
      {others.length > 0 && (
        <section className={classes['section']} aria-label={t('people')}>
          <div className={classes['sectionHead']}><h2 className={classes['sectionTitle']}>{t('people')}</h2></div>
          {others.map((person) => <PersonLine key={person.id} person={person} />)}
        </section>
      )}
      {card.related.map(({ module_id, cards }) => (
        <section key={module_id} className={classes['section']}>
          <div className={classes['sectionHead']}>
            <h2 className={classes['sectionTitle']}>{t('also_in', { module: meta.module(module_id)?.label ?? '' })}</h2>
          </div>
          {cards.map((one) => <CardLine key={one.id} card={one} module_id={module_id} />)}
        </section>
      ))}
      <section className={classes['section']} aria-label={t('links.title')}>
        <div className={classes['sectionHead']}><h2 className={classes['sectionTitle']}>{t('links.title')}</h2></div>
        {card.links.map((link) => (
          <div key={link.id} className={classes['relatedRow']}>
            <div style={{ minWidth: 0, flex: 1 }}>
              <CardLine card={link.card} module_id={link.card.module_id} />
              {link.note && <div className={classes['dim']} style={{ fontSize: 12 }}>{link.note}</div>}
            </div>
            {card.permissions.edit && (
              <Tooltip label={t('links.remove')}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('links.remove_named', { card: link.card.name })}
                  onClick={() => { unlink.mutate(link.id); }}
                >
                  <IconX size={14} stroke={1.6} />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
        ))}
        {card.permissions.edit && <AddLink card={card} />}
      </section>
      <Privacy card={card} />
    </>
  );
}
