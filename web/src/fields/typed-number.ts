import { useState } from 'react';

type Typed = number | string;

/** What a number box holds while it is typed: "1." and "-" are texts on their way to a number. */
export function numberOf(typed: Typed): number | null {
  if (typeof typed === 'number') return typed;
  const number = Number(typed);
  return typed.trim() === '' || !Number.isFinite(number) ? null : number;
}

/** A number box keeps what is typed as it stands for as long as it means the value: else "1.5" would lose its "1." on the way. */
export function useTypedNumber(value: number | null, onChange: (value: number | null) => void) {
  const [typed, setTyped] = useState<Typed>('');
  return {
    value: numberOf(typed) === value ? typed : (value ?? ''),
    onChange: (next: Typed) => {
      setTyped(next);
      onChange(numberOf(next));
    },
  };
}
