/** Saving a field of the card: a value that needs another one asks for it; of a write that came too late both values are shown. */
import { useState } from 'react';
import { asProblem } from '../../api/problem';
import type { Card, Field, FieldValue, FieldValues, Module } from '../../api/types';
import { useEditCard } from '../shared/card-actions';
import { missingFields } from '../shared/status-needs';

export interface Wish {
  field: Field;
  value: FieldValue;
  more?: FieldValues;
}

export interface Save {
  save: (wish: Wish) => Promise<void>;
  /** Other fields the server asks for before it takes the wish. */
  asked: { wish: Wish; fields: Field[] } | null;
  /** The wish again with what was asked for; rejects when it is refused. */
  answer: (values: FieldValues) => Promise<unknown>;
  /** Puts the question away. */
  settle: () => void;
}

export function useSave(card: Card, module: Module): Save {
  const edit = useEditCard({ quiet: true });
  const [asked, setAsked] = useState<Save['asked']>(null);

  const save = async (wish: Wish): Promise<void> => {
    try {
      await edit.mutateAsync({ row: card, ...wish });
    } catch (error) {
      const problem = asProblem(error);
      const fields = missingFields(module, problem).filter((field) => field.code !== wish.field.code);
      if (problem.stale) return;
      if (fields.length > 0) setAsked({ wish, fields });
      else throw problem;
    }
  };
  return {
    save, asked,
    answer: (values) => (asked ? edit.mutateAsync({ row: card, ...asked.wish, more: { ...asked.wish.more, ...values } }) : Promise.resolve()),
    settle: () => {
      setAsked(null);
    },
  };
}
