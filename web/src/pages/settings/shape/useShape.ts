import { useQueryClient } from '@tanstack/react-query';
import { useChange } from '../../../api/change';
import { asProblem } from '../../../api/problem';
import { keys } from '../../../api/queries';
import type { Change, ModuleShape } from '../../../api/types';

interface Shaped {
  module?: ModuleShape;
  change: Change;
}

/** One change of what modules are: said in a toast with Undo, and everybody's pages follow. A refusal that names a member
 * of the form is shown there, unless `loud`. */
export function useShaping<V>(run: (values: V) => Promise<Shaped>, options: {
  says: (values: V) => string;
  done?: (result: Shaped) => void;
  loud?: boolean;
}) {
  const client = useQueryClient();
  return useChange<V, Shaped>({
    run: async (values) => {
      const result = await run(values);
      if (result.module) client.setQueryData([...keys.shapes, result.module.id], { module: result.module });
      options.done?.(result);
      return result;
    },
    says: (_, values) => options.says(values),
    touches: () => [keys.meta, keys.shapes],
    refused: (error) => {
      const problem = asProblem(error);
      if (problem.stale || problem.code === 'conflict') void client.invalidateQueries({ queryKey: keys.shapes });
      return options.loud !== true && (problem.field !== undefined || problem.stale !== null);
    },
  });
}
