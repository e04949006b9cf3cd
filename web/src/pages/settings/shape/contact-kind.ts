import type { Id, ModuleShape } from '../../../api/types';

export type ContactKind = 'person' | 'company';

/** Whose fields a shape holds, when it is no module's. */
export function contactKind(shape: Pick<ModuleShape, 'kind'>): ContactKind | null {
  return shape.kind === 'people' ? 'person' : shape.kind === 'companies' ? 'company' : null;
}

/** What stands for the fields of people or companies before the first is made. */
export function noShape(kind: ContactKind): ModuleShape {
  const id: Id = 0;
  return {
    id, kind: kind === 'person' ? 'people' : 'companies', template: '', fixed: false, fixed_reason: '', label: {}, item_label: {}, items_label: {},
    colour: '', icon: '', position: 0, version: 0, trashed_at: null, settings: {}, setting_names: [], groups: [], statuses: [], needable: [],
    fields: [], task_types: [], computing: null,
  };
}
