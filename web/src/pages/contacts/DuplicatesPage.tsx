import { Button, Checkbox, Group, Modal, SegmentedControl, Text } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { refreshAfter, showChange, showProblem, useChange } from '../../api/change';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import type { DuplicatePair, Id } from '../../api/types';
import { Waiting } from '../../ui/Delayed';
import { EmptyState } from '../../ui/EmptyState';
import { useFormat } from '../../ui/format';
import { useTitle } from '../../ui/Page';
import { PageError } from '../../ui/PageError';
import { useTexts } from '../../ui/useTexts';
import { JobProgress } from '../shared/JobProgress';
import classes from './contacts.module.css';
import { KindChoice } from './KindChoice';
import MergeDialog from './MergeDialog';

const route = getRouteApi('/frame/contacts/duplicates');

function Side({ side }: { side: DuplicatePair['a'] }) {
  const t = useTexts('contact');
  const format = useFormat();
  const more = [side.company, side.email, side.phone, side.city].filter(Boolean).join(' · ');
  return (
    <div className={classes['side']}>
      <Link to="/contacts/$contactId" params={{ contactId: side.id }}>{side.name}</Link>
      {more !== '' && <div className={classes['dim']}>{more}</div>}
      <div className={classes['dim']}>
        {t('cards_of', { count: side.n_cards })} · {t('dup.since', { date: format.date(side.created_at) })}
      </div>
    </div>
  );
}

function Pair({ pair, two, selected, onSelect, onMerge }: {
  pair: DuplicatePair;
  two: boolean;
  selected: boolean;
  onSelect: (on: boolean) => void;
  onMerge: () => void;
}) {
  const t = useTexts('contact');
  const decide = useChange({
    run: async (state: 'open' | 'two') => api.duplicates.decide(pair.id, state),
    says: (_, state) => t(state === 'two' ? 'dup.kept_two' : 'dup.reopened'),
    touches: () => [keys.duplicates],
  });
  return (
    <li className={classes['pair']}>
      {!two && (
        <Checkbox
          size="xs"
          checked={selected}
          aria-label={t('dup.select', { a: pair.a.name, b: pair.b.name })}
          onChange={(event) => { onSelect(event.currentTarget.checked); }}
        />
      )}
      <Side side={pair.a} />
      <Side side={pair.b} />
      <div className={classes['why']}>
        <div>{pair.reasons.map((reason) => t(`dup.why.${reason as 'email'}`)).join(', ')}</div>
        <div className={classes['dim']}>{t('dup.likely', { n: pair.score })}</div>
      </div>
      <Group gap={4} wrap="nowrap">
        {two ? (
          <Button size="compact-xs" variant="default" onClick={() => { decide.mutate('open'); }}>{t('dup.again')}</Button>
        ) : (
          <>
            <Button size="compact-xs" variant="light" onClick={onMerge}>{t('dup.merge')}</Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => { decide.mutate('two'); }}>{t('dup.not')}</Button>
          </>
        )}
      </Group>
    </li>
  );
}

/** Merges the selected pairs: asks with the number, then shows how far it is. */
function MergeMany({ ids, onClose }: { ids: Id[]; onClose: (merged: boolean) => void }) {
  const t = useTexts(['contact', 'common']);
  const client = useQueryClient();
  const [job, setJob] = useState<{ id: Id; change: Id } | null>(null);
  const go = async () => {
    try {
      const out = await api.duplicates.merge({ ids, expect: ids.length });
      setJob({ id: out.job_id, change: out.change_id });
    } catch (error) {
      showProblem(error);
      onClose(false);
    }
  };
  return (
    <Modal opened title={t('dup.ask', { count: ids.length })} closeButtonProps={{ 'aria-label': t('common:close') }} onClose={() => { onClose(false); }}>
      <Text>{t('dup.ask_text')}</Text>
      {job && (
        <JobProgress
          id={job.id}
          label={t('dup.working')}
          done={(over) => {
            const failed = Array.isArray(over.result['failed']) ? over.result['failed'].length : 0;
            refreshAfter(client);
            showChange(
              client,
              [t('dup.done', { count: ids.length - failed }), ...(failed > 0 ? [t('dup.failed', { count: failed })] : [])].join(' · '),
              { id: job.change },
            );
            onClose(true);
          }}
        />
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => { onClose(false); }}>{t('common:cancel')}</Button>
        <Button loading={job !== null} onClick={() => void go()}>{t('merge.go')}</Button>
      </Group>
    </Modal>
  );
}

/** Contacts that may be the same, pair by pair. */
export default function DuplicatesPage() {
  const t = useTexts('contact');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const format = useFormat();
  const list = useInfiniteQuery(queries.duplicates(search));
  const [selected, setSelected] = useState<ReadonlySet<Id>>(new Set());
  const [merging, setMerging] = useState<DuplicatePair | null>(null);
  const [many, setMany] = useState(false);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const chosen = rows.filter((pair) => selected.has(pair.id)).map((pair) => pair.id);
  const first = list.data?.pages[0];
  const two = search.state === 'two';
  useTitle(t('dup.title'));
  const set = (next: Partial<typeof search>) => {
    setSelected(new Set());
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  };
  return (
    <div className={classes['page']}>
      <header className={classes['bar']}>
        <h1 className={classes['title']}>{t('dup.title')}</h1>
        <KindChoice value={search.kind} onChange={(kind) => { set({ kind }); }} />
        <SegmentedControl
          size="xs"
          aria-label={t('dup.title')}
          value={search.state ?? 'open'}
          data={[{ value: 'open', label: t('dup.open') }, { value: 'two', label: t('dup.two') }]}
          onChange={(value) => { set({ state: value === 'two' ? 'two' : undefined }); }}
        />
        <span className={classes['dim']} role="status">
          {first && first.n > 0 && (first.capped ? t('dup.capped', { n: format.number(first.n) }) : t('dup.n', { count: first.n }))}
          {first?.looking && ` ${t('dup.looking')}`}
        </span>
        <span className={classes['grow']} />
        {!two && rows.length > 0 && (
          <Button size="xs" variant="default" onClick={() => { setSelected(new Set(rows.map((pair) => pair.id))); }}>{t('dup.all')}</Button>
        )}
        {chosen.length > 0 && (
          <Button size="xs" onClick={() => { setMany(true); }}>{t('dup.selected', { count: chosen.length })}</Button>
        )}
      </header>
      {list.error ? (
        <PageError level={1} text={list.error.message} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Waiting />
      ) : rows.length === 0 ? (
        <EmptyState title={first?.looking ? t('dup.looking') : t('dup.none')} text={t('dup.none_text')} />
      ) : (
        <div className={classes['scroller']}>
          <p className={classes['lead']}>{t('dup.text')}</p>
          <ul className={classes['pairs']}>
            {rows.map((pair) => (
              <Pair
                key={pair.id}
                pair={pair}
                two={two}
                selected={selected.has(pair.id)}
                onSelect={(on) => {
                  setSelected((before) => new Set(on ? [...before, pair.id] : [...before].filter((id) => id !== pair.id)));
                }}
                onMerge={() => { setMerging(pair); }}
              />
            ))}
          </ul>
          {list.hasNextPage && (
            <Group justify="center" my="md">
              <Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('dup.more')}</Button>
            </Group>
          )}
        </div>
      )}
      {merging && <MergeDialog contact={merging.a.id} other={merging.b.id} stay onClose={() => { setMerging(null); }} />}
      {many && (
        <MergeMany
          ids={chosen}
          onClose={(merged) => {
            setMany(false);
            if (merged) setSelected(new Set());
          }}
        />
      )}
    </div>
  );
}
