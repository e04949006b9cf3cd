import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMeta } from '../../meta/meta';
import { EmptyState } from '../../ui/EmptyState';
import { useModuleState } from './context';
import { isNarrowed, withoutFilters } from './view-state';
import { useTexts } from '../../ui/useTexts';

/** An empty list says why it is empty and offers the next step. */
export function Nothing() {
  const t = useTexts('list');
  const { module, search, owner, set } = useModuleState();
  const meta = useMeta();
  const items = module.items_label.toLocaleLowerCase();
  if (search.trash) return <EmptyState title={t('empty.trash')} text={t('empty.trash_text')} />;
  if (isNarrowed(search)) {
    return (
      <EmptyState
        title={t('empty.filtered')}
        text={t('empty.filtered_text')}
        action={
          <Button
            variant="default"
            onClick={() => {
              const blank = Object.fromEntries(Object.keys(search).map((key) => [key, undefined]));
              set({ ...blank, ...withoutFilters(search) });
            }}
          >
            {t('clear_all')}
          </Button>
        }
      />
    );
  }
  if (owner !== undefined) {
    return (
      <EmptyState
        title={t('empty.owner', { items })}
        text={t('empty.owner_text')}
        action={<Button variant="default" onClick={() => { set({ owner: 'all' }); }}>{t('empty.show_all')}</Button>}
      />
    );
  }
  return (
    <EmptyState
      title={t('empty.module', { items })}
      text={t('empty.module_text')}
      action={
        <Group gap="sm">
          {module.may.edit !== 'none' && <Button onClick={() => { set({ new: true }); }}>{t('empty.new', { item: module.item_label })}</Button>}
          {meta.may('import') && <Button variant="default" renderRoot={(props) => <Link to="/import" {...props} />}>{t('empty.import')}</Button>}
        </Group>
      }
    />
  );
}
