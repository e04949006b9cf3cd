import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pipeline, PipelineButton } from './PipelinePanel';
import { useTexts } from '../../ui/useTexts';

/** The pipeline as a sheet from the bottom, for phones. */
export default function PipelineSheet() {
  const t = useTexts(['list', 'common']);
  const [opened, { open, close }] = useDisclosure(true);
  return (
    <>
      <PipelineButton onClick={open} aria-expanded={opened} />
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        size="min(75%, 560px)"
        title={t('pipeline.title')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <Pipeline onPicked={close} />
      </Drawer>
    </>
  );
}
