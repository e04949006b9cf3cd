import { StatusLabel } from '../ui/Status';
import { useMeta } from '../meta/meta';
import type { Field, Module } from '../meta/types';
import { optionFilter } from './filters';
import type { Item } from './option-select';
import { OptionSelect } from './option-select';
import type { EditProps, FieldType, ShowProps } from './type';

function StatusShow({ value }: ShowProps) {
  const meta = useMeta();
  const found = typeof value === 'number' ? meta.status(value) : undefined;
  return found ? <StatusLabel colour={found.colour} label={found.label} /> : null;
}

/** The statuses of the module in the pipeline's order, under the names of their groups. */
function useStatuses({ field, module }: { field: Field; module?: Module | undefined }): Item[] {
  const meta = useMeta();
  const of = module ?? meta.modules.find((one) => one.fields.includes(field));
  if (!of) return [];
  return meta.statuses(of.id).map((one) => ({
    id: one.id, label: one.label, colour: one.colour,
    group: of.groups.find((group) => group.group === one.group)?.label,
  }));
}

function StatusEdit(props: EditProps) {
  const items = useStatuses(props);
  return <OptionSelect edit={{ ...props, field: { ...props.field, nullable: false } }} items={items} />;
}

export const status: FieldType = {
  name: 'status', Show: StatusShow, Edit: StatusEdit, Filter: optionFilter(useStatuses), words: 'choice',
};
