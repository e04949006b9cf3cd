import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { showNote } from '../../api/change';
import type { ViewMode } from '../../api/types';
import { Waiting } from '../../ui/Delayed';
import { EmptyState } from '../../ui/EmptyState';
import { OnDemand } from '../../ui/OnDemand';
import { useShortcuts } from '../../ui/shortcuts';
import type { BulkDialog } from './bulk/BulkBar';
import type { ModuleState } from './context';
import { ModuleProvider, useAddress } from './context';
import { Header } from './Header';
import DayList from './list/DayList';
import classes from './module.module.css';
import { PipelineButton, PipelinePanel } from './PipelinePanel';
import type { RowCommand } from './RowCommands';
import { useSelection } from './selection';
import { isNarrowed } from './view-state';
import { usePhone } from '../../ui/useMedia';
import { useTexts } from '../../ui/useTexts';

const CardPanel = lazy(() => import('../card/card-panel'));
const Chips = lazy(() => import('./filter/Chips'));
const PipelineSheet = lazy(() => import('./PipelineSheet'));
const RowCommands = lazy(() => import('./RowCommands'));
const BulkBar = lazy(() => import('./bulk/BulkBar'));
const NewCard = lazy(() => import('../shared/new-card/NewCard'));
const Board = lazy(() => import('./board/Board'));
const Box = lazy(() => import('./box/Box'));
const TableView = lazy(() => import('./table/TableView'));

const VIEWS = { list: DayList, board: Board, box: Box, table: TableView };

/** The card shown before or after this one, whatever the view: the order is the one on the screen. */
function neighbour(id: number | undefined, delta: 1 | -1): number | undefined {
  const shown = [...document.querySelectorAll<HTMLElement>('[data-card]')].map((element) => Number(element.dataset['card']));
  const at = shown.indexOf(id ?? 0);
  return at < 0 ? undefined : shown[at + delta];
}

function Content({ state }: { state: ModuleState }) {
  const t = useTexts(['list', 'frame']);
  const { module, search, query, set } = state;
  const mode: ViewMode = search.view ?? 'list';
  const phone = usePhone();
  const withPipeline = mode === 'list' || mode === 'table';
  const selection = useSelection(query);
  const [command, setCommand] = useState<RowCommand | null>(null);
  const [dialog, setDialog] = useState<BulkDialog | null>(null);
  const View = VIEWS[mode];
  // Once something has been selected the bar stays, so that it can show the progress of what it started.
  const [bar, setBar] = useState(false);
  if (selection.count > 0 && !bar) setBar(true);

  const onCommand = useCallback((next: RowCommand) => {
    if (next.kind === 'bulk') setDialog(next.what);
    else if ((next.kind === 'close' || next.kind === 'postpone') && !next.row.next_task) showNote(t('no_task_here'));
    else setCommand(next);
  }, [t]);

  useShortcuts([
    { keys: 'c', label: t('keys.new'), group: t('keys.list'), run: () => { set({ new: true }); } },
  ]);

  return (
    <div className={classes['page']} data-wide={!withPipeline || undefined}>
      <Header pipeline={phone && withPipeline ? (
          <OnDemand button={(props) => <PipelineButton {...props} />}>
            <PipelineSheet />
          </OnDemand>
        ) : null}
       />
      <div className={classes['main']}>
        {(isNarrowed(search) || search.trash) && <Suspense><Chips /></Suspense>}
        <Suspense fallback={<Waiting />}>
          <View key={module.id} selection={selection} command={onCommand} busy={command !== null} />
        </Suspense>
        <Suspense>
          {bar && <BulkBar selection={selection} dialog={dialog} setDialog={setDialog} />}
        </Suspense>
      </div>
      {!phone && withPipeline && <PipelinePanel />}
      {command && (
        <Suspense>
          <RowCommands command={command} onDone={() => { setCommand(null); }} />
        </Suspense>
      )}
      {search.card !== undefined && (
        <Suspense>
          <CardPanel
            id={search.card}
            onClose={() => { set({ card: undefined }); }}
            onStep={(delta) => {
              const next = neighbour(search.card, delta);
              if (next !== undefined) set({ card: next }, true);
            }}
          />
        </Suspense>
      )}
      {search.new && (
        <Suspense>
          <NewCard
            module={module}
            onClose={() => { set({ new: undefined }, true); }}
            onCreated={(card) => { set({ new: undefined, card: card.id }, true); }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** A module: its cards as list, board, 9-box or table, with the pipeline beside them. */
export default function ModulePage() {
  const t = useTexts(['list', 'errors']);
  const state = useAddress();
  if (!state) {
    const home = <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>{t('errors:go_home')}</Button>;
    return <EmptyState level={1} title={t('no_module')} text={t('no_module_text')} action={home} />;
  }
  return (
    <ModuleProvider value={state}>
      <Content state={state} />
    </ModuleProvider>
  );
}
