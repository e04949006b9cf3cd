/** The fixed fields of people and companies, as fields like any other. */
import type { ContactIn, Field, FieldType } from '../../api/types';
import { looseField } from '../shared/task-dialogs/TaskFields';

type Code = Exclude<keyof ContactIn, 'kind' | 'points' | 'addresses' | 'fields' | 'company_id' | 'owner_id' | 'version'>;

const person: [Code, FieldType][] = [
  ['last_name', 'text'], ['first_name', 'text'], ['position', 'text'], ['tags', 'text'], ['note', 'long_text'],
];
const company: [Code, FieldType][] = [
  ['name', 'text'], ['industry', 'text'], ['region', 'text'], ['employees', 'number'], ['revenue_minor', 'money'],
  ['founded_year', 'number'], ['tax_no', 'text'], ['eu_tax_no', 'text'], ['registration_no', 'text'], ['bank_account', 'text'],
  ['tags', 'text'], ['note', 'long_text'],
];

export interface ContactField {
  code: Code;
  field: Field;
}

export function contactFields(kind: 'person' | 'company', label: (code: Code) => string): ContactField[] {
  return (kind === 'person' ? person : company).map(([code, type]) => ({ code, field: looseField(code, type, label(code)) }));
}
