import { Alert, Button, Group, Radio, Table, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { refreshAfter, showChange, showProblem } from '../../api/change';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { queries } from '../../api/queries';
import type { FieldValue, Id } from '../../api/types';
import { FieldShow } from '../../fields';
import { ContactPicker } from '../../fields/contact-picker';
import type { Picked } from '../../fields/contact-picker';
import { useMeta } from '../../meta/meta';
import { Dialog } from '../../ui/Dialog';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import { JobProgress } from '../shared/JobProgress';
import classes from './contacts.module.css';

type Preview = Awaited<ReturnType<typeof api.contacts.mergePreview>>;
const nameParts = ['first_name', 'last_name'];

/** Which value of each differing field goes on. */
function Choices({ preview, take, onTake }: { preview: Preview; take: ReadonlySet<string>; onTake: (name: string, drop: boolean) => void }) {
  const t = useTexts('contact');
  const meta = useMeta();
  const format = useFormat();
  const own = (name: string) => meta.ownFields(preview.keep.kind).find((field) => `fields.${field.code}` === name);
  const show = (name: string, value: unknown): ReactNode => {
    if (value === null || value === '') return '–';
    const field = own(name);
    if (field) return <FieldShow field={field} value={value as FieldValue} />;
    if (name === 'company_id') return (preview.drop.company_id === value ? preview.drop.company?.name : preview.keep.company?.name) ?? '';
    if (name === 'owner_id') return meta.member(value as Id)?.name ?? '';
    if (name === 'revenue_minor') return format.money(value as number);
    return String(value as string | number);
  };
  const label = (name: string) =>
    own(name)?.label ?? (name === 'company_id' ? t('company') : name === 'owner_id' ? t('merge.owner') : t(`field.${name}` as 'field.name'));
  const rows = preview.fields.filter((field) => !nameParts.includes(field.name));
  if (rows.length === 0) return <Text size="sm">{t('merge.nothing', { name: preview.keep.name })}</Text>;
  return (
    <Table className={classes['choices']} verticalSpacing={6} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('merge.field')}</Table.Th>
          <Table.Th>{t('merge.keep')}</Table.Th>
          <Table.Th>{t('merge.drop')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, keep, drop, wins }) => {
          const both = wins === 'both';
          const dropWins = take.has(name) || wins === 'drop';
          // What is empty is filled in; there is nothing to choose.
          const fixed = both || wins === 'drop';
          return (
            <Table.Tr key={name}>
              <Table.Th scope="row">{label(name)}</Table.Th>
              {both ? (
                <Table.Td colSpan={2}>{show(name, keep)} + {show(name, drop)} <Text span size="xs" c="dimmed">({t('merge.both')})</Text></Table.Td>
              ) : (
                [false, true].map((side) => (
                  <Table.Td key={String(side)}>
                    <Radio
                      size="xs"
                      name={name}
                      label={show(name, side ? drop : keep)}
                      checked={dropWins === side}
                      disabled={fixed && dropWins !== side}
                      onChange={() => { onTake(name, side); }}
                    />
                  </Table.Td>
                ))
              )}
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

function Outcome({ preview }: { preview: Preview }) {
  const t = useTexts('contact');
  return (
    <Text size="sm" mt="sm" c="dimmed">
      {t('merge.also', { points: t('merge.points', { count: preview.points.length }), addresses: t('merge.addresses', { count: preview.addresses.length }) })}
      {' '}
      {t('merge.moves', { cards: t('merge.cards', { count: preview.n_cards }), people: t('merge.people', { count: preview.n_people }) })}
    </Text>
  );
}

/** Two contacts become one: what goes on of each, before it happens. Without a second one it is asked for first. */
export default function MergeDialog({ contact, other, stay, onClose }: {
  contact: Id;
  other?: Id | undefined;
  /** Do not go to the merged contact's page afterwards. */
  stay?: boolean;
  onClose: () => void;
}) {
  const t = useTexts(['contact', 'common']);
  const client = useQueryClient();
  const navigate = useNavigate();
  const [pair, setPair] = useState({ keep: contact, drop: other ?? null });
  const [picked, setPicked] = useState<Picked | null>(null);
  const [take, setTake] = useState<ReadonlySet<string>>(new Set());
  const [job, setJob] = useState<{ id: Id; change: Id } | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useQuery(queries.contact(contact));
  const found = useQuery({ ...queries.mergePreview(pair.keep, pair.drop ?? 0), enabled: pair.drop !== null });
  const preview = found.data;
  const choose = (name: string, drop: boolean) => {
    setTake((before) => {
      const next = new Set(before);
      if (drop) next.add(name);
      else next.delete(name);
      return next;
    });
  };
  const done = (change: Id) => {
    if (!preview) return;
    refreshAfter(client);
    showChange(client, t('merge.done', { name: preview.keep.name }), { id: change });
    onClose();
    if (stay !== true) void navigate({ to: '/contacts/$contactId', params: { contactId: pair.keep } });
  };
  const merge = async () => {
    if (!preview || pair.drop === null) return;
    setBusy(true);
    try {
      const out = await api.contacts.merge(pair.keep, {
        other_id: pair.drop, take: [...take], version: preview.keep.version, other_version: preview.drop.version,
      });
      if (out.job_id === null) done(out.change_id);
      else setJob({ id: out.job_id, change: out.change_id });
    } catch (error) {
      showProblem(error);
      void found.refetch();
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('merge.title')} size="lg" onClose={onClose}>
      {pair.drop === null && (
        <ContactPicker
          kind={first.data?.kind}
          input={{ label: t('merge.pick') }}
          value={picked}
          autoFocus
          onPick={(one) => {
            setPicked(one);
            if (one) setPair({ keep: contact, drop: one.id });
          }}
        />
      )}
      {found.error && <Alert color="red">{problemText(asProblem(found.error))}</Alert>}
      {preview && (
        <>
          <Group justify="space-between" mb="sm">
            <Text size="sm">
              {t('merge.keep')}: <strong>{preview.keep.name}</strong> · {t('merge.drop')}: <strong>{preview.drop.name}</strong>
            </Text>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                setTake(new Set());
                setPair(({ keep, drop }) => (drop === null ? { keep, drop } : { keep: drop, drop: keep }));
              }}
            >
              {t('merge.swap')}
            </Button>
          </Group>
          <Choices preview={preview} take={take} onTake={choose} />
          <Outcome preview={preview} />
        </>
      )}
      {job && <JobProgress id={job.id} label={t('dup.working')} done={() => { done(job.change); }} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button loading={busy} disabled={!preview} onClick={() => void merge()}>{t('merge.go')}</Button>
      </Group>
    </Dialog>
  );
}
