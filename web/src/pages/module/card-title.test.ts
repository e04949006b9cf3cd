import { describe, expect, it } from 'vitest';
import { titleOf } from './card-title';

const person = { id: 1, kind: 'person' as const, name: 'Réka Kovács', company: 'Kovács Kft.' };

describe('the title of a row', () => {
  it('does not say the customer twice', () => {
    const of = (name: string) => titleOf({ name, contact: person, company: null } as Parameters<typeof titleOf>[0]);
    expect(of('Kovács Kft. (Réka Kovács)')).toEqual({ main: 'Réka Kovács', rest: 'Kovács Kft.' });
    expect(of('Réka Kovács – CRM')).toEqual({ main: 'Réka Kovács', rest: 'CRM' });
    expect(of('Réka Kovács')).toEqual({ main: 'Réka Kovács', rest: 'Kovács Kft.' });
    expect(of('New machine')).toEqual({ main: 'Réka Kovács', rest: 'New machine' });
  });
});
