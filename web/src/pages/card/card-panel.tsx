import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries';
import type { Id } from '../../api/types';
import { Waiting } from '../../ui/Delayed';
import { LoadError } from '../shared/LoadError';
import { useShortcuts } from '../../ui/shortcuts';
import classes from './card.module.css';
import { CardView } from './CardView';
import { useTexts } from '../../ui/useTexts';

/** The card beside its list, which stays usable: Esc closes it, J and K step to the next and the previous card of the list. */
export default function CardPanel({ id, onClose, onStep }: { id: Id; onClose: () => void; onStep: (delta: 1 | -1) => void }) {
  const t = useTexts('card');
  const { data, error, refetch } = useQuery(queries.card(id));
  useShortcuts([
    { keys: 'Escape', label: t('keys.close'), group: t('keys.group'), run: onClose },
    { keys: 'j', label: t('keys.next'), group: t('keys.group'), run: () => { onStep(1); } },
    { keys: 'k', label: t('keys.previous'), group: t('keys.group'), run: () => { onStep(-1); } },
  ]);
  return (
    <section className={classes['panel']} aria-label={data?.name ?? t('card')}>
      {error ? <LoadError error={error} retry={() => void refetch()} /> : data ? (
        <CardView key={data.id} card={data} panel onClose={onClose} />
      ) : <Waiting />}
    </section>
  );
}
