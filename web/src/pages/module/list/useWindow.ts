import type { RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Lines, Sizes } from '../days';

/** Lines come and go this many at a time: few, so that each frame of a scroll draws equally little. */
const STEP = 6;
/** Lines that are drawn beyond either edge. */
const BEYOND = 6;

/** The lines that are drawn, and the heading that stays at the top: that of the group being read. */
export interface Drawn {
  from: number;
  to: number;
  stuck: number;
}

interface Seen {
  top: number;
  height: number;
}

function drawn(lines: Lines, sizes: Sizes, { top, height }: Seen): Drawn {
  const first = lines.indexAt(top, sizes);
  const last = lines.indexAt(top + height, sizes);
  return {
    from: Math.max(0, Math.floor(first / STEP) * STEP - BEYOND),
    to: Math.min(lines.count, Math.ceil((last + 1) / STEP) * STEP + BEYOND),
    stuck: lines.headOf(first),
  };
}

/** Which part of a list must be drawn. All lines of a kind are equally high, so nothing is ever measured. */
export function useWindow(scroller: RefObject<HTMLElement | null>, lines: Lines, sizes: Sizes): Drawn {
  // The window's own height stands in until the list's is known, so that its first rows are drawn with the page.
  const [seen, setSeen] = useState<Seen>(() => ({ top: 0, height: window.innerHeight }));
  const latest = useRef({ lines, sizes, seen });
  latest.current = { lines, sizes, seen };

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let { height } = latest.current.seen;
    const look = () => {
      const next = { top: element.scrollTop, height };
      const { lines: all, sizes: by, seen: old } = latest.current;
      const before = drawn(all, by, old);
      const after = drawn(all, by, next);
      if (before.from === after.from && before.to === after.to && before.stuck === after.stuck) return;
      // What comes into sight must be there at once; what is still beyond the edge may come after this frame.
      const empty = all.indexAt(next.top, by) < before.from || all.indexAt(next.top + height, by) >= before.to;
      if (empty) flushSync(() => { setSeen(next); });
      else setSeen(next);
    };
    const sized = new ResizeObserver(([entry]) => {
      height = entry?.contentRect.height ?? height;
      look();
    });
    sized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);

  return drawn(lines, sizes, seen);
}
