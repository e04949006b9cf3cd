import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { problemText } from '../api/message';
import { asProblem } from '../api/problem';
import { PageError } from '../ui/PageError';

/** A page that could not be loaded says why and offers to try again. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <PageError
      level={1}
      text={problemText(asProblem(error))}
      retry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
