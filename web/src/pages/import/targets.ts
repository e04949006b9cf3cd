import type { FieldType, Module } from '../../api/types';

/* Where a column of a file may go: fields of the card, members of its person or company, or a new field. */

export const personMembers = [
  'name', 'first_name', 'last_name', 'email', 'phone', 'web', 'position', 'street', 'city', 'postal_code', 'county',
  'country', 'region', 'tags', 'note',
] as const;

export const companyMembers = [
  'name', 'email', 'phone', 'web', 'street', 'city', 'postal_code', 'county', 'country', 'region', 'tags', 'note',
  'tax_no', 'eu_tax_no', 'registration_no', 'bank_account', 'industry', 'employees', 'revenue_minor', 'founded_year',
] as const;

export type ContactMember = (typeof personMembers)[number] | (typeof companyMembers)[number];

/** Types a new field may have. */
export const newTypes = [
  'text', 'long_text', 'number', 'money', 'date', 'datetime', 'choice', 'choices', 'bool', 'link', 'email', 'phone',
] as const satisfies FieldType[];

export interface TargetGroup {
  group: string;
  items: { value: string; label: string }[];
}

interface Words {
  nothing: string;
  newField: string;
  card: string;
  person: string;
  company: string;
  member: (member: ContactMember) => string;
}

/** Value of the drop-down for "leave out". */
export const leaveOut = '-';

export function targetGroups(module: Module, words: Words): TargetGroup[] {
  const fields = module.fields.filter(
    (field) => field.editable && field.type !== 'contact' && field.type !== 'file' && !(field.type === 'status' && module.fixed),
  );
  const members = (prefix: string, list: readonly ContactMember[], noun: string) =>
    list.map((member) => ({ value: `${prefix}.${member}`, label: `${noun}: ${words.member(member)}` }));
  return [
    { group: '', items: [{ value: leaveOut, label: words.nothing }, { value: 'new', label: words.newField }] },
    { group: words.card, items: fields.map((field) => ({ value: field.code, label: field.label })) },
    { group: words.person, items: members('contact', personMembers, words.person) },
    { group: words.company, items: members('company', companyMembers, words.company) },
  ];
}
