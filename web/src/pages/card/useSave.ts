/** Saving a field of the card: a value that needs another one asks for it; of a write that came too late both values are shown. */
import { useState } from 'react';
import { asProblem } from '../../api/problem';
import type { Card, Field, FieldValue, Module } from '../../api/types';
import { useEditCard } from '../shared/card-actions';

export interface Wish {
  field: Field;
  value: FieldValue;
  more?: Record<string, FieldValue>;
}

export interface Save {
  save: (wish: Wish) => Promise<void>;
  /** Another field the server asks for before it takes the wish. */
  asked: { wish: Wish; needed: Field } | null;
  /** Puts the question away. */
  settle: () => void;
}

const prefix = 'fields.';

export function useSave(card: Card, module: Module): Save {
  const edit = useEditCard({ quiet: true });
  const [asked, setAsked] = useState<Save['asked']>(null);

  const save = async (wish: Wish): Promise<void> => {
    try {
      await edit.mutateAsync({ row: card, ...wish });
    } catch (error) {
      const problem = asProblem(error);
      const code = problem.field?.startsWith(prefix) ? problem.field.slice(prefix.length) : undefined;
      const needed = module.fields.find((field) => field.code === code);
      if (problem.stale) return;
      if (needed && needed.code !== wish.field.code) setAsked({ wish, needed });
      else throw problem;
    }
  };
  return {
    save, asked,
    settle: () => {
      setAsked(null);
    },
  };
}
