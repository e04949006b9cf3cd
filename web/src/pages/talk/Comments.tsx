import { Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconBell, IconBellCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import type { Comment, Subject } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useTexts } from '../../ui/useTexts';
import type { Said } from './CommentBox';
import { CommentBox } from './CommentBox';
import { piecesOf } from './pieces';
import classes from './talk.module.css';

const parts = (subject: Subject) => [[...keys.subject(subject), 'events'], [...keys.subject(subject), 'followers']];

/** A comment in the history: its author may change it and take it back, an administrator may take it back. */
export function CommentText({ comment }: { comment: Comment }) {
  const t = useTexts('talk');
  const meta = useMeta();
  const [editing, setEditing] = useState(false);
  const subject: Subject = comment.card_id === null ? { kind: 'contacts', id: comment.contact_id ?? 0 } : { kind: 'cards', id: comment.card_id };
  const edit = useChange({
    run: (said: Said) => api.talk.edit(comment.id, { ...said, version: comment.version }),
    says: () => t('comment.saved'),
    touches: () => parts(subject),
  });
  const remove = useChange({ run: () => api.talk.remove(comment.id), says: () => t('comment.said'), touches: () => parts(subject) });
  const names = comment.mentions.flatMap((id) => meta.member(id)?.name ?? []);
  const own = comment.member_id === meta.me.id;
  if (editing) {
    return (
      <CommentBox
        subject={subject}
        start={{ text: comment.text, mentions: comment.mentions }}
        busy={edit.isPending}
        onSay={(said) => { edit.mutate(said, { onSuccess: () => { setEditing(false); } }); }}
        onCancel={() => { setEditing(false); }}
      />
    );
  }
  return (
    <div className={classes['comment']}>
      {piecesOf(comment.text, names).map(({ text, kind }, i) => {
        if (kind === 'link') return <a key={i} href={text} target="_blank" rel="noreferrer noopener nofollow">{text}</a>;
        return kind === 'mention' ? <b key={i}>{text}</b> : text;
      })}
      {comment.edited_at !== null && <span className={classes['dim']}> ({t('comment.edited')})</span>}
      {(own || meta.isAdministrator) && (
        <div className={classes['own']}>
          {own && <Button size="compact-xs" variant="subtle" color="gray" onClick={() => { setEditing(true); }}>{t('comment.edit')}</Button>}
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => { remove.mutate(undefined); }}>{t('comment.remove')}</Button>
        </div>
      )}
    </div>
  );
}

function Follow({ subject }: { subject: Subject }) {
  const t = useTexts('talk');
  const { data } = useQuery(queries.followers(subject));
  const follow = useChange({
    run: (wish: boolean) => api.talk.follow(subject, wish),
    optimistic: (client, wish) => {
      client.setQueryData(queries.followers(subject).queryKey, (old) => old && { ...old, following: wish });
    },
    saves: () => [queries.followers(subject).queryKey],
    touches: () => parts(subject),
  });
  const names = data?.rows.map(({ name }) => name).join(', ') ?? '';
  const Bell = data?.following ? IconBellCheck : IconBell;
  return (
    <Tooltip label={names === '' ? t('follow.nobody') : t('follow.who', { names })} multiline maw={320}>
      <Button
        size="compact-xs"
        variant="subtle"
        color={data?.following ? 'blue' : 'gray'}
        leftSection={<Bell size={14} stroke={1.6} aria-hidden="true" />}
        aria-pressed={data?.following ?? false}
        onClick={() => { follow.mutate(!data?.following); }}
      >
        {data?.following ? t('follow.following') : t('follow.follow')}
        {data && data.rows.length > 0 && ` · ${String(data.rows.length)}`}
      </Button>
    </Tooltip>
  );
}

/** Above a history: what one has to say about a card or a contact, and whether one is told of what others say. */
export function Comments({ subject, editable }: { subject: Subject; editable: boolean }) {
  const say = useChange({ run: (said: Said) => api.talk.comment(subject, said), touches: () => parts(subject) });
  return (
    <div className={classes['comments']}>
      {editable && (
        <CommentBox subject={subject} busy={say.isPending} onSay={(said, done) => { say.mutate(said, { onSuccess: done }); }} />
      )}
      <Follow subject={subject} />
    </div>
  );
}
