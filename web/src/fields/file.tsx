import { ActionIcon, Button, FileButton, Input, Progress } from '@mantine/core';
import { IconPaperclip, IconReplace, IconTrash, IconX } from '@tabler/icons-react';
import type { DragEvent } from 'react';
import { useRef, useState } from 'react';
import { fileUrl, useBringFile, useFile } from '../meta/files';
import { useFormat } from '../ui/format';
import { useTexts } from '../ui/useTexts';
import classes from './file.module.css';
import type { EditProps, FieldType, ShowProps } from './type';

const idOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function FileShow({ value }: ShowProps) {
  const t = useTexts('fields');
  const format = useFormat();
  const id = idOf(value);
  const { file, gone } = useFile(id);
  if (id === null) return null;
  if (!file) return <span className={classes['dim']}>{gone ? t('file.gone') : '…'}</span>;
  return (
    <span className={classes['file']}>
      {file.shown ? (
        <a href={fileUrl(file.id, true)} target="_blank" rel="noreferrer" tabIndex={-1} aria-hidden="true">
          <img className={classes['thumb']} src={fileUrl(file.id, true)} alt="" loading="lazy" decoding="async" />
        </a>
      ) : (
        <IconPaperclip size={15} stroke={1.6} aria-hidden="true" className={classes['clip']} />
      )}
      <span className={classes['text']}>
        <a href={fileUrl(file.id)} download={file.name} className={classes['name']}>{file.name}</a>
        <span className={classes['dim']}>{format.bytes(file.size_bytes)}</span>
      </span>
    </span>
  );
}

/** The file in its place: dropped or chosen, replaced, removed. What is brought is kept when the card is saved with it. */
function FileEdit({ field, value, label, error, ariaLabel, id: inputId, size = 'sm', onChange, onCommit }: EditProps) {
  const t = useTexts('fields');
  const [over, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const id = idOf(value);
  const take = (next: number | null): void => {
    onChange(next);
    onCommit?.(next);
  };
  const { sending, error: failed, send, cancel } = useBringFile(field.id, take);
  const drag = (event: DragEvent, inside: boolean): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    setOver(inside);
  };
  const name = field.label;
  return (
    <Input.Wrapper {...(label ? { label } : {})} {...(error ? { error } : {})} labelElement="div" size={size}>
      <div
        role="group"
        aria-label={ariaLabel ?? name}
        id={inputId}
        className={classes['place']}
        data-over={over || undefined}
        onDragEnter={(event) => { drag(event, true); }}
        onDragOver={(event) => { drag(event, true); }}
        onDragLeave={(event) => { drag(event, event.currentTarget.contains(event.relatedTarget as Node | null)); }}
        onDrop={(event) => {
          drag(event, false);
          const file = event.dataTransfer.files[0];
          if (file) send(file);
        }}
      >
        {sending ? (
          <>
            <div className={classes['sending']}>
              <div className={classes['name']}>{sending.name}</div>
              <Progress value={sending.share * 100} size="sm" aria-label={t('file.sending', { name: sending.name })} />
            </div>
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('file.cancel')} onClick={cancel}>
              <IconX size={15} stroke={1.6} aria-hidden="true" />
            </ActionIcon>
          </>
        ) : (
          <>
            {id !== null && <FileShow field={field} value={id} />}
            <FileButton
              resetRef={reset}
              onChange={(file) => {
                if (file) send(file);
                reset.current?.();
              }}
            >
              {(props) =>
                id === null ? (
                  <Button {...props} size="compact-sm" variant="subtle" leftSection={<IconPaperclip size={14} stroke={1.8} aria-hidden="true" />}>
                    {over ? t('file.drop') : t('file.add')}
                  </Button>
                ) : (
                  <ActionIcon {...props} size="sm" variant="subtle" color="gray" aria-label={t('file.replace', { field: name })} title={t('file.replace', { field: name })}>
                    <IconReplace size={15} stroke={1.6} aria-hidden="true" />
                  </ActionIcon>
                )}
            </FileButton>
            {id !== null && (
              <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('file.remove', { field: name })} title={t('file.remove', { field: name })} onClick={() => { take(null); }}>
                <IconTrash size={15} stroke={1.6} aria-hidden="true" />
              </ActionIcon>
            )}
          </>
        )}
      </div>
      {failed !== null && <div className={classes['error']} role="alert">{failed}</div>}
    </Input.Wrapper>
  );
}

export const file: FieldType = { name: 'file', Show: FileShow, Edit: FileEdit, Filter: () => null, words: 'text', standing: true };
