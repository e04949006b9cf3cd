import { expect, it } from 'vitest';
import { isEmail, safeNext } from './session';

it('goes on only to addresses of our own', () => {
  expect(safeNext('/m/1?card=3')).toBe('/m/1?card=3');
  for (const bad of [undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    expect(safeNext(bad)).toBe('/');
  }
});

it('tells an e-mail address from a name', () => {
  expect(isEmail('a@b.hu')).toBe(true);
  for (const bad of ['', 'a', 'a@b', 'a b@c.hu', '@c.hu']) expect(isEmail(bad)).toBe(false);
});
