import { describe, expect, it, vi } from 'vitest';
import type { Stale } from '../../api/problem';
import { Problem } from '../../api/problem';
import { standsAsSeen, writeTask } from './task-conflict';

const fields = (both: Stale['fields']) => ({ current: { id: 5, version: 9 }, your_version: 3, fields: both }) as Stale;
const seen = { id: 5, version: 3, due_at: 1_000, due_has_time: false };

describe('a late write to a task', () => {
  it('goes ahead where nobody touched what it writes', () => {
    expect(standsAsSeen(fields({ due_at: { yours: 2_000, theirs: 1_000 } }), seen)).toBe(true);
    expect(standsAsSeen(fields({ state: { yours: 'done', theirs: 'open' }, result: { yours: 'Agreed', theirs: '' } }), seen)).toBe(true);
  });

  it('is a conflict where somebody did, or nothing says what stands', () => {
    expect(standsAsSeen(fields({ due_at: { yours: 2_000, theirs: 1_500 } }), seen)).toBe(false);
    expect(standsAsSeen(fields({ state: { yours: 'open', theirs: 'done' }, due_at: { yours: 2_000, theirs: 1_000 } }), seen)).toBe(false);
    expect(standsAsSeen(fields({}), seen)).toBe(false);
  });

  it('is repeated once, on the version that stands', async () => {
    const stale = new Problem(412, { code: 'stale', ...fields({ due_at: { yours: 2_000, theirs: 1_000 } }) });
    const write = vi.fn<(version: number) => Promise<string>>().mockRejectedValueOnce(stale).mockResolvedValueOnce('kept');
    await expect(writeTask(seen, write)).resolves.toBe('kept');
    expect(write.mock.calls).toEqual([[3], [9]]);
  });
});
