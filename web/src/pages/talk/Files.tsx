import { ActionIcon, Anchor, Button, FileButton, Progress } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconPaperclip, IconTrash, IconX } from '@tabler/icons-react';
import type { DragEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useChange } from '../../api/change';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import type { Attachment, Subject } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import classes from './talk.module.css';
import type { Upload } from './uploads';
import { useUploads } from './uploads';

function FileRow({ file, subject, editable }: { file: Attachment; subject: Subject; editable: boolean }) {
  const t = useTexts('talk');
  const meta = useMeta();
  const format = useFormat();
  const trash = useChange({
    run: () => api.files.trash(file.id),
    says: () => t('files.removed', { name: file.name }),
    touches: () => [[...keys.subject(subject), 'files'], [...keys.subject(subject), 'events']],
  });
  return (
    <li className={classes['file']}>
      {file.shown ? (
        <a href={api.files.url(file.id, true)} target="_blank" rel="noreferrer" tabIndex={-1} aria-hidden="true">
          <img className={classes['thumb']} src={api.files.url(file.id, true)} alt="" loading="lazy" decoding="async" />
        </a>
      ) : (
        <span className={classes['thumb']}><IconPaperclip size={16} stroke={1.6} aria-hidden="true" /></span>
      )}
      <div className={classes['fileText']}>
        <Anchor href={api.files.url(file.id)} download={file.name} fz="sm" className={classes['fileName']}>{file.name}</Anchor>
        <div className={classes['dim']}>
          {format.bytes(file.size_bytes)} · {format.ago(file.created_at)} · {meta.member(file.created_by)?.name ?? ''}
        </div>
      </div>
      {editable && (
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('files.remove', { name: file.name })} onClick={() => { trash.mutate(undefined); }}>
          <IconTrash size={15} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      )}
    </li>
  );
}

function UploadRow({ upload }: { upload: Upload }) {
  const t = useTexts('talk');
  return (
    <li className={classes['file']}>
      <div className={classes['fileText']}>
        <div className={classes['fileName']}>{upload.name}</div>
        <Progress value={upload.share * 100} size="sm" aria-label={t('files.sending', { name: upload.name })} />
      </div>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('files.cancel', { name: upload.name })} onClick={upload.cancel}>
        <IconX size={15} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}

/** A picture pasted anywhere on the page goes here, unless it is pasted as text into a field. */
function usePaste(active: boolean, take: (files: File[]) => void): void {
  const latest = useRef(take);
  useEffect(() => { latest.current = take; });
  useEffect(() => {
    if (!active) return undefined;
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || event.defaultPrevented) return;
      // Spreadsheets and word processors copy a picture of the text with it: in a field the text is meant.
      const inField = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null;
      if (inField && event.clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      latest.current(files);
    };
    document.addEventListener('paste', paste);
    return () => { document.removeEventListener('paste', paste); };
  }, [active]);
}

/** The files of a card or a contact: dropped, pasted or chosen, several at once. */
export function Files({ subject, editable }: { subject: Subject; editable: boolean }) {
  const t = useTexts('talk');
  const format = useFormat();
  const { uploads, send } = useUploads(subject);
  const [over, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const list = useInfiniteQuery(queries.files(subject));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  usePaste(editable, (files) => {
    send(files, (file) => (/^image\.\w+$/.test(file.name) ? `${t('files.screenshot', { when: format.dateTime(Date.now()) })}.png` : file.name));
  });
  const drag = (event: DragEvent, inside: boolean) => {
    if (!editable || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(inside);
  };
  return (
    <section
      className={classes['files']}
      aria-label={t('files.title')}
      data-over={over || undefined}
      onDragEnter={(event) => { drag(event, true); }}
      onDragOver={(event) => { drag(event, true); }}
      onDragLeave={(event) => { drag(event, event.currentTarget.contains(event.relatedTarget as Node | null)); }}
      onDrop={(event) => {
        drag(event, false);
        if (editable) send(event.dataTransfer.files);
      }}
    >
      <div className={classes['head']}>
        <h2 className={classes['title']}>{t('files.title')}</h2>
        {editable && (
          <FileButton multiple resetRef={reset} onChange={(files) => { send(files); reset.current?.(); }}>
            {(props) => (
              <Button {...props} size="compact-xs" variant="subtle" leftSection={<IconPaperclip size={12} stroke={2} aria-hidden="true" />}>
                {t('files.add')}
              </Button>
            )}
          </FileButton>
        )}
      </div>
      {over && <p className={classes['drop']}>{t('files.drop')}</p>}
      {editable && !over && rows.length === 0 && uploads.length === 0 && !list.isPending && <p className={classes['dim']}>{t('files.none')}</p>}
      <ul className={classes['list']}>
        {uploads.map((upload) => <UploadRow key={`up-${String(upload.no)}`} upload={upload} />)}
        {rows.map((file) => <FileRow key={file.id} file={file} subject={subject} editable={editable} />)}
      </ul>
      {list.hasNextPage && (
        <Button size="xs" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('files.more')}</Button>
      )}
    </section>
  );
}
