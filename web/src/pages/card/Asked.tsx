import type { Module } from '../../api/types';
import { AskFields } from '../shared/AskFields';
import { useTexts } from '../../ui/useTexts';
import type { Save } from './useSave';

/** Asks for what a step needs (the reason of a loss, the date of a deferral, what a status asks for) and takes the step with it. */
export function Asked({ module, saving }: { module: Module; saving: Save }) {
  const t = useTexts(['card', 'common']);
  const { asked } = saving;
  if (!asked) return null;
  return (
    <AskFields
      title={t('asked.title')}
      text={t('asked.text', { fields: asked.fields.map((field) => field.label).join(', ') })}
      submit={t('common:save')}
      module={module}
      fields={asked.fields}
      onSubmit={saving.answer}
      onClose={saving.settle}
    />
  );
}
