import type { CardRow } from '../../api/types';

/** The customer, then the card's own name where it says something else: "Kovács Kft." and "CRM" of "Kovács Kft. – CRM". */
export function titleOf(row: Pick<CardRow, 'name' | 'contact' | 'company'>): { main: string; rest: string } {
  const customer = row.contact?.name ?? row.company?.name ?? '';
  if (customer === '') return { main: row.name, rest: '' };
  const company = row.contact?.company && row.contact.kind === 'person' ? row.contact.company : '';
  const own = row.name.startsWith(customer) ? row.name.slice(customer.length).replace(/^[\s–—:,-]+/, '') : row.name;
  return { main: customer, rest: own === '' ? company : own };
}
