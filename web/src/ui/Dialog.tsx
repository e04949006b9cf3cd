import { Modal } from '@mantine/core';
import type { ModalProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A modal dialog whose cross has a name. */
export function Dialog(props: Omit<ModalProps, 'opened'> & { opened?: boolean }) {
  const { t } = useTranslation('common');
  return <Modal opened closeButtonProps={{ 'aria-label': t('close') }} {...props} />;
}
