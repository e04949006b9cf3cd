import { Button, Chip, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { IconBuilding, IconPlus, IconSearch, IconUser } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { queries } from '../../api/queries';
import type { ContactRow, Field } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { EmptyState } from '../../ui/EmptyState';
import { useTitle } from '../../ui/Page';
import { PageError } from '../../ui/PageError';
import { useShortcuts } from '../../ui/shortcuts';
import { KindChoice } from './KindChoice';
import type { OwnSearch, PlacedColumn } from './own-list';
import { nothingOwn, ownColumns, ownQuery } from './own-list';
import { OwnCells, OwnHead, ownWidths } from './OwnCells';
import { OwnChips, OwnTools } from './OwnTools';
import { TagFilter } from './TagFilter';
import classes from './contacts.module.css';
import { usePhone } from '../../ui/useMedia';
import { useTexts } from '../../ui/useTexts';

const NewContact = lazy(() => import('./NewContact'));
const TagMany = lazy(() => import('./TagMany'));
const route = getRouteApi('/frame/contacts');
const rowHeight = 38;
const phoneRowHeight = 54;
const phoneOwnHeight = 20;
const noFields: Field[] = [];
const taggedAtOnce = 200;

function Row({ row, columns, top, height }: { row: ContactRow; columns: readonly PlacedColumn[]; top: number; height: number }) {
  const t = useTexts('contact');
  const Kind = row.kind === 'company' ? IconBuilding : IconUser;
  return (
    <Link
      to="/contacts/$contactId"
      params={{ contactId: row.id }}
      className={classes['row']}
      style={{ transform: `translateY(${String(top)}px)`, height }}
    >
      <Kind size={15} stroke={1.6} aria-label={t(row.kind)} />
      <span className={classes['name']}>{row.name}</span>
      <span className={classes['company']}>{row.company?.name}</span>
      <span className={classes['email']}>{row.email}</span>
      <span className={classes['phone']}>{row.phone}</span>
      <span className={classes['city']} data-alone={(!row.email && !row.phone) || undefined}>{row.city}</span>
      {columns.length > 0 && <OwnCells row={row} columns={columns} />}
      <span className={classes['cards']}>
        {row.n_cards > 0 ? t('cards_of', { count: row.n_cards }) : ''}
      </span>
    </Link>
  );
}

function Rows({ query, columns, search, set }: {
  query: Parameters<typeof queries.contacts>[0];
  columns: readonly PlacedColumn[];
  search: OwnSearch;
  set: (next: OwnSearch) => void;
}) {
  const t = useTexts('contact');
  const scroller = useRef<HTMLDivElement>(null);
  const own = columns.length > 0;
  const height = usePhone() ? phoneRowHeight + (own ? phoneOwnHeight : 0) : rowHeight;
  const list = useInfiniteQuery(queries.contacts(query));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12,
  });
  useLayoutEffect(() => { virtual.measure(); }, [height, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (last >= rows.length - 30 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (list.error) return <PageError level={1} text={list.error.message} retry={() => void list.refetch()} />;
  if (!list.data) return <Waiting />;
  if (rows.length === 0) return <EmptyState title={t('none')} text={query.q !== undefined || query.tag !== undefined || query.filter ? t('none_found') : t('none_text')} />;
  return (
    <div ref={scroller} className={classes['scroller']} data-own={own || undefined} style={own ? ownWidths(columns) : undefined}>
      {own && <OwnHead columns={columns} search={search} set={set} />}
      <div className={classes['canvas']} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row && <Row key={row.id} row={row} columns={columns} top={item.start} height={item.size} />;
        })}
      </div>
    </div>
  );
}

/** All people and companies, found as one types. */
export default function ContactsPage() {
  const t = useTexts('contact');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/contacts' });
  const [text, setText] = useState(search.q ?? '');
  const [q] = useDebouncedValue(text.trim(), 150);
  const box = useRef<HTMLInputElement>(null);
  const meta = useMeta();
  const [tagging, setTagging] = useState(false);
  const fields = search.kind ? meta.ownFields(search.kind) : noFields;
  const query = {
    ...(search.kind ? { kind: search.kind } : {}), ...(q === '' ? {} : { q }), ...(search.trash ? { trash: true } : {}),
    ...(search.tag === undefined ? {} : { tag: search.tag }), ...ownQuery(search, fields),
  };
  // What is tagged at once is what was looked for and is shown, never everybody.
  const narrowed = q !== '' || search.tag !== undefined || query.filter !== undefined;
  const list = useInfiniteQuery({ ...queries.contacts(query), enabled: narrowed });
  const shown = (list.data?.pages.flatMap((page) => page.rows) ?? []).slice(0, taggedAtOnce).map((row) => row.id);
  const set = (next: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  useTitle(t('title'));
  useEffect(() => {
    void navigate({
      search: (before) => ({ ...before, q: q === '' ? undefined : q }),
      replace: true,
    });
  }, [q, navigate]);
  useShortcuts([
    { keys: 'c', label: t('new'), group: t('title'), run: () => { set({ new: search.kind ?? 'person' }); } },
  ]);
  return (
    <div className={classes['page']}>
      <header className={classes['bar']}>
        <h1 className={classes['title']}>{t('title')}</h1>
        <KindChoice value={search.kind} onChange={(kind) => { set({ ...nothingOwn, kind }); }} />
        <TextInput
          ref={box}
          size="xs"
          w={240}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={14} stroke={1.6} aria-hidden="true" />}
          value={text}
          onChange={(event) => { setText(event.currentTarget.value); }}
        />
        <TagFilter value={search.tag} onChange={(tag) => { set({ tag }); }} />
        <Chip size="xs" variant="outline" checked={search.trash === true} onChange={(on) => { set({ trash: on || undefined }); }}>
          {t('trash')}
        </Chip>
        {fields.length > 0 && <OwnTools fields={fields} search={search} set={set} query={query} />}
        <span className={classes['grow']} />
        {meta.may('bulk') && narrowed && shown.length > 0 && search.trash !== true && (
          <Button size="xs" variant="default" onClick={() => { setTagging(true); }}>{t('tags.title')}</Button>
        )}
        {meta.isManager && (
          <Button size="xs" variant="default" renderRoot={(props) => <Link to="/contacts/duplicates" {...props} />}>{t('dup.title')}</Button>
        )}
        <Button size="xs" leftSection={<IconPlus size={14} stroke={2} aria-hidden="true" />} onClick={() => { set({ new: search.kind ?? 'person' }); }}>
          {t('new')}
        </Button>
      </header>
      {fields.length > 0 && <OwnChips fields={fields} search={search} set={set} />}
      <Rows query={query} columns={ownColumns(search, fields)} search={search} set={set} />
      {tagging && (
        <Suspense>
          <TagMany ids={shown} onClose={() => { setTagging(false); }} />
        </Suspense>
      )}
      {search.new && (
        <Suspense>
          <NewContact kind={search.new} onClose={() => { set({ new: undefined }); }} />
        </Suspense>
      )}
    </div>
  );
}
