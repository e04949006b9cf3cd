import { Alert, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { api } from '../../api/client';
import { problemText } from '../../api/message';
import { asProblem } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Id, Language, SetupIn } from '../../api/types';
import { guessPlace } from '../../ui/places';
import { useEnter } from './session';
import type { StepProps } from './setup-steps';
import { CompanyStep, GuideStep, LanguageStep, missingIn, StartStep, stepOfField, steps, YouStep } from './setup-steps';
import classes from './Shell.module.css';
import { Shell } from './Shell';
import { useLanguage, useTexts } from '../../ui/useTexts';

const views: Record<(typeof steps)[number], (props: StepProps) => ReactNode> = {
  language: LanguageStep, company: CompanyStep, you: YouStep, guide: GuideStep, start: StartStep,
};

function first(language: Language): SetupIn {
  return {
    language, ...guessPlace(language), company: '', name: '', email: '', password: '', modules: ['autosales', 'leads'],
    start: 'import',
  };
}

/** Demo data are made by a job: wait for it, then go in. */
function DemoWait({ jobId, done }: { jobId: Id; done: () => void }) {
  const t = useTexts('account');
  const { data } = useQuery(queries.job(jobId));
  const over = data !== undefined && !['waiting', 'running'].includes(data.state);
  useEffect(() => {
    if (over) done();
    // Once: `done` navigates away.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [over]);
  const share = data && data.total > 0 ? (100 * data.progress) / data.total : 0;
  return (
    <Stack gap="md">
      <Title order={1}>{t('setup.demo_working')}</Title>
      <Progress value={share} animated aria-label={t('setup.demo_working')} />
    </Stack>
  );
}

export default function Setup() {
  const t = useTexts(['account', 'common']);
  const language = useLanguage();
  const enter = useEnter();
  const [values, setValues] = useState(() => first(language as Language));
  const [step, setStep] = useState(0);
  const [shown, setShown] = useState(false);
  const name = steps[step] ?? 'language';
  const setup = useMutation({
    mutationFn: api.setup,
    onSuccess: async ({ job_id }) => {
      if (job_id == null) await enter(values.start === 'import' ? '/import' : '/');
    },
    onError: (error) => {
      const field = asProblem(error).field;
      if (field !== undefined) setStep(stepOfField(field));
    },
  });
  const problem = setup.error ? asProblem(setup.error) : null;
  const missing = missingIn(name, values, t);
  const jobId = setup.data?.job_id;

  if (jobId != null) {
    return (
      <Shell title={t('setup.title')} wide>
        <DemoWait jobId={jobId} done={() => void enter('/')} />
      </Shell>
    );
  }

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setShown(Object.keys(missing).length > 0);
    if (Object.keys(missing).length > 0) return;
    if (step < steps.length - 1) setStep(step + 1);
    else setup.mutate({ ...values, company: values.company.trim(), name: values.name.trim(), email: values.email.trim() });
  };
  const refused = problem?.field === undefined ? {} : { [problem.field]: problemText(problem) };
  const View = views[name];
  return (
    <Shell title={t('setup.title')} wide>
      <form onSubmit={submit} noValidate>
        <div
          className={classes['progress']}
          role="img"
          aria-label={t('setup.step', { n: step + 1, of: steps.length })}
        >
          {steps.map((key, i) => (
            <span key={key} data-done={i <= step || undefined} />
          ))}
        </div>
        <Stack gap="md">
          <Title order={1}>{t(`setup.${name}.title`)}</Title>
          {problem && (problem.field === undefined || stepOfField(problem.field) !== step) && (
            <Alert color="red" role="alert">
              {problemText(problem)}
            </Alert>
          )}
          <View
            values={values}
            set={(change) => {
              setup.reset();
              setValues({ ...values, ...change });
            }}
            errors={shown ? { ...refused, ...missing } : refused}
          />
          <Group justify="space-between" mt="md">
            {step > 0 ? (
              <Button
                variant="default"
                onClick={() => {
                  setShown(false);
                  setStep(step - 1);
                }}
              >
                {t('common:back')}
              </Button>
            ) : (
              <Text size="xs" c="dimmed">
                {t('setup.step', { n: step + 1, of: steps.length })}
              </Text>
            )}
            <Button type="submit" loading={setup.isPending}>
              {step === steps.length - 1 ? t('setup.finish') : t('common:next')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Shell>
  );
}
