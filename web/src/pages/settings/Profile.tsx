import { SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { api } from '../../api/client';
import { keys } from '../../api/queries';
import type { Theme } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { languageNames, languages } from '../../ui/i18n';
import { zones } from '../../ui/places';
import { useTexts } from '../../ui/useTexts';
import { SaveForm, useForm } from './form';
import { useSave } from './save';
import { Section } from './Section';

const themes: Theme[] = ['auto', 'light', 'dark'];

export default function Profile() {
  const t = useTexts('settings');
  const { me } = useMeta();
  const save = useSave(api.me.patch, { says: () => t('profile.saved'), touches: [keys.boot] });
  const form = useForm({ name: me.name, language: me.language, zone: me.zone, theme: me.theme }, save);
  return (
    <Section>
      <SaveForm form={form}>
        <TextInput label={t('profile.name')} maxLength={100} autoComplete="name" {...form.text('name')} />
        <TextInput label={t('profile.email')} value={me.email} readOnly variant="filled" />
        <Select
          label={t('profile.language')}
          allowDeselect={false}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
          {...form.pick('language')}
        />
        <Select
          label={t('profile.zone')}
          description={t('profile.zone_note')}
          searchable
          allowDeselect={false}
          limit={60}
          data={zones(form.values.zone)}
          {...form.pick('zone')}
        />
        <div>
          <Text size="sm" fw={500} id="theme-label">
            {t('profile.theme')}
          </Text>
          <SegmentedControl
            aria-labelledby="theme-label"
            data={themes.map((value) => ({ value, label: t(`profile.theme_${value}`) }))}
            value={form.values.theme}
            onChange={(theme) => { form.set({ theme: theme as Theme }); }}
          />
        </div>
      </SaveForm>
    </Section>
  );
}
