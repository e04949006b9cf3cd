import { Kbd, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useId, useState } from 'react';
import { queries } from '../../api/queries';
import { Icon } from '../../ui/Icon';
import { StatusLabel } from '../../ui/Status';
import { useMeta } from '../../meta/meta';
import { shownKeys } from '../../ui/shortcuts';
import classes from './Palette.module.css';
import type { PaletteItem } from './palette-items';
import { folded, useCommands, useHitItem } from './palette-items';
import { useTexts } from '../../ui/useTexts';

function usePaletteItems(q: string): { items: PaletteItem[]; searching: boolean } {
  const [asked] = useDebouncedValue(q.trim(), 60);
  const search = useQuery({ ...queries.search(asked), placeholderData: keepPreviousData });
  const commands = useCommands();
  const hitItem = useHitItem();
  const words = folded(q).split(/\s+/).filter(Boolean);
  const fitting = commands.filter((item) => words.every((word) => folded(item.title).includes(word)));
  const found = words.length > 0 && search.data ? search.data.hits.map(hitItem) : [];
  // Best first, but each heading once: a group stands where its best hit does.
  const headings = [...new Set(found.map(({ group }) => group))];
  const hits = headings.flatMap((heading) => found.filter(({ group }) => group === heading));
  return { items: [...hits, ...fitting], searching: asked !== q.trim() || search.isFetching };
}

function Item({ item, id, chosen, run }: { item: PaletteItem; id: string; chosen: boolean; run: () => void }) {
  const meta = useMeta();
  const status = item.statusId === undefined ? undefined : meta.status(item.statusId);
  return (
    // The input keeps the focus and handles the keys (combobox pattern); this is for the mouse.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div id={id} role="option" aria-selected={chosen} className={classes['item']} onClick={run}>
      <Icon name={item.icon} />
      <span className={classes['title']}>
        {item.title} {item.subtitle !== undefined && <span className={classes['sub']}>{item.subtitle}</span>}
      </span>
      {status && (
        <span className={classes['sub']}>
          <StatusLabel colour={status.colour} label={status.label} />
        </span>
      )}
      {item.keys !== undefined && shownKeys(item.keys).map((key, i) => <Kbd key={i} size="xs">{key}</Kbd>)}
    </div>
  );
}

/** Ctrl/⌘ K: search as you type, go to, create, and what can be done on this page. */
export default function Palette({ close }: { close: () => void }) {
  const t = useTexts('frame');
  const [q, setQ] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const { items, searching } = usePaletteItems(q);
  const chosen = Math.min(at, items.length - 1);
  const itemId = (i: number) => `${listId}-${String(i)}`;

  useEffect(() => {
    document.getElementById(`${listId}-${String(chosen)}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listId]);

  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    close();
    item.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      setAt((chosen + step + items.length) % items.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(items[chosen]);
    }
  };

  const rows: ReactNode[] = [];
  items.forEach((item, i) => {
    if (item.group !== items[i - 1]?.group) {
      rows.push(
        <div key={`group-${String(i)}`} className={classes['heading']} role="presentation">
          {item.group}
        </div>,
      );
    }
    rows.push(
      <Item
        key={item.id}
        id={itemId(i)}
        item={item}
        chosen={i === chosen}
        run={() => {
          run(item);
        }}
      />,
    );
  });

  return (
    <Modal.Root opened onClose={close} padding={0} size={620} yOffset="10dvh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.label')}>
      <input
        className={classes['input']}
        value={q}
        onChange={(event) => {
          setQ(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.label')}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={items.length > 0 ? itemId(chosen) : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        autoFocus
        data-autofocus
      />
      <div id={listId} role="listbox" aria-label={t('palette.results')} className={classes['list']}>
        {rows}
      </div>
      <div className={classes['foot']} role="status">
        {items.length === 0 && !searching ? t('palette.nothing', { q }) : t('palette.hint')}
      </div>
      </Modal.Content>
    </Modal.Root>
  );
}
