import { Button, Group, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../api/client';
import { problemOf } from '../../../api/problem';
import type { ModuleShape } from '../../../api/types';
import { useLanguage, useTexts } from '../../../ui/useTexts';
import { Section } from '../Section';
import { isBlank, labelText } from './label';
import { LabelInput } from './LabelInput';
import { ColourPick, IconPick } from './Pick';
import { StaleNote } from './StaleNote';
import { useShaping } from './useShape';

type Looks = Pick<ModuleShape, 'label' | 'item_label' | 'items_label' | 'colour' | 'icon'>;
const looksOf = ({ label, item_label, items_label, colour, icon }: ModuleShape): Looks => ({ label, item_label, items_label, colour, icon });

/** Names, colour and icon of a module, and its trash. */
export function General({ shape }: { shape: ModuleShape }) {
  const t = useTexts(['shape', 'common']);
  const language = useLanguage();
  const navigate = useNavigate();
  const [values, setValues] = useState(() => looksOf(shape));
  const [version, setVersion] = useState(shape.version);
  const name = labelText(shape.label, language);
  const save = useShaping((at: number) => api.modules.edit(shape.id, { ...values, version: at }), {
    says: () => t('general.saved'),
    done: ({ module }) => {
      if (module) setVersion(module.version);
    },
  });
  const trash = useShaping(() => api.modules.trash(shape.id), {
    says: () => t('general.trashed', { module: name }),
    loud: true,
    done: () => void navigate({ to: '/settings/$section', params: { section: 'modules' } }),
  });
  const set = (change: Partial<Looks>): void => { setValues({ ...values, ...change }); };
  const part = (key: 'label' | 'item_label' | 'items_label') => ({
    label: t(`general.${key}`),
    value: values[key],
    required: true,
    error: problemOf(save.error, key),
    onChange: (value: Looks['label']) => { set({ [key]: value }); },
  });
  const blank = isBlank(values.label) || isBlank(values.item_label) || isBlank(values.items_label);
  return (
    <>
      <Section>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(version);
          }}
        >
          <Stack gap="md">
            <LabelInput {...part('label')} />
            <LabelInput {...part('item_label')} />
            <LabelInput {...part('items_label')} />
            <ColourPick value={values.colour} onChange={(colour) => { set({ colour }); }} />
            <IconPick value={values.icon} onChange={(icon) => { set({ icon }); }} />
            <StaleNote
              error={save.error}
              names={{ label: t('general.label'), item_label: t('general.item_label'), items_label: t('general.items_label'), colour: t('colour'), icon: t('icon') }}
              onMine={() => { save.mutate(shape.version); }}
              onTheirs={() => {
                save.reset();
                setValues(looksOf(shape));
                setVersion(shape.version);
              }}
            />
            <Group>
              <Button type="submit" disabled={blank} loading={save.isPending}>
                {t('common:save')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Section>
      <Section title={t('general.trash')} text={t('general.trash_text')}>
        <Group>
          <Button variant="default" loading={trash.isPending} onClick={() => { trash.mutate(undefined); }}>
            {t('general.trash')}
          </Button>
        </Group>
      </Section>
    </>
  );
}
