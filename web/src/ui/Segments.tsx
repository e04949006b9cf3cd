import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from './Segments.module.css';

interface Props<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  data: { value: T; label: string; icon?: ReactNode }[];
}

/** One of a few, side by side: plain radio buttons, light enough for every first page. */
export function Segments<T extends string>({ label, value, onChange, data }: Props<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={classes['segments']}>
      {data.map((item) => (
        <label key={item.value} className={classes['segment']} data-on={item.value === value || undefined} title={item.icon ? item.label : undefined}>
          <input
            type="radio"
            name={name}
            className={classes['radio']}
            checked={item.value === value}
            onChange={() => { onChange(item.value); }}
          />
          {item.icon}
          <span className={item.icon ? classes['hidden'] : undefined}>{item.label}</span>
        </label>
      ))}
    </div>
  );
}
