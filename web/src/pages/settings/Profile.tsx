import { Button, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { keys } from '../../api/queries';
import type { Language, Theme } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { languageNames, languages } from '../../ui/i18n';
import { zones } from '../../ui/places';
import { useSave } from './save';
import { Section } from './Section';
import { useTexts } from '../../ui/useTexts';

const themes: Theme[] = ['auto', 'light', 'dark'];

export default function Profile() {
  const t = useTexts(['settings', 'common']);
  const { me } = useMeta();
  const [values, setValues] = useState({ name: me.name, language: me.language, zone: me.zone, theme: me.theme });
  const save = useSave(api.me.patch, { says: () => t('profile.saved'), touches: [keys.boot] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...values, name: values.name.trim() });
  };
  return (
    <Section>
      <form onSubmit={submit}>
        <Stack gap="md" maw={440}>
          <TextInput
            label={t('profile.name')}
            maxLength={100}
            autoComplete="name"
            value={values.name}
            error={problemOf(save.error, 'name')}
            onChange={(event) => {
              setValues({ ...values, name: event.currentTarget.value });
            }}
          />
          <TextInput label={t('profile.email')} value={me.email} readOnly variant="filled" />
          <Select
            label={t('profile.language')}
            allowDeselect={false}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            value={values.language}
            onChange={(language) => {
              if (language !== null) setValues({ ...values, language: language as Language });
            }}
          />
          <Select
            label={t('profile.zone')}
            description={t('profile.zone_note')}
            searchable
            allowDeselect={false}
            limit={60}
            data={zones(values.zone)}
            value={values.zone}
            error={problemOf(save.error, 'zone')}
            onChange={(zone) => {
              if (zone !== null) setValues({ ...values, zone });
            }}
          />
          <div>
            <Text size="sm" fw={500} id="theme-label">
              {t('profile.theme')}
            </Text>
            <SegmentedControl
              aria-labelledby="theme-label"
              data={themes.map((value) => ({ value, label: t(`profile.theme_${value}`) }))}
              value={values.theme}
              onChange={(theme) => {
                setValues({ ...values, theme: theme as Theme });
              }}
            />
          </div>
          <Group>
            <Button type="submit" loading={save.isPending} disabled={values.name.trim() === ''}>
              {t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
