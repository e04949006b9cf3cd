import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../api/client';
import { problemText } from '../api/message';
import { asProblem } from '../api/problem';
import { queries } from '../api/queries';
import type { Attachment, Id } from '../api/types';

/* Files that are values of fields. */

export const fileUrl = api.files.url;

/** What a file is, by its id; null when it is kept no longer, or not for this reader. */
export function useFile(id: Id | null): { file: Attachment | null; gone: boolean } {
  const found = useQuery({ ...queries.file(id ?? 0), enabled: id !== null });
  return { file: found.data ?? null, gone: found.isError };
}

export interface Sending {
  name: string;
  share: number;
}

/** Brings one file for a field; `done` gets its id, with which the card is to be saved. */
export function useBringFile(field: Id, done: (id: Id) => void): {
  sending: Sending | null;
  error: string | null;
  send: (file: File) => void;
  cancel: () => void;
} {
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<string | null>(null);
  const stop = useRef<AbortController>(null);
  useEffect(() => () => { stop.current?.abort(); }, []);

  const bring = async (file: File): Promise<void> => {
    const mine = new AbortController();
    stop.current?.abort();
    stop.current = mine;
    setError(null);
    setSending({ name: file.name, share: 0 });
    try {
      const progress = (share: number): void => { if (stop.current === mine) setSending({ name: file.name, share }); };
      const { attachment } = await api.files.bring(field, file, file.name, progress, mine.signal);
      client.setQueryData(queries.file(attachment.id).queryKey, attachment);
      done(attachment.id);
    } catch (reason) {
      if (!(reason instanceof DOMException)) setError(problemText(asProblem(reason)));
    } finally {
      if (stop.current === mine) setSending(null);
    }
  };
  return {
    sending,
    error,
    send: (file) => { void bring(file); },
    cancel: () => { stop.current?.abort(); },
  };
}
