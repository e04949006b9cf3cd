import { Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';

/** Shows its content only when waiting takes longer than 200 ms, so quick answers do not flicker. */
export function Delayed({ children, ms = 200 }: { children: ReactNode; ms?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [ms]);
  return late ? children : null;
}

/** Grey rows in place of a list that is on its way. */
export function Waiting({ rows = 8 }: { rows?: number }) {
  return (
    <Delayed>
      <Stack gap="sm" p="md" aria-busy="true">
        {Array.from({ length: rows }, (_, i) => (
          <Skeleton key={i} height={22} radius="sm" />
        ))}
      </Stack>
    </Delayed>
  );
}
