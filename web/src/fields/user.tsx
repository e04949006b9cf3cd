import { useMeta } from '../meta/meta';
import { optionFilter } from './filters';
import type { Item } from './option-select';
import { OptionSelect } from './option-select';
import type { EditProps, FieldType, ShowProps } from './type';
import { useTexts } from '../ui/useTexts';

function UserShow({ value }: ShowProps) {
  const meta = useMeta();
  return typeof value === 'number' ? <>{meta.member(value)?.name ?? ''}</> : null;
}

/** Colleagues to choose from, me first. One who has left stays while he is the value. */
function useColleagues(kept: number | null): Item[] {
  const meta = useMeta();
  const t = useTexts('fields');
  const members = meta.meta.members.filter((member) => member.active || member.id === kept);
  const mine = members.filter((member) => member.id === meta.me.id);
  const others = members.filter((member) => member.id !== meta.me.id);
  return [
    ...mine.map((member) => ({ id: member.id, label: t('me', { name: member.name }) })),
    ...others.map((member) => ({ id: member.id, label: member.name })),
  ];
}

function UserEdit(props: EditProps) {
  const items = useColleagues(typeof props.value === 'number' ? props.value : null);
  return <OptionSelect edit={props} items={items} />;
}

function useEverybody(): Item[] {
  return useMeta().meta.members.map(({ id, name }) => ({ id, label: name }));
}

export const user: FieldType = {
  name: 'user', Show: UserShow, Edit: UserEdit, Filter: optionFilter(useEverybody), words: 'choice',
};
