import { ActionIcon, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import {
  IconArrowsDiagonal, IconCopy, IconDots, IconLink, IconRefreshAlert, IconRestore, IconSwitch3, IconTrash, IconX, IconZzz,
} from '@tabler/icons-react';
import { base } from '../../api/base';
import { api } from '../../api/client';
import { showNote, useChange } from '../../api/change';
import type { Card, Id, Module } from '../../api/types';
import { InPlace } from '../../fields/InPlace';
import { useMeta } from '../../meta/meta';
import { Menu } from '../../ui/Menu';
import { useFormat } from '../../ui/format';
import { useShortcuts } from '../../ui/shortcuts';
import { StatusLabel } from '../../ui/Status';
import { useTrashCard } from '../shared/card-actions';
import { DueTime } from '../shared/DueTime';
import { dueField, dueTime } from '../shared/due-time';
import classes from './card.module.css';
import type { Save } from './useSave';
import { useNow } from '../../ui/useNow';
import { useTexts } from '../../ui/useTexts';

function useHeadActions(card: Card) {
  const t = useTexts('card');
  const navigate = useNavigate();
  const go = (module: Id, id: Id) => void navigate({ to: '/m/$moduleId/card/$cardId', params: { moduleId: module, cardId: id } });
  const copy = useChange({ run: () => api.cards.copy(card.id), says: (out) => t('copied_as', { card: out.card.name }) });
  const convert = useChange({
    run: (module: Id) => api.cards.convert(card.id, module),
    says: (out) => t('converted', { card: out.card.name }),
  });
  const restore = useChange({ run: () => api.cards.restore(card.id), says: () => t('restored') });
  return {
    copy: () => { copy.mutate(undefined, { onSuccess: (out) => { go(out.card.module_id, out.card.id); } }); },
    convert: (module: Id) => { convert.mutate(module, { onSuccess: (out) => { go(out.card.module_id, out.card.id); } }); },
    restore: () => { restore.mutate(undefined); },
    trash: useTrashCard(),
  };
}

function MoreMenu({ card, module, onGone }: { card: Card; module: Module; onGone: () => void }) {
  const t = useTexts('card');
  const meta = useMeta();
  const actions = useHeadActions(card);
  const url = `${window.location.origin}${base}/m/${String(card.module_id)}/card/${String(card.id)}`;
  const targets = module.kind === 'leads' ? meta.modules.filter((one) => one.kind === 'autosales' || one.kind === 'sales') : [];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('more_actions')}><IconDots size={18} stroke={1.6} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconLink size={14} stroke={1.6} />}
          onClick={() => { void navigator.clipboard.writeText(url).then(() => { showNote(t('address_copied')); }); }}
        >
          {t('copy_address')}
        </Menu.Item>
        {card.trashed_at === null && (
          <Menu.Item leftSection={<IconCopy size={14} stroke={1.6} />} onClick={actions.copy}>{t('copy_card')}</Menu.Item>
        )}
        {card.trashed_at === null && targets.map((one) => (
          <Menu.Item key={one.id} leftSection={<IconSwitch3 size={14} stroke={1.6} />} onClick={() => { actions.convert(one.id); }}>
            {t('convert_to', { module: one.label })}
          </Menu.Item>
        ))}
        {card.permissions.trash && card.trashed_at === null && (
          <Menu.Item
            leftSection={<IconTrash size={14} stroke={1.6} />}
            onClick={() => { actions.trash.mutate(card, { onSuccess: onGone }); }}
          >
            {t('to_trash')}
          </Menu.Item>
        )}
        {card.trashed_at !== null && (
          <Menu.Item leftSection={<IconRestore size={14} stroke={1.6} />} onClick={actions.restore}>{t('restore')}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Facts({ card, module, saving }: { card: Card; module: Module; saving: Save }) {
  const t = useTexts('card');
  const format = useFormat();
  const meta = useMeta();
  const owner = module.fields.find((field) => field.code === 'owner');
  const statusField = module.fields.find((field) => field.code === 'status');
  const status = meta.status(card.status_id);
  return (
    <div className={classes['facts']}>
      {module.fixed || !statusField ? status && <StatusLabel colour={status.colour} label={status.label} /> : (
        <InPlace
          field={statusField}
          module={module}
          value={card.status_id}
          editable={card.permissions.move}
          onSave={(value) => saving.save({ field: statusField, value })}
        />
      )}
      {card.reason && <span className={classes['reason']}>{card.reason}</span>}
      {owner && (
        <span className={classes['fact']}>
          <span className={classes['dim']}>{owner.label}</span>
          <InPlace
            field={owner}
            module={module}
            value={card.owner_id}
            editable={card.permissions.edit}
            onSave={(value) => saving.save({ field: owner, value })}
          />
        </span>
      )}
      {card.value_minor !== null && <span className={classes['fact']}>{format.money(card.value_minor)}</span>}
      <Tooltip label={t('made', { who: meta.member(card.created_by)?.name ?? t('system'), when: format.dateTime(card.created_at) })}>
        <span className={classes['dim']}>{t('updated', { when: format.ago(card.updated_at) })}</span>
      </Tooltip>
    </div>
  );
}

function Marks({ card, module }: { card: Card; module: Module }) {
  const t = useTexts('card');
  const format = useFormat();
  const now = useNow();
  const due = card.trashed_at === null && dueTime(card, module) !== null ? dueField(module) : null;
  if (card.trashed_at === null && !card.wake_reason && !card.review_due && !card.stalled && !due) return null;
  return (
    <div className={classes['facts']}>
      {card.trashed_at !== null && (
        <span className={classes['mark']} data-kind="late">
          <IconTrash size={15} stroke={1.6} aria-hidden="true" />
          {t('in_trash', { when: format.ago(card.trashed_at) })}
        </span>
      )}
      {due && (
        <span className={classes['fact']}>
          <span className={classes['dim']}>{due.label}</span>
          <DueTime row={card} module={module} now={now} format={format} />
        </span>
      )}
      {card.wake_reason && (
        <span className={classes['mark']} data-kind="soon"><IconZzz size={15} stroke={1.6} aria-hidden="true" />{card.wake_reason}</span>
      )}
      {card.stalled && (
        <span className={classes['mark']} data-kind="soon"><IconRefreshAlert size={15} stroke={1.6} aria-hidden="true" />{t('stalled')}</span>
      )}
      {card.review_due && (
        <span className={classes['mark']} data-kind="soon"><IconRefreshAlert size={15} stroke={1.6} aria-hidden="true" />{t('review_due')}</span>
      )}
    </div>
  );
}

/** Name, number, status with its reason, owner, value; warnings below. */
export function Head({ card, module, saving, panel, onClose }: {
  card: Card;
  module: Module;
  saving: Save;
  /** In the side panel: can be opened as a page, and closed. */
  panel: boolean;
  onClose: () => void;
}) {
  const t = useTexts(['card', 'common']);
  const navigate = useNavigate();
  const name = module.fields.find((field) => field.code === 'name');
  const open = () => void navigate({ to: '/m/$moduleId/card/$cardId', params: { moduleId: card.module_id, cardId: card.id } });
  useShortcuts([{ keys: 'o', label: t('keys.open'), group: t('keys.group'), run: open }], panel);
  return (
    <header className={classes['head']}>
      <div className={classes['titleRow']}>
        <h1 className={classes['name']}>
          {name ? (
            <InPlace
              field={name}
              module={module}
              value={card.name}
              editable={card.permissions.edit}
              onSave={(value) => saving.save({ field: name, value })}
            />
          ) : card.name}
        </h1>
        <span className={classes['dim']}>#{card.number}</span>
        {panel && (
          <Tooltip label={t('open_page')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('open_page')} onClick={open}>
              <IconArrowsDiagonal size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        <MoreMenu card={card} module={module} onGone={onClose} />
        {panel && (
          <ActionIcon variant="subtle" color="gray" aria-label={t('common:close')} onClick={onClose}>
            <IconX size={18} stroke={1.6} />
          </ActionIcon>
        )}
      </div>
      <Facts card={card} module={module} saving={saving} />
      <Marks card={card} module={module} />
    </header>
  );
}
