import { Modal } from '@mantine/core';
import type { ModalProps } from '@mantine/core';
import { useTexts } from './useTexts';

/** A modal dialog whose cross has a name. */
export function Dialog(props: Omit<ModalProps, 'opened'> & { opened?: boolean }) {
  const t = useTexts('common');
  return <Modal opened closeButtonProps={{ 'aria-label': t('close') }} {...props} />;
}
