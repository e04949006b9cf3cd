import type { ReactNode } from 'react';
import { Suspense, useState } from 'react';

interface Props {
  button: (props: { onClick: () => void; 'aria-haspopup': 'menu'; 'aria-expanded': boolean }) => ReactNode;
  /** Takes the button's place once it has been pressed, and opens by itself: lazily loaded, so its code comes only then. */
  children: ReactNode;
}

/** A menu or sheet whose code is fetched when somebody reaches for its button. */
export function OnDemand({ button, children }: Props) {
  const [wanted, setWanted] = useState(false);
  const shown = button({ onClick: () => { setWanted(true); }, 'aria-haspopup': 'menu', 'aria-expanded': false });
  return wanted ? <Suspense fallback={shown}>{children}</Suspense> : shown;
}
