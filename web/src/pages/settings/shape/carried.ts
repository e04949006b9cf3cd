import type { StatusGroup } from '../../../api/types';

const groups: StatusGroup[] = ['lead', 'open', 'success', 'failed'];

/** The statuses after one was carried to another place; a group's heading stands before what belongs to it. */
export function carried(order: readonly string[], from: number, to: number): { id: number; group: StatusGroup }[] {
  const list = order.filter((_, i) => i !== from);
  list.splice(Math.max(to, 1), 0, order[from] ?? '');
  let group: StatusGroup = 'lead';
  const out: { id: number; group: StatusGroup }[] = [];
  for (const id of list) {
    const head = groups.find((one) => one === id);
    if (head) group = head;
    else out.push({ id: Number(id), group });
  }
  return out;
}
