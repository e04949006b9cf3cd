/** Some statuses ask for something: a lost card for its reason, a deferred one for its date. */
import type { Field, Module, Status } from '../../api/types';

const NEEDS: Record<string, string> = { lost: 'lost_reason', deferred: 'deferred_until' };

/** The field that must come with a move into the status, if the module has it. */
export function neededField(module: Module, status: Status): Field | undefined {
  const role = NEEDS[status.role ?? ''];
  return role === undefined ? undefined : module.fields.find((field) => field.role === role);
}
