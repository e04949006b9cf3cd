import { Button, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronUp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queries } from '../../api/queries';
import type { Status } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { Dot } from '../../ui/Status';
import { useModuleState } from './context';
import classes from './module.module.css';

function StatusLine({ status, n, value, onPick }: {
  status: Status;
  n: number | undefined;
  value: number | undefined;
  onPick: () => void;
}) {
  const { search } = useModuleState();
  const format = useFormat();
  return (
    <button
      type="button"
      className={classes['line']}
      data-empty={n === 0 || undefined}
      aria-pressed={search.status === status.id}
      onClick={onPick}
    >
      <Dot colour={status.colour} />
      <span className={classes['lineLabel']}>{status.label}</span>
      <span className={classes['lineCount']}>{n === undefined ? '' : format.number(n)}</span>
      <span className={classes['lineValue']}>{value ? format.moneyCompact(value) : ''}</span>
    </button>
  );
}

/** The pipeline: groups and statuses with counts and values; a click narrows the list to one of them. */
export function Pipeline({ onPicked }: { onPicked?: () => void }) {
  const { t } = useTranslation('list');
  const meta = useMeta();
  const format = useFormat();
  const { module, search, owner, set } = useModuleState();
  const { data } = useQuery({ ...queries.pipeline(module.id, owner), placeholderData: keepPreviousData });
  const counts = new Map(data?.statuses.map((one) => [one.id, one]));
  const statuses = meta.statuses(module.id);
  const pick = (patch: { status?: number | undefined; group?: string | undefined }): void => {
    set({ status: undefined, group: undefined, cell: undefined, ...patch });
    onPicked?.();
  };
  return (
    <>
      {module.groups.map(({ group, label }) => {
        const inside = statuses.filter((status) => status.group === group);
        const total = inside.reduce((sum, status) => sum + (counts.get(status.id)?.n ?? 0), 0);
        return (
          <section key={group} className={classes['pipelineGroup']}>
            <h3 className={classes['groupTitle']}>
              <button
                type="button"
                className={classes['groupLine']}
                aria-pressed={search.group === group}
                onClick={() => { pick({ group: search.group === group ? undefined : group }); }}
              >
                <span className={classes['lineLabel']}>{label}</span>
                <span className={classes['lineCount']}>{data ? format.number(total) : ''}</span>
                <span className={classes['lineValue']} />
              </button>
            </h3>
            {inside.map((status) => (
              <StatusLine
                key={status.id}
                status={status}
                n={data ? (counts.get(status.id)?.n ?? 0) : undefined}
                value={counts.get(status.id)?.value_minor}
                onPick={() => { pick({ status: search.status === status.id ? undefined : status.id }); }}
              />
            ))}
          </section>
        );
      })}
      {module.fixed && <p className={classes['fixed']}>{t('pipeline.fixed')}</p>}
    </>
  );
}

export function PipelinePanel() {
  const { t } = useTranslation('list');
  return (
    <aside className={classes['panel']} aria-label={t('pipeline.title')}>
      <h2 className={classes['panelTitle']}>{t('pipeline.title')}</h2>
      <Pipeline />
    </aside>
  );
}

/** On a phone: a button that names where one is, and the pipeline as a sheet. */
export function PipelineSheet() {
  const { t } = useTranslation(['list', 'common']);
  const meta = useMeta();
  const { module, search } = useModuleState();
  const [open, { open: show, close }] = useDisclosure(false);
  const status = search.status === undefined ? undefined : meta.status(search.status);
  const group = module.groups.find((one) => one.group === search.group);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        className={classes['sheetButton']}
        onClick={show}
        leftSection={status ? <Dot colour={status.colour} /> : undefined}
        rightSection={<IconChevronUp size={14} stroke={1.8} aria-hidden="true" />}
      >
        {status?.label ?? group?.label ?? t('pipeline.title')}
      </Button>
      <Drawer opened={open} onClose={close} position="bottom" size="min(75%, 560px)" title={t('pipeline.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <Pipeline onPicked={close} />
      </Drawer>
    </>
  );
}
