import { describe, expect, it } from 'vitest';
import type { Point } from '../../api/types';
import { withDefault } from './Points';

describe('default points of a contact', () => {
  it('are one of each kind', () => {
    const points: Point[] = [
      { kind: 'email', value: 'a@x.hu', is_default: true }, { kind: 'phone', value: '1', is_default: true }, { kind: 'email', value: 'b@x.hu' },
    ];
    expect(withDefault(points, 2).map((point) => point.is_default)).toEqual([false, true, true]);
  });
});
