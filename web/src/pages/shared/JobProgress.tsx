import { Group, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queries } from '../../api/queries';
import type { Id, Job } from '../../api/types';
import { useFormat } from '../../ui/format';

/** The bar of a running job; calls `done` once when it is over. */
export function JobProgress({ id, label, done }: { id: Id; label: string; done: (job: Job) => void }) {
  const format = useFormat();
  const { data } = useQuery(queries.job(id));
  const over = data !== undefined && !['waiting', 'running'].includes(data.state);
  useEffect(() => {
    if (over) done(data);
    // Once, when it is over; `done` may be a new function on each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [over, id]);
  const share = data && data.total > 0 ? data.progress / data.total : 0;
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm">{label}</Text>
        <Text size="sm" c="dimmed" role="status">
          {data && data.total > 0 ? `${format.number(data.progress)} / ${format.number(data.total)}` : ''}
        </Text>
      </Group>
      <Progress value={100 * share} animated aria-label={label} />
    </div>
  );
}
