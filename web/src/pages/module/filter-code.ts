/**
 * Filters in the address bar, short enough to read and to send in a chat:
 *   rating:in:1,2;(value:gt:100000|contact.city:contains:'Pécs)
 * `;` is "all of", `|` is "any of", `!` is "not", parentheses nest. Texts start with an apostrophe; numbers, true and
 * false stand as they are.
 */
import type { Filter, Op, Scalar } from '../../api/types';

export const MAX_DEPTH = 5;
export const MAX_CONDITIONS = 50;

const OPS = new Set<string>([
  'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'between', 'in', 'not_in', 'contains', 'starts', 'empty', 'not_empty', 'relative',
]);

/** Characters that mean something between values; inside a text they follow a backslash. */
const SPECIAL = /[;|(),:!'\\]/g;

function encodeScalar(value: Scalar): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value.replace(SPECIAL, '\\$&')}`;
  return String(value);
}

function encodeNode(node: Filter, nested: boolean): string {
  if ('field' in node) {
    const head = `${node.field}:${node.op}`;
    if (node.value === undefined) return head;
    const values = Array.isArray(node.value) ? node.value : [node.value];
    return `${head}:${values.map(encodeScalar).join(',')}`;
  }
  if ('not' in node) return `!(${encodeNode(node.not, false)})`;
  const any = 'any' in node;
  const kids = any ? node.any : node.all;
  if (kids.length === 0) return '';
  // A lone child of an any-group would read back as an all-group: keep the bar to tell them apart.
  const text = kids.map((kid) => encodeNode(kid, true)).join(any ? '|' : ';') + (any && kids.length === 1 ? '|' : '');
  return nested ? `(${text})` : text;
}

export function encodeFilter(filter: Filter | null | undefined): string | undefined {
  if (!filter) return undefined;
  return encodeNode(filter, false) || undefined;
}

class Reader {
  private at = 0;
  private conditions = 0;

  constructor(private readonly text: string) {}

  read(): Filter | null {
    const node = this.group(0);
    return this.at === this.text.length ? node : null;
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at += 1;
    return true;
  }

  private group(depth: number): Filter | null {
    if (depth > MAX_DEPTH) return null;
    const kids: Filter[] = [];
    let joint = '';
    for (;;) {
      const kid = this.node(depth);
      if (!kid) return null;
      kids.push(kid);
      const next = this.peek();
      if (next !== ';' && next !== '|') break;
      if (joint && joint !== next) return null;
      joint = next;
      this.at += 1;
      if (joint === '|' && (this.peek() === '' || this.peek() === ')')) break;
    }
    return joint === '|' ? { any: kids } : { all: kids };
  }

  private node(depth: number): Filter | null {
    if (this.take('!')) {
      if (!this.take('(')) return null;
      const inner = this.group(depth + 1);
      return inner && this.take(')') ? { not: inner } : null;
    }
    if (this.take('(')) {
      const inner = this.group(depth + 1);
      return inner && this.take(')') ? inner : null;
    }
    return this.condition();
  }

  private word(): string {
    const start = this.at;
    while (/[a-z0-9_.]/.test(this.peek())) this.at += 1;
    return this.text.slice(start, this.at);
  }

  private condition(): Filter | null {
    const field = this.word();
    if (!field || !this.take(':')) return null;
    const op = this.word();
    this.conditions += 1;
    if (!OPS.has(op) || this.conditions > MAX_CONDITIONS) return null;
    if (!this.take(':')) return { field, op: op as Op };
    const values: Scalar[] = [];
    do {
      const value = this.scalar();
      if (value === undefined) return null;
      values.push(value);
    } while (this.take(','));
    const list = op === 'in' || op === 'not_in' || op === 'between';
    if (!list && values.length !== 1) return null;
    return { field, op: op as Op, value: list ? values : (values[0] ?? null) };
  }

  private scalar(): Scalar | undefined {
    if (this.take("'")) return this.string();
    const start = this.at;
    while (/[a-z0-9.+-]/.test(this.peek())) this.at += 1;
    const word = this.text.slice(start, this.at);
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    const number = Number(word);
    return word !== '' && Number.isFinite(number) ? number : undefined;
  }

  private string(): string {
    let out = '';
    while (this.at < this.text.length) {
      const char = this.peek();
      if (char === '\\') {
        out += this.text[this.at + 1] ?? '';
        this.at += 2;
      } else if (/[;|(),:!']/.test(char)) {
        break;
      } else {
        out += char;
        this.at += 1;
      }
    }
    return out;
  }
}

/** Null when the text is no filter (a mistyped or cut-off address). */
export function decodeFilter(text: string | undefined): Filter | null {
  return text ? new Reader(text).read() : null;
}

/** How many conditions a filter holds: what the filter button shows. */
export function countConditions(filter: Filter | null): number {
  if (!filter) return 0;
  if ('field' in filter) return 1;
  if ('not' in filter) return countConditions(filter.not);
  const kids = 'any' in filter ? filter.any : filter.all;
  return kids.reduce((sum, kid) => sum + countConditions(kid), 0);
}
