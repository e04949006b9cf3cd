import type { ImportReport } from '../../api/types';
import { useFormat } from '../../ui/format';
import classes from './import.module.css';
import { useTexts } from '../../ui/useTexts';

const names = [
  'created', 'updated', 'unchanged', 'refused', 'new_options', 'contacts_created', 'contacts_matched',
] as const satisfies (keyof ImportReport)[];

/** The report's numbers; those that are nought are left out, except the first. */
export function Counts({ report }: { report: ImportReport }) {
  const t = useTexts('import');
  const format = useFormat();
  return (
    <dl className={classes['counts']}>
      {names
        .filter((name) => name === 'created' || report[name] > 0)
        .map((name) => (
          <div key={name} data-bad={name === 'refused' || undefined}>
            <dt>{t(`count.${name}`)}</dt>
            <dd>{format.number(report[name])}</dd>
          </div>
        ))}
    </dl>
  );
}
