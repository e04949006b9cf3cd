import type { ReactNode } from 'react';
import { useEffect } from 'react';
import classes from './Page.module.css';

/** A page's title bar (one line) and its content below. */
export function Page({ title, actions, children, narrow, wide }: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  narrow?: boolean;
  wide?: boolean;
}) {
  useTitle(title);
  return (
    <div className={classes['page']} data-narrow={narrow === true || undefined} data-wide={wide === true || undefined}>
      <header className={classes['bar']}>
        <h1 className={classes['title']}>{title}</h1>
        {actions}
      </header>
      {children}
    </div>
  );
}

/** The browser tab's title. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Cardinal' : `${title} · Cardinal`;
  }, [title]);
}
