import { SegmentedControl } from '@mantine/core';
import { showProblem } from '../../api/change';
import type { Card, Field, Module } from '../../api/types';
import { InPlace } from '../../fields/InPlace';
import { useFormat } from '../../ui/format';
import { useShortcuts } from '../../ui/shortcuts';
import classes from './card.module.css';
import type { Save } from './useSave';
import { useTexts } from '../../ui/useTexts';

const codes = ['sales_state', 'qualification', 'rating'] as const;
type Code = (typeof codes)[number];

function KeyField({ card, field, saving }: { card: Card; field: Field; saving: Save }) {
  const value = card[field.code as Code];
  return (
    <SegmentedControl
      fullWidth
      size="sm"
      aria-label={field.label}
      readOnly={!card.permissions.edit}
      value={value === null ? '' : String(value)}
      data={field.options.map((option) => ({
        value: String(option.id),
        label: option.label,
        // Forgotten is the system's word: shown, never chosen.
        disabled: option.code === 'forgotten' && option.id !== value,
      }))}
      onChange={(next) => {
        saving.save({ field, value: Number(next) }).catch(showProblem);
      }}
    />
  );
}

/** The three key fields of Auto-sales, large; Q and R step through qualification and rating. */
export function KeyFields({ card, module, saving }: { card: Card; module: Module; saving: Save }) {
  const t = useTexts('card');
  const format = useFormat();
  const fields = codes.flatMap((code) => module.fields.filter((field) => field.code === code));
  const note = module.fields.find((field) => field.code === 'qualification_note');
  const step = (code: Code): void => {
    const field = fields.find((one) => one.code === code);
    if (!field || !card.permissions.edit) return;
    const at = field.options.findIndex((option) => option.id === card[code]);
    const next = field.options[(at + 1) % field.options.length];
    if (next) saving.save({ field, value: next.id }).catch(showProblem);
  };
  useShortcuts([
    { keys: 'q', label: t('keys.qualification'), group: t('keys.group'), run: () => { step('qualification'); } },
    { keys: 'r', label: t('keys.rating'), group: t('keys.group'), run: () => { step('rating'); } },
  ], fields.length > 0);
  if (fields.length === 0) return null;
  return (
    <section className={classes['keys']} aria-label={t('key_fields')}>
      {fields.map((field) => (
        <div key={field.code}>
          <div className={classes['keyLabel']}>
            <span>{field.label}</span>
            {field.code === 'qualification' && card.qualified_at !== null && (
              <span className={classes['keyHint']}>{t('qualified', { when: format.ago(card.qualified_at) })}</span>
            )}
          </div>
          <KeyField card={card} field={field} saving={saving} />
          {field.code === 'qualification' && note && card.qualification !== null && (
            <div className={classes['field']} style={{ marginTop: 4 }}>
              <span className={classes['fieldLabel']}>{note.label}</span>
              <InPlace
                field={note}
                module={module}
                value={card.qualification_note}
                editable={card.permissions.edit}
                onSave={(value) => saving.save({ field: note, value })}
              />
            </div>
          )}
        </div>
      ))}
    </section>
  );
}
