import { Badge, Checkbox, Group, Radio, Select, SimpleGrid, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { SetupIn } from '../../api/types';
import { languageNames, languages, setLanguage } from '../../ui/i18n';
import { countries, currencies, guessPlace, zones } from '../../ui/places';
import { lengthOf, passwordMin } from '../../ui/password';
import { PasswordField } from '../shared/PasswordField';
import { isEmail } from './session';
import classes from './Shell.module.css';
import { useLanguage, useTexts } from '../../ui/useTexts';

export const steps = ['language', 'company', 'you', 'guide', 'start'] as const;
type Step = (typeof steps)[number];

export interface StepProps {
  values: SetupIn;
  set: (change: Partial<SetupIn>) => void;
  errors: Partial<Record<string, string>>;
}

const fieldsOf: Record<Step, (keyof SetupIn)[]> = {
  language: ['language'],
  company: ['company', 'country', 'zone', 'currency'],
  you: ['name', 'email', 'password'],
  guide: ['modules'],
  start: ['start'],
};

/** The step that holds a field the server refused. */
export function stepOfField(field: string): number {
  const at = steps.findIndex((step) => fieldsOf[step].some((name) => field === name || field.startsWith(`${name}.`)));
  return Math.max(at, 0);
}

/** What keeps a step from being left, by field. */
export function missingIn(step: Step, values: SetupIn, t: TFunction<['account', 'common']>): Record<string, string> {
  const out: Record<string, string> = {};
  for (const name of fieldsOf[step]) {
    const value = values[name];
    if (typeof value === 'string' && value.trim() === '') out[name] = t('must');
  }
  if (step === 'you' && out['email'] === undefined && !isEmail(values.email.trim())) out['email'] = t('email_wrong');
  const have = lengthOf(values.password);
  if (step === 'you' && have < passwordMin) out['password'] = t('password_short', { n: passwordMin, have });
  if (step === 'guide' && values.modules.length === 0) out['modules'] = t('setup.guide.one');
  return out;
}

function Choice({ chosen, title, badge, children, onClick }: {
  chosen: boolean;
  title: string;
  badge?: string | undefined;
  children?: ReactNode;
  onClick: () => void;
}) {
  return (
    <UnstyledButton className={classes['choice']} data-chosen={chosen || undefined} aria-pressed={chosen} onClick={onClick}>
      <Group gap="sm">
        <Text fw={600}>{title}</Text>
        {badge !== undefined && (
          <Badge size="sm" variant="light" tt="none">
            {badge}
          </Badge>
        )}
      </Group>
      {children !== undefined && (
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      )}
    </UnstyledButton>
  );
}

export function LanguageStep({ values, set }: StepProps) {
  const t = useTexts('account');
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        {languages.map((language) => (
          <Choice
            key={language}
            chosen={values.language === language}
            title={languageNames[language]}
            onClick={() => {
              set({ language, ...guessPlace(language) });
              void setLanguage(language);
            }}
          />
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('setup.language.text')}
      </Text>
    </>
  );
}

export function CompanyStep({ values, set, errors }: StepProps) {
  const t = useTexts('account');
  const language = useLanguage();
  const lists = useMemo(
    () => ({ countries: countries(language), currencies: currencies(language), zones: zones(values.zone) }),
    [language, values.zone],
  );
  return (
    <>
      <TextInput
        label={t('setup.company.name')}
        autoComplete="organization"
        maxLength={200}
        autoFocus
        value={values.company}
        error={errors['company']}
        onChange={(event) => {
          set({ company: event.currentTarget.value });
        }}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t('setup.company.country')}
          searchable
          allowDeselect={false}
          data={lists.countries}
          value={values.country}
          error={errors['country']}
          onChange={(country) => {
            if (country !== null) set({ country });
          }}
        />
        <Select
          label={t('setup.company.zone')}
          searchable
          allowDeselect={false}
          limit={60}
          data={lists.zones}
          value={values.zone}
          error={errors['zone']}
          onChange={(zone) => {
            if (zone !== null) set({ zone });
          }}
        />
      </SimpleGrid>
      <Select
        label={t('setup.company.currency')}
        description={t('setup.company.currency_note')}
        searchable
        allowDeselect={false}
        data={lists.currencies}
        value={values.currency}
        error={errors['currency']}
        onChange={(currency) => {
          if (currency !== null) set({ currency });
        }}
      />
    </>
  );
}

export function YouStep({ values, set, errors }: StepProps) {
  const t = useTexts('account');
  return (
    <>
      <TextInput
        label={t('setup.you.name')}
        autoComplete="name"
        maxLength={100}
        autoFocus
        value={values.name}
        error={errors['name']}
        onChange={(event) => {
          set({ name: event.currentTarget.value });
        }}
      />
      <TextInput
        label={t('setup.you.email')}
        type="email"
        autoComplete="username"
        maxLength={254}
        value={values.email}
        error={errors['email']}
        onChange={(event) => {
          set({ email: event.currentTarget.value });
        }}
      />
      <PasswordField
        label={t('setup.you.password')}
        value={values.password}
        error={errors['password']}
        onChange={(password) => {
          set({ password });
        }}
      />
      <Text size="sm" c="dimmed">
        {t('setup.you.text')}
      </Text>
    </>
  );
}

const guided = ['autosales', 'sales', 'leads'] as const;

export function GuideStep({ values, set, errors }: StepProps) {
  const t = useTexts('account');
  const many = values.modules.includes('autosales');
  const toggle = (module: string, on: boolean) => {
    set({ modules: guided.filter((name) => (name === module ? on : values.modules.includes(name))) });
  };
  return (
    <>
      <Radio.Group
        label={t('setup.guide.question')}
        value={many ? 'yes' : 'no'}
        onChange={(answer) => {
          const kept = values.modules.filter((name) => name === 'leads');
          set({ modules: [answer === 'yes' ? 'autosales' : 'sales', ...kept] });
        }}
      >
        <Group mt="sm" gap="lg">
          <Radio value="yes" label={t('setup.guide.yes')} />
          <Radio value="no" label={t('setup.guide.no')} />
        </Group>
      </Radio.Group>
      <Stack gap="sm" role="group" aria-label={t('setup.guide.title')}>
        {guided.map((module) => (
          <Checkbox.Card
            key={module}
            className={classes['choice'] ?? ''}
            checked={values.modules.includes(module)}
            data-chosen={values.modules.includes(module) || undefined}
            onChange={(on) => {
              toggle(module, on);
            }}
          >
            <Group wrap="nowrap" align="flex-start">
              <Checkbox.Indicator />
              <div>
                <Group gap="sm">
                  <Text fw={600}>{t(`setup.guide.${module}`)}</Text>
                  {module === (many ? 'autosales' : 'sales') && (
                    <Badge size="sm" variant="light" tt="none">
                      {t('setup.guide.recommended')}
                    </Badge>
                  )}
                </Group>
                <Text size="sm" c="dimmed">
                  {t(`setup.guide.${module}_text`)}
                </Text>
              </div>
            </Group>
          </Checkbox.Card>
        ))}
      </Stack>
      {errors['modules'] !== undefined && (
        <Text c="red" size="sm" role="alert">
          {errors['modules']}
        </Text>
      )}
    </>
  );
}

export function StartStep({ values, set }: StepProps) {
  const t = useTexts('account');
  return (
    <Stack gap="sm">
      {(['import', 'demo', 'empty'] as const).map((start) => (
        <Choice
          key={start}
          chosen={values.start === start}
          title={t(`setup.start.${start}`)}
          onClick={() => {
            set({ start });
          }}
        >
          {t(`setup.start.${start}_text`)}
        </Choice>
      ))}
    </Stack>
  );
}
