import type { Contact, ContactIn, FieldValue } from '../../api/types';
import { InPlace } from '../../fields/InPlace';
import { useMeta } from '../../meta/meta';
import { useTexts } from '../../ui/useTexts';
import cardClasses from '../card/card.module.css';
import { grouped } from '../card/fields';
import classes from './contacts.module.css';

/** The account's own fields of a person or company in their groups, edited where they stand. */
export function OwnFields({ contact, editable, save }: {
  contact: Contact;
  editable: boolean;
  save: (part: Partial<ContactIn>) => Promise<void>;
}) {
  const t = useTexts('contact');
  const meta = useMeta();
  return grouped(meta.ownFields(contact.kind), t('more_details')).map((group) => (
    <section key={group.label} className={classes['section']} aria-label={group.label}>
      <h2 className={classes['sectionTitle']}>{group.label}</h2>
      {group.fields.map((field) => (
        <div key={field.code} className={cardClasses['field']}>
          <span className={cardClasses['fieldLabel']} title={field.help || undefined}>{field.label}</span>
          <InPlace
            field={field}
            value={(contact.fields[field.code] ?? null) as FieldValue}
            editable={editable && field.editable}
            onSave={(value) => save({ fields: { [field.code]: value } })}
          />
        </div>
      ))}
    </section>
  ));
}
