import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Dialog } from '../../ui/Dialog';
import { useTexts } from '../../ui/useTexts';
import classes from './conflict.module.css';

export interface Contested {
  code: string;
  label: string;
  yours: ReactNode;
  theirs: ReactNode;
  /** Chosen together with that one. */
  goesWith?: string | undefined;
}

interface Props {
  name: string;
  entries: Contested[];
  pending: boolean;
  /** With the codes for which one's own value was chosen. */
  onDecide: (own: ReadonlySet<string>) => void;
  onClose: () => void;
}

/** Two people changed the same thing: both values side by side, one by one; the person decides. */
export function BothValues({ name, entries, pending, onDecide, onClose }: Props) {
  const t = useTexts(['card', 'common']);
  const [mine, setMine] = useState<Record<string, boolean>>({});
  const keyOf = ({ code, goesWith }: Contested): string => goesWith ?? code;
  const chosen = (entry: Contested): boolean => mine[keyOf(entry)] ?? false;
  return (
    <Dialog size="lg" onClose={onClose} title={t('conflict.title')}>
      <Text size="sm" c="dimmed" mb="md">{t('conflict.text', { card: name })}</Text>
      {entries.map((entry) => (
        <div key={entry.code} role="group" aria-label={entry.label}>
          <Text size="sm" fw={600} mb={4}>{entry.label}</Text>
          <div className={classes['both']}>
            {([true, false] as const).map((own) => (
              <button
                key={String(own)}
                type="button"
                className={classes['choice']}
                aria-pressed={chosen(entry) === own}
                onClick={() => { setMine((before) => ({ ...before, [keyOf(entry)]: own })); }}
              >
                <Text size="xs" c="dimmed">{own ? t('conflict.yours') : t('conflict.theirs')}</Text>
                {own ? entry.yours : entry.theirs}
              </button>
            ))}
          </div>
        </div>
      ))}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button onClick={() => { onDecide(new Set(entries.filter(chosen).map(({ code }) => code))); }} loading={pending}>
          {t('conflict.decide')}
        </Button>
      </Group>
    </Dialog>
  );
}
