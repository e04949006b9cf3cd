import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './SettingsPage.module.css';

/** One headed part of a settings page. */
export function Section({ title, text, children }: { title?: string; text?: string; children: ReactNode }) {
  return (
    <section className={classes['section']}>
      <Stack gap="md">
        {title !== undefined && (
          <div>
            <Title order={2}>{title}</Title>
            {text !== undefined && (
              <Text size="sm" c="dimmed">
                {text}
              </Text>
            )}
          </div>
        )}
        {children}
      </Stack>
    </section>
  );
}
