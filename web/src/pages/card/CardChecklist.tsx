import type { Card } from '../../api/types';
import { useTexts } from '../../ui/useTexts';
import classes from './card.module.css';
import { Checklist } from './Checklist';

/** The steps of the card's own process. */
export function CardChecklist({ card }: { card: Card }) {
  const t = useTexts('tasks');
  return (
    <section className={classes['section']} aria-label={t('checklist.title')}>
      <div className={classes['sectionHead']}>
        <h2 className={classes['sectionTitle']}>{t('checklist.title')}</h2>
      </div>
      <Checklist card={card} task={null} />
    </section>
  );
}
