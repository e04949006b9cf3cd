import type { Card, Field, FieldValue, Module } from '../../api/types';
import { InPlace } from '../../fields/InPlace';
import classes from './card.module.css';
import { fieldGroups, valueOf } from './fields';
import type { Save } from './useSave';
import { useTexts } from '../../ui/useTexts';

function Row({ card, module, field, saving }: { card: Card; module: Module; field: Field; saving: Save }) {
  const text = field.code === 'contact' ? card.contact?.name : field.code === 'company' ? card.company?.name : undefined;
  const value: FieldValue = valueOf(card, field);
  return (
    <div className={classes['field']}>
      <span className={classes['fieldLabel']} title={field.help || undefined}>{field.label}</span>
      <InPlace
        field={field}
        module={module}
        value={value}
        text={text}
        editable={field.editable && card.permissions.edit}
        onSave={(next) => saving.save({ field, value: next })}
      />
    </div>
  );
}

/** All fields of the card in their groups, edited where they stand. */
export function FieldGroups({ card, module, saving }: { card: Card; module: Module; saving: Save }) {
  const t = useTexts('card');
  return fieldGroups(module, t('group.general')).map((group) => (
    <section key={group.label} className={classes['section']}>
      <div className={classes['sectionHead']}>
        <h2 className={classes['sectionTitle']}>{group.label}</h2>
      </div>
      {group.fields.map((field) => (
        <Row key={field.code} card={card} module={module} field={field} saving={saving} />
      ))}
    </section>
  ));
}
