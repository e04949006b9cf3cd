import { Input, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';

/** Holds the place of an editor whose code is on its way. */
export function EditSkeleton({ size, label }: { size?: 'xs' | 'sm' | undefined; label?: ReactNode }) {
  const box = <Skeleton h={size === 'xs' ? 30 : 36} />;
  return label ? <Input.Wrapper label={label}>{box}</Input.Wrapper> : box;
}
