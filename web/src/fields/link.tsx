import { TextBox } from './box';
import { TextFilter } from './filters';
import type { EditProps, FieldType, ShowProps } from './type';

/** The address as a web address; anything that is none ("javascript:…") stays plain text. */
export function safeUrl(text: string): string | null {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  try {
    const url = new URL(full);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

function LinkShow({ value }: ShowProps) {
  if (typeof value !== 'string' || value === '') return null;
  const url = safeUrl(value);
  if (!url) return <>{value}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {value.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')}
    </a>
  );
}

function LinkEdit(props: EditProps) {
  return <TextBox edit={props} type="url" inputMode="url" placeholder="https://" />;
}

export const link: FieldType = { name: 'link', Show: LinkShow, Edit: LinkEdit, Filter: TextFilter, words: 'text', linked: true };
