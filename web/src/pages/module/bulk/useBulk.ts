import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { refreshAfter, showChange, showNote, showProblem } from '../../../api/change';
import { api } from '../../../api/client';
import { asProblem, Problem } from '../../../api/problem';
import { queries } from '../../../api/queries';
import type { BulkIn, BulkSelect, Id, Job } from '../../../api/types';
import { useModuleState } from '../context';
import type { Selection } from '../selection';
import { useTexts } from '../../../ui/useTexts';

/** The most cards that can be named one by one; more are meant by "all that match". */
export const MAX_IDS = 1000;

export type BulkDeed = Omit<BulkIn, 'select' | 'expect'>;

export interface Bulk {
  run: (deed: BulkDeed) => Promise<boolean>;
  busy: boolean;
  /** The job at work, when there are too many cards to do at once. */
  job: Job | null;
  cancel: () => void;
}

interface Working {
  id: Id;
  changeId: Id | null;
}

function useJobEnd(working: Working | null, onEnd: (job: Job) => void): Job | null {
  const { data } = useQuery({ ...queries.job(working?.id ?? 0), enabled: working !== null });
  const ended = useRef<Id | null>(null);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    if (!data || !working || data.id !== working.id || ended.current === data.id) return;
    if (data.state === 'waiting' || data.state === 'running') return;
    ended.current = data.id;
    end.current(data);
  }, [data, working]);
  return working && data?.id === working.id ? data : null;
}

/** Does one thing to all the selected cards: at once when they are few, else as a job with progress. Undoable either way. */
export function useBulk(selection: Selection): Bulk {
  const t = useTexts('bulk');
  const client = useQueryClient();
  const { module, query } = useModuleState();
  const [busy, setBusy] = useState(false);
  const [working, setWorking] = useState<Working | null>(null);

  const finish = (n: number, changeId: Id | null, failed: number): void => {
    const text = failed > 0 ? t('done_failed', { count: n, failed }) : t('done', { count: n });
    if (changeId === null) showNote(text);
    else showChange(client, text, { id: changeId });
    refreshAfter(client);
    selection.clear();
  };
  const job = useJobEnd(working, (ended) => {
    setWorking(null);
    const failed = Array.isArray(ended.result?.['failed']) ? ended.result['failed'].length : 0;
    if (ended.state === 'failed') showProblem(new Problem(500, { code: 'internal', detail: t('job_failed') }));
    finish(ended.progress, ended.change_id ?? working?.changeId ?? null, failed);
  });

  const run = async (deed: BulkDeed): Promise<boolean> => {
    const { status, group, owner, cell, q, filter } = query;
    const select: BulkSelect = selection.all
      ? { all: true, status, group, owner, cell, q, filter }
      : { ids: [...selection.ids] };
    setBusy(true);
    try {
      const out = await api.modules.bulk(module.id, { ...deed, select, expect: selection.count });
      if (out.job_id === null) finish(out.n, out.change_id, out.failed.length);
      else setWorking({ id: out.job_id, changeId: out.change_id });
      return true;
    } catch (error) {
      const problem = asProblem(error);
      const n = problem.body['n'];
      if (selection.all && typeof n === 'number') selection.takeAll(n);
      showProblem(error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const cancel = (): void => {
    if (working) void api.jobs.cancel(working.id).catch(showProblem);
  };
  return { run, busy, job, cancel };
}
