import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import classes from './ToolButton.module.css';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: ReactNode;
  /** Shown, or only said where `small`. */
  label: string;
  small?: boolean;
  on?: boolean;
  end?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
}

/** A button of a tool bar: bordered, quiet, with an icon alone where space is short. */
export function ToolButton({ icon, label, small = false, on = false, end, ...button }: Props) {
  return (
    <button
      type="button"
      {...button}
      className={classes['button']}
      data-small={small || undefined}
      data-on={on || undefined}
      {...(small ? { 'aria-label': label, title: label } : {})}
    >
      {icon}
      {!small && <span className={classes['label']}>{label}</span>}
      {!small && end}
    </button>
  );
}
