import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Label } from '../../../api/types';
import { useTexts } from '../../../ui/useTexts';
import { isBlank } from './label';
import classes from './shape.module.css';

/** A form of one thing that has a name: without one it cannot be saved. */
export function ShapeForm({ label, busy = false, onSave, onDone, children }: {
  label: Label;
  busy?: boolean;
  onSave: () => void;
  onDone: () => void;
  children: ReactNode;
}) {
  const t = useTexts('common');
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <Stack gap="sm">
        {children}
        <Group gap="sm">
          <Button type="submit" disabled={isBlank(label)} loading={busy}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
