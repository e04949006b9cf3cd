import { Button, Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../api/client';
import { keys, queries } from '../../../api/queries';
import type { ModuleBrief } from '../../../api/types';
import { Waiting } from '../../../ui/Delayed';
import { useFormat } from '../../../ui/format';
import { Icon } from '../../../ui/Icon';
import { PageError } from '../../../ui/PageError';
import { Dot } from '../../../ui/Status';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { Section } from '../Section';
import { AddModule } from './AddModule';
import { labelText } from './label';
import classes from './shape.module.css';
import { SortList } from './SortList';
import { useShaping } from './useShape';

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const out = list.filter((_, i) => i !== from);
  const item = list[from];
  if (item !== undefined) out.splice(to, 0, item);
  return out;
}

/** Settings > Modules: the bar's order, adding from a template, the trash. */
export default function Modules() {
  const t = useTexts('shape');
  const language = useLanguage();
  const format = useFormat();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const { data, error } = useQuery(queries.shapes());
  const nameOf = (module: ModuleBrief): string => labelText(module.label, language);
  const order = useShaping((ids: number[]) => api.modules.order(ids), { says: () => t('modules.ordered'), loud: true });
  const restore = useShaping((module: ModuleBrief) => api.modules.restore(module.id), {
    says: (module) => t('modules.restored', { module: nameOf(module) }), loud: true,
  });
  if (error) return <PageError text={error.message} />;
  if (!data) return <Waiting rows={5} />;
  const live = data.rows.filter((module) => module.trashed_at === null);
  const trash = data.rows.filter((module) => module.trashed_at !== null);
  const move = (from: number, to: number): void => {
    const rows = moved(live, from, to);
    client.setQueryData([...keys.shapes, 'all'], { rows: [...rows, ...trash] });
    order.mutate(rows.map((module) => module.id));
  };
  return (
    <>
      <Section text={t('modules.text')} title={t('modules.bar')}>
        <SortList
          label={t('modules.bar')}
          onMove={move}
          items={live.map((module) => ({
            id: String(module.id),
            name: nameOf(module),
            content: (
              <>
                <Dot colour={module.colour} />
                <Icon name={module.icon} />
                <Link to="/settings/$section" params={{ section: `module-${String(module.id)}` }} className={classes['grow']}>
                  {nameOf(module)}
                </Link>
                <span className={classes['note']}>{t('cards', { count: module.n, n: format.number(module.n) })}</span>
              </>
            ),
          }))}
        />
        <Group>
          <Button onClick={() => { setAdding(true); }}>{t('add.open')}</Button>
        </Group>
      </Section>
      {trash.length > 0 && (
        <Section title={t('modules.trash')} text={t('modules.trash_text')}>
          <ul className={classes['list']}>
            {trash.map((module) => (
              <li key={module.id} className={classes['item']}>
                <Text className={classes['grow']}>{nameOf(module)}</Text>
                <span className={classes['note']}>{t('cards', { count: module.n, n: format.number(module.n) })}</span>
                <Button
                  size="xs"
                  variant="default"
                  aria-label={t('restore_of', { name: nameOf(module) })}
                  onClick={() => { restore.mutate(module); }}
                >
                  {t('restore')}
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {adding && (
        <AddModule
          onClose={() => { setAdding(false); }}
          onAdded={(id) => {
            setAdding(false);
            void client.invalidateQueries({ queryKey: keys.meta }).then(() =>
              navigate({ to: '/settings/$section', params: { section: `module-${String(id)}` } }),
            );
          }}
        />
      )}
    </>
  );
}
