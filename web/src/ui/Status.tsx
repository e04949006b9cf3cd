import classes from './Status.module.css';

/** A coloured dot; always beside a word. Colours are Mantine palette names, as the API gives them. */
export function Dot({ colour }: { colour: string }) {
  return <span className={classes['dot']} style={{ background: `var(--mantine-color-${colour}-6)` }} aria-hidden="true" />;
}

export function StatusLabel({ colour, label }: { colour: string; label: string }) {
  return (
    <span className={classes['status']}>
      <Dot colour={colour} />
      <span className={classes['label']}>{label}</span>
    </span>
  );
}

/** A colleague's initials; the full name on hover and for screen readers. */
export function Person({ name, initials }: { name: string; initials: string }) {
  return (
    <span className={classes['person']} role="img" aria-label={name} title={name}>
      {initials}
    </span>
  );
}
