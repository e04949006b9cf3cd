import { lazy, Suspense } from 'react';
import { useFormat } from '../ui/format';
import { date } from './date';
import { EditSkeleton } from './edit-skeleton';
import type { EditProps, FieldType, ShowProps } from './type';

const DateTimeBox = lazy(() => import('./datetime-box'));

function DateTimeShow({ value }: ShowProps) {
  const format = useFormat();
  return <>{typeof value === 'number' ? format.dateTime(value) : ''}</>;
}

function DateTimeEdit(props: EditProps) {
  return (
    <Suspense fallback={<EditSkeleton size={props.size} label={props.label} />}>
      <DateTimeBox {...props} />
    </Suspense>
  );
}

/** Filters compare whole days: "before 3 March" is what people mean, whatever the hour. */
export const datetime: FieldType = {
  name: 'datetime', Show: DateTimeShow, Edit: DateTimeEdit, Filter: date.Filter, words: 'date', numeric: true,
};
