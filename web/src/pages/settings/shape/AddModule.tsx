import { Badge, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client';
import { queries } from '../../../api/queries';
import type { Template } from '../../../api/types';
import { Waiting } from '../../../ui/Delayed';
import { Dialog } from '../../../ui/Dialog';
import { Icon } from '../../../ui/Icon';
import { StatusLabel } from '../../../ui/Status';
import { useTexts } from '../../../ui/useTexts';
import classes from './shape.module.css';
import { useShaping } from './useShape';

/** What a template brings, before anything is added. */
function Preview({ template }: { template: Template }) {
  const t = useTexts('shape');
  return (
    <Stack gap="sm">
      <div>
        <Title order={3}>{template.label}</Title>
        <Text size="sm">{template.about}</Text>
      </div>
      {template.fixed && (
        <Text size="sm" c="dimmed">
          {t('add.fixed')}
        </Text>
      )}
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="xs">
        {template.groups.map((group) => (
          <div key={group.group}>
            <Text size="xs" c="dimmed" fw={600}>
              {group.label}
            </Text>
            {group.statuses.map((status) => (
              <div key={status.label}>
                <StatusLabel colour={status.colour} label={status.label} />
              </div>
            ))}
          </div>
        ))}
      </SimpleGrid>
      <Text size="sm">
        <b>{t('add.fields')}</b> {template.fields.map((field) => field.label).join(', ')}
      </Text>
      <Text size="sm">
        <b>{t('add.task_types')}</b> {template.task_types.map((type) => type.label).join(', ')}
      </Text>
      <Text size="sm">
        <b>{t('add.views')}</b> {template.views.join(', ')}
      </Text>
    </Stack>
  );
}

/** The guide: one question decides between the 9-box and a free pipeline. */
function Guide({ onPick }: { onPick: (template: string) => void }) {
  const t = useTexts('shape');
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('guide.question')}
      </Text>
      <Group gap="sm">
        <Button size="xs" variant="default" onClick={() => { onPick('autosales'); }}>
          {t('guide.yes')}
        </Button>
        <Button size="xs" variant="default" onClick={() => { onPick('sales'); }}>
          {t('guide.no')}
        </Button>
      </Group>
    </Stack>
  );
}

export function AddModule({ onClose, onAdded }: { onClose: () => void; onAdded: (id: number) => void }) {
  const t = useTexts(['shape', 'common']);
  const { data } = useQuery(queries.templates());
  const [name, setName] = useState<string | null>(null);
  const add = useShaping((template: Template) => api.modules.create({ template: template.name }), {
    says: (template) => t('add.added', { module: template.label }),
    loud: true,
    done: (result) => {
      onAdded((result as unknown as { id: number }).id);
    },
  });
  const chosen = data?.rows.find((one) => one.name === name);
  return (
    <Dialog onClose={onClose} title={t('add.title')} size="xl">
      {!data && <Waiting rows={6} />}
      {data && (
        <Stack gap="md">
          <Guide onPick={setName} />
          <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="xs">
            {data.rows.map((one) => (
              <button key={one.name} type="button" className={classes['template']} aria-pressed={one.name === name} onClick={() => { setName(one.name); }}>
                <Group gap="xs" wrap="nowrap">
                  <Icon name={one.icon} />
                  <b>{one.label}</b>
                  {one.installed > 0 && (
                    <Badge variant="light" size="xs">
                      {t('add.installed')}
                    </Badge>
                  )}
                </Group>
              </button>
            ))}
          </SimpleGrid>
          {chosen && <Preview template={chosen} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button disabled={!chosen} loading={add.isPending} onClick={() => { if (chosen) add.mutate(chosen); }}>
              {t('add.submit')}
            </Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  );
}
