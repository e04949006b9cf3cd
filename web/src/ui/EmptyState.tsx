import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  icon?: ReactNode;
  title: string;
  /** What belongs here. */
  text?: string;
  /** The one next step. */
  action?: ReactNode;
  /** 1 where it is the whole page. */
  level?: 1 | 2;
}

export function EmptyState({ icon, title, text, action, level = 2 }: Props) {
  return (
    <Stack align="center" gap="sm" py={48} px="lg" ta="center">
      {icon}
      <Title order={level}>{title}</Title>
      {text !== undefined && (
        <Text c="dimmed" maw={440}>
          {text}
        </Text>
      )}
      {action}
    </Stack>
  );
}
