import type { CardRow } from '../../api/types';

/** The customer, then the card's own name where it says something else: "Kovács Kft." and "CRM" of "Kovács Kft. – CRM". */
export function titleOf(row: Pick<CardRow, 'name' | 'contact' | 'company'>): { main: string; rest: string } {
  const customer = row.contact?.name ?? row.company?.name ?? '';
  if (customer === '') return { main: row.name, rest: '' };
  const company = row.contact?.company && row.contact.kind === 'person' ? row.contact.company : '';
  // "Kovács Kft. (Réka Kovács)", as cards of a company's people are named, says only the company beside the person.
  const left = row.name.endsWith(` (${customer})`) ? row.name.slice(0, -customer.length - 3) : row.name;
  const own = left.startsWith(customer) ? left.slice(customer.length).replace(/^[\s–—:,-]+/, '') : left;
  return { main: customer, rest: own === '' ? company : own };
}
