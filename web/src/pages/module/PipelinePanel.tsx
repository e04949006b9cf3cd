import { IconChevronUp } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { queries } from '../../api/queries';
import type { Status } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { Dot } from '../../ui/Status';
import { ToolButton } from '../../ui/ToolButton';
import { useModuleState } from './context';
import classes from './module.module.css';
import { useTexts } from '../../ui/useTexts';

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
  const t = useTexts('list');
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
  const t = useTexts('list');
  return (
    <aside className={classes['panel']} aria-label={t('pipeline.title')}>
      <h2 className={classes['panelTitle']}>{t('pipeline.title')}</h2>
      <Pipeline />
    </aside>
  );
}

/** On a phone: names where one is; opens the pipeline as a sheet. */
export function PipelineButton(props: Omit<ComponentProps<typeof ToolButton>, 'label'>) {
  const t = useTexts('list');
  const meta = useMeta();
  const { module, search } = useModuleState();
  const status = search.status === undefined ? undefined : meta.status(search.status);
  const group = module.groups.find((one) => one.group === search.group);
  return (
    <ToolButton
      {...props}
      label={status?.label ?? group?.label ?? t('pipeline.title')}
      icon={status && <Dot colour={status.colour} />}
      end={<IconChevronUp size={14} stroke={1.8} aria-hidden="true" />}
    />
  );
}
