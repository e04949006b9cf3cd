import type { ReactNode } from 'react';
import type { CardRow } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { StatusLabel } from '../../ui/Status';
import { CardLink } from '../shared/CardLink';
import classes from './home.module.css';

/** A short list of cards with one fact each. */
export function Short({ title, none, rows, fact }: {
  title: string;
  none: string;
  rows: CardRow[];
  fact: (row: CardRow) => ReactNode;
}) {
  const meta = useMeta();
  return (
    <section aria-label={title}>
      <h2 className={classes['heading']}>
        {title}
        {rows.length > 0 && <span>{rows.length}</span>}
      </h2>
      {rows.length === 0 && <p className={classes['none']}>{none}</p>}
      <ul className={classes['list']}>
        {rows.map((row) => {
          const status = meta.status(row.status_id);
          return (
            <li key={row.id} className={classes['short']}>
              <span className={classes['clip']}>
                <CardLink row={row} className={classes['card']} />
              </span>
              <span>{fact(row)}</span>
              <span className={classes['clip']}>{status && <StatusLabel colour={status.colour} label={status.label} />}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
