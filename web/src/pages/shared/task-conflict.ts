/** Late writes to a task: made all the same where nobody touched what they write, shown with both values where somebody did. */
import type { Stale } from '../../api/problem';
import { asProblem } from '../../api/problem';
import type { Card, Change, FieldValue, Task } from '../../api/types';
import { setConflict } from './conflict';

/** What was on the screen of a task that was open. */
export type SeenTask = Pick<Task, 'id' | 'version'> & Partial<Task>;

export interface TaskConflict {
  task: Task;
  stale: Stale;
  /** Repeats the write for the chosen fields, on what stands now. */
  again: (fields: ReadonlySet<string>, version: number) => Promise<{ task: Task; card: Card; change: Change }>;
}

const same = (a: unknown, b: unknown): boolean => (a ?? null) === (b ?? null);

/** True when what the write would change still stands as it was seen. */
export function standsAsSeen(stale: Stale, seen: SeenTask): boolean {
  const before: Record<string, FieldValue | undefined> = { state: 'open', result: '', ...(seen as Record<string, FieldValue>) };
  const fields = Object.entries(stale.fields);
  return fields.length > 0 && fields.every(([code, { theirs }]) => same(theirs, before[code]));
}

export async function writeTask<R>(seen: SeenTask, write: (version: number) => Promise<R>): Promise<R> {
  try {
    return await write(seen.version);
  } catch (error) {
    const { stale } = asProblem(error);
    if (!stale || !standsAsSeen(stale, seen)) throw error;
    return await write(stale.current.version);
  }
}

/** Shows both values when a write came too late; false when it failed for another reason, or nothing is left to decide. */
export function showTaskConflict(error: unknown, again: TaskConflict['again']): boolean {
  const { stale } = asProblem(error);
  if (!stale || Object.keys(stale.fields).length === 0) return false;
  setConflict({ task: stale.current as Task, stale, again });
  return true;
}
