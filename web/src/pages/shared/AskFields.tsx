import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { asProblem, problemOf } from '../../api/problem';
import type { Field, FieldValues, Module } from '../../api/types';
import { FieldEdit, isEmpty } from '../../fields';
import { Dialog } from '../../ui/Dialog';
import { useTexts } from '../../ui/useTexts';
import { missingFields } from './status-needs';

interface Props {
  title: string;
  text: string;
  submit: string;
  module: Module;
  /** What is asked for first; a refusal may add to it. */
  fields: readonly Field[];
  /** Takes the step with these values; rejects when it is refused. */
  onSubmit: (values: FieldValues) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for what a step needs, in the editors of those fields, and takes the step with it. */
export function AskFields({ title, text, submit, module, fields: first, onSubmit, onClose }: Props) {
  const t = useTexts('common');
  const [fields, setFields] = useState(first);
  const [values, setValues] = useState<FieldValues>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const ready = fields.every((field) => !isEmpty(values[field.code]));
  const step = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onSubmit(values);
      onClose();
    } catch (reason) {
      const problem = asProblem(reason);
      const more = missingFields(module, problem).filter((field) => !fields.includes(field));
      if (problem.stale) onClose(); // both values are shown elsewhere then
      else if (more.length > 0) setFields([...fields, ...more]);
      else setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const placed = fields.some((field) => problemOf(error, `fields.${field.code}`) !== undefined);
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) void step();
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">{text}</Text>
          {fields.map((field) => (
            <FieldEdit
              key={field.code}
              field={field}
              module={module}
              label={field.label}
              value={values[field.code] ?? null}
              error={problemOf(error, `fields.${field.code}`)}
              onChange={(value) => { setValues((before) => ({ ...before, [field.code]: value })); }}
            />
          ))}
          {error && !placed && <Text size="sm" c="red" role="alert">{error.message}</Text>}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" disabled={!ready} loading={busy}>{submit}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
