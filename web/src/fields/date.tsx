import { lazy, Suspense } from 'react';
import { useFormat } from '../ui/format';
import { EditSkeleton } from './edit-skeleton';
import { dateFilter } from './filters';
import type { EditProps, FieldType, ShowProps } from './type';

const DateBox = lazy(() => import('./date-box'));

function DateShow({ value }: ShowProps) {
  const format = useFormat();
  return <>{typeof value === 'string' ? format.day(value) : ''}</>;
}

function DateEdit(props: EditProps) {
  return (
    <Suspense fallback={<EditSkeleton size={props.size} label={props.label} />}>
      <DateBox {...props} />
    </Suspense>
  );
}

export const date: FieldType = {
  name: 'date', Show: DateShow, Edit: DateEdit, Filter: dateFilter(DateEdit), words: 'date', numeric: true,
};
