/** A condition in words, for the chips above a list: "Rating is one of Undecided, Committed". */
import type { TFunction } from 'i18next';
import type { MetaIndex } from '../meta/meta';
import type { Field, FilterCondition, Scalar } from '../meta/types';
import type { Format } from '../ui/format';
import { fieldTypes } from './index';
import { splitRelative } from './relative';

interface Means {
  meta: MetaIndex;
  format: Format;
  t: TFunction<'fields'>;
}

function one(value: Scalar, field: Field, { meta, format, t }: Means): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'string') {
    if (field.type === 'user' && value === 'me') return meta.me.name;
    return /^\d{4}-\d\d-\d\d$/.test(value) ? format.day(value) : `“${value}”`;
  }
  switch (field.type) {
    case 'choice':
    case 'choices': return field.options.find((option) => option.id === value)?.label ?? '';
    case 'status': return meta.status(value)?.label ?? '';
    case 'user': return meta.member(value)?.name ?? '';
    case 'money': return format.money(value);
    case 'datetime': return format.dateTime(value);
    default: return format.number(value);
  }
}

export function describeCondition({ op, value }: FilterCondition, field: Field, means: Means): string {
  const { t } = means;
  const words = t(`op.${fieldTypes[field.type].words}.${op}`);
  if (op === 'relative') {
    const { pattern, days } = splitRelative(String(value));
    const text = t(`relative.${pattern as 'today'}`).replace('N', String(days));
    return `${field.label} ${words} ${text}`;
  }
  if (value === undefined) return `${field.label} ${words}`;
  const values = Array.isArray(value) ? value : [value];
  const joint = op === 'between' ? ' – ' : ', ';
  const shown = values.slice(0, 3).map((part) => one(part, field, means)).join(joint);
  const rest = values.length > 3 ? ` +${String(values.length - 3)}` : '';
  return `${field.label} ${words} ${shown}${rest}`;
}
