import { describe, expect, it } from 'vitest';
import { callAt, piecesOf } from './pieces';

const shown = (text: string, names: string[] = []) => piecesOf(text, names).map(({ text: what, kind }) => `${kind}:${what}`);

describe('a comment in pieces', () => {
  it('makes links of addresses of the web alone', () => {
    expect(shown('see https://example.com/a?b=c#d. Now')).toEqual(['plain:see ', 'link:https://example.com/a?b=c#d', 'plain:. Now']);
    expect(shown('(http://example.com)')).toEqual(['plain:(', 'link:http://example.com', 'plain:)']);
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'www.example.com', 'https://', '<b>x</b>']) expect(shown(text)).toEqual([`plain:${text}`]);
    expect(shown('https://example.com/"onmouseover="x')).toEqual(['link:https://example.com/', 'plain:"onmouseover="x']);
  });

  it('stresses those who were called, the longest name first', () => {
    expect(shown('@Nagy Anna Mária, @Nagy Anna and @Béla', ['Nagy Anna', 'Nagy Anna Mária'])).toEqual([
      'mention:@Nagy Anna Mária', 'plain:, ', 'mention:@Nagy Anna', 'plain: and @Béla',
    ]);
  });

  it('knows what is being typed behind an @', () => {
    expect(callAt('hello @an', 9)).toBe('an');
    expect(callAt('@', 1)).toBe('');
    expect(callAt('hello @Nagy A', 13)).toBe('Nagy A');
    expect(callAt('anna@example', 12)).toBeNull();
    expect(callAt('hello', 5)).toBeNull();
    expect(callAt('@anna\nnext', 10)).toBeNull();
  });
});
