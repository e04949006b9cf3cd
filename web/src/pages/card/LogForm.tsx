import { Button, Group, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import type { Card, FieldValue } from '../../api/types';
import { FieldEdit } from '../../fields';
import { looseField } from '../shared/task-dialogs/TaskFields';
import type { LogKind } from './events';
import { logKinds } from './events';
import { useTexts } from '../../ui/useTexts';

/** Notes down a call, a meeting, a mail or a thought; contacts restart the Forgotten clock. */
export function LogForm({ card, kind, onKind, onDone }: {
  card: Card;
  kind: LogKind;
  onKind: (kind: LogKind) => void;
  onDone: () => void;
}) {
  const t = useTexts(['card', 'common']);
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [direction, setDirection] = useState<'out' | 'in'>('out');
  const [at, setAt] = useState<FieldValue>(null);
  const log = useChange({
    run: () =>
      api.cards.log(card.id, {
        kind, text: text.trim(), incoming: kind !== 'note' && direction === 'in', ...(typeof at === 'number' ? { at } : {}),
      }),
    says: () => t('log.logged', { kind: t(`log.${kind}`) }),
  });
  useEffect(() => { box.current?.focus(); }, [kind]);
  const directed = kind === 'call' || kind === 'email' || kind === 'sms';
  const submit = (): void => {
    if (text.trim() !== '' || kind !== 'note') log.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm" mb="md">
        <SegmentedControl
          size="xs"
          aria-label={t('log.kind')}
          value={kind}
          data={logKinds.map((one) => ({ value: one, label: t(`log.${one}`) }))}
          onChange={(next) => { onKind(next as LogKind); }}
        />
        <Textarea
          ref={box}
          aria-label={t('log.text')}
          placeholder={t(`log.hint_${kind === 'note' ? 'note' : 'contact'}`)}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10000}
          value={text}
          onChange={(event) => { setText(event.currentTarget.value); }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.stopPropagation();
              onDone();
            } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              submit();
            }
          }}
        />
        <Group justify="space-between" gap="sm">
          {kind === 'note' ? <span /> : (
            <Group gap="sm">
              {directed && (
                <SegmentedControl
                  size="xs"
                  aria-label={t('log.direction')}
                  value={direction}
                  data={[{ value: 'out', label: t('log.out') }, { value: 'in', label: t('log.in') }]}
                  onChange={(next) => { setDirection(next as 'out' | 'in'); }}
                />
              )}
              <div style={{ width: 210 }}>
                <FieldEdit field={looseField('at', 'datetime', t('log.at'))} label="" size="xs" value={at} onChange={setAt} />
              </div>
            </Group>
          )}
          <Group gap="sm">
            <Button size="xs" variant="default" onClick={onDone}>{t('common:cancel')}</Button>
            <Button size="xs" type="submit" loading={log.isPending} disabled={kind === 'note' && text.trim() === ''}>
              {t('log.submit')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
