import { useMutation, useQueryClient } from '@tanstack/react-query';
import { showNote, showProblem } from '../../api/change';
import { asProblem, Problem } from '../../api/problem';
import { keys } from '../../api/queries';

/** Saves a form of the settings: says that it was saved, loads what depends on it anew, and leaves a refusal that names a
 * field to the form. */
export function useSave<V, R>(run: (values: V) => Promise<R>, options: {
  says?: (result: R, values: V) => string;
  touches?: readonly (readonly unknown[])[];
  done?: (result: R) => void;
} = {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async (result, values) => {
      const text = options.says?.(result, values);
      if (text !== undefined) showNote(text);
      await Promise.all([keys.meta, ...(options.touches ?? [])].map((queryKey) => client.invalidateQueries({ queryKey })));
      options.done?.(result);
    },
    onError: (error) => {
      // Somebody else was quicker: the next try stands on what is there now.
      if (asProblem(error).stale) for (const queryKey of [keys.meta, ...(options.touches ?? [])]) void client.invalidateQueries({ queryKey });
      if (!(error instanceof Problem) || error.field === undefined) showProblem(error);
    },
  });
}
