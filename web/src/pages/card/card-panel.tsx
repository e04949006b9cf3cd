import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '../../api/queries';
import type { Id } from '../../api/types';
import { Waiting } from '../../ui/Delayed';
import { PageError } from '../../ui/PageError';
import { useShortcuts } from '../../ui/shortcuts';
import { CardView } from './CardView';

/** The card beside its list: Esc closes it, J and K step to the next and the previous card of the list. */
export default function CardPanel({ id, onClose, onStep }: { id: Id; onClose: () => void; onStep: (delta: 1 | -1) => void }) {
  const { t } = useTranslation('card');
  const { data, error, refetch } = useQuery(queries.card(id));
  useShortcuts([
    { keys: 'Escape', label: t('keys.close'), group: t('keys.group'), run: onClose },
    { keys: 'j', label: t('keys.next'), group: t('keys.group'), run: () => { onStep(1); } },
    { keys: 'k', label: t('keys.previous'), group: t('keys.group'), run: () => { onStep(-1); } },
  ]);
  return (
    <Drawer.Root
      opened
      onClose={onClose}
      position="right"
      size="min(960px, 100vw)"
      trapFocus={false}
      lockScroll={false}
      closeOnEscape={false}
      transitionProps={{ duration: 100 }}
    >
      <Drawer.Content aria-modal={false} aria-label={data?.name ?? t('card')} style={{ borderLeft: '1px solid var(--c-line-strong)' }}>
        <Drawer.Body p={0}>
          {error ? <PageError text={error.message} retry={() => void refetch()} /> : data ? (
            <CardView key={data.id} card={data} panel onClose={onClose} />
          ) : <Waiting />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
