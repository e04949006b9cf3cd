import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import type { Card } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Asked } from './Asked';
import { CardChecklist } from './CardChecklist';
import classes from './card.module.css';
import { FieldGroups } from './FieldGroups';
import { Head } from './Head';
import { History } from './History';
import { KeyFields } from './KeyFields';
import { Side } from './Side';
import { Tasks } from './Tasks';
import { Files } from '../talk/Files';
import { useSave } from './useSave';
import { useTexts } from '../../ui/useTexts';

const columns = ['work', 'fields', 'side'] as const;
type Column = (typeof columns)[number];

/** Tells the server that the owner has opened a card assigned to him, so that it leaves his list of new ones. */
function useSeen(card: Card): void {
  const { me } = useMeta();
  const mine = card.owner_id === me.id;
  useEffect(() => {
    if (mine) void api.cards.seen(card.id).catch(() => undefined);
  }, [mine, card.id]);
}

/** One card, as a page or in the side panel: tasks and history, its fields, its customer. */
export function CardView({ card, panel = false, onClose }: { card: Card; panel?: boolean; onClose: () => void }) {
  const t = useTexts('card');
  const meta = useMeta();
  const module = meta.module(card.module_id);
  const [shown, setShown] = useState<Column>('work');
  useSeen(card);
  if (!module) return null;
  return <Inside card={card} panel={panel} onClose={onClose} shown={shown} setShown={setShown} module={module} label={t('part')} />;
}

function Inside({ card, panel, onClose, shown, setShown, module, label }: {
  card: Card;
  panel: boolean;
  onClose: () => void;
  shown: Column;
  setShown: (column: Column) => void;
  module: NonNullable<ReturnType<ReturnType<typeof useMeta>['module']>>;
  label: string;
}) {
  const t = useTexts('card');
  const saving = useSave(card, module);
  const column = (name: Column) => ({
    className: classes['column'],
    'data-column': name,
    'data-shown': shown === name || undefined,
  });
  return (
    <article className={classes['view']}>
      <Head card={card} module={module} saving={saving} panel={panel} onClose={onClose} />
      <div className={classes['tabs']}>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={label}
          value={shown}
          data={columns.map((value) => ({ value, label: t(`column.${value}`) }))}
          onChange={(value) => { setShown(value as Column); }}
        />
      </div>
      <div className={classes['columns']}>
        <div {...column('work')}>
          <Tasks card={card} module={module} />
          <History card={card} />
        </div>
        <div {...column('fields')}>
          <KeyFields card={card} module={module} saving={saving} />
          <FieldGroups card={card} module={module} saving={saving} />
          <CardChecklist card={card} />
          <Files subject={{ kind: 'cards', id: card.id }} editable={card.permissions.edit && card.trashed_at === null} />
        </div>
        <aside {...column('side')} aria-label={t('column.side')}>
          <Side card={card} module={module} saving={saving} />
        </aside>
      </div>
      <Asked module={module} saving={saving} />
    </article>
  );
}
