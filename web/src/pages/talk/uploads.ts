import { useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useRef, useState } from 'react';
import { showChange } from '../../api/change';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { keys } from '../../api/queries';
import { showToast } from '../../api/toast';
import type { Subject } from '../../api/types';

export interface Upload {
  no: number;
  name: string;
  share: number;
  cancel: () => void;
}

/** So many are sent at the same time; the others wait. */
const AT_ONCE = 3;

/** Files on their way to the server, several at once, each with its progress and its end. */
export function useUploads(subject: Subject): { uploads: Upload[]; send: (files: Iterable<File>, nameOf?: (file: File) => string) => void } {
  const client = useQueryClient();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const state = useRef({ next: 0, running: 0, waiting: [] as (() => Promise<void>)[] });

  const gone = (no: number) => { setUploads((all) => all.filter((one) => one.no !== no)); };
  const pump = () => {
    while (state.current.running < AT_ONCE) {
      const run = state.current.waiting.shift();
      if (!run) return;
      state.current.running += 1;
      void run().finally(() => {
        state.current.running -= 1;
        pump();
      });
    }
  };
  const start = (file: File, name: string) => {
    const no = state.current.next++;
    const stop = new AbortController();
    const cancel = () => {
      stop.abort();
      gone(no);
    };
    const run = async () => {
      if (stop.signal.aborted) return;
      try {
        const progress = (share: number) => { setUploads((all) => all.map((one) => (one.no === no ? { ...one, share } : one))); };
        const { attachment, change } = await api.files.add(subject, file, name, progress, stop.signal);
        showChange(client, i18next.t('talk:files.added', { name: attachment.name }), change);
      } catch (error) {
        if (error instanceof DOMException) return;
        showToast({ text: i18next.t('talk:files.failed', { name, why: problemText(asProblem(error)) }), alarm: true, ms: 10_000 });
      } finally {
        gone(no);
        void client.invalidateQueries({ queryKey: [...keys.subject(subject), 'files'] });
        void client.invalidateQueries({ queryKey: [...keys.subject(subject), 'events'] });
      }
    };
    setUploads((all) => [...all, { no, name, share: 0, cancel }]);
    state.current.waiting.push(run);
  };
  const send = (files: Iterable<File>, nameOf = (file: File) => file.name) => {
    for (const file of files) start(file, nameOf(file));
    pump();
  };
  return { uploads, send };
}
