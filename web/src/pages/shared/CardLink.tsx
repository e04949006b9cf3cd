import { base } from '../../api/base';
import type { CardRow } from '../../api/types';

export const cardUrl = (row: Pick<CardRow, 'id' | 'module_id'>): string => `${base}/m/${String(row.module_id)}/card/${String(row.id)}`;

/** To a card's page, by its customer. A plain link, which the frame follows: the router's own would watch the address in
 * every row. */
export function CardLink({ row, className }: { row: CardRow; className: string | undefined }) {
  return <a href={cardUrl(row)} className={className}>{row.contact?.name ?? row.name}</a>;
}
