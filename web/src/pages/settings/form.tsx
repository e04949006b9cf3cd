import { Button, Group, Stack, TextInput } from '@mantine/core';
import type { ChangeEvent, ReactNode } from 'react';
import { useState } from 'react';
import { problemOf } from '../../api/problem';
import { useTexts } from '../../ui/useTexts';

interface Saving<V> {
  mutate: (values: V) => void;
  error: Error | null;
  isPending: boolean;
}

/** The values of a settings form, and for each of its boxes what it shows, what it says of a refusal and where it writes. */
export function useForm<V extends { name: string }>(first: V, save: Saving<NoInfer<V>>) {
  const [values, setValues] = useState(first);
  const set = (part: Partial<V>): void => { setValues({ ...values, ...part }); };
  const box = <K extends string & keyof V>(key: K) => ({ value: values[key], error: problemOf(save.error, key) });
  return {
    values,
    set,
    text: <K extends string & keyof V>(key: K) => ({
      ...box(key),
      onChange: (event: ChangeEvent<HTMLInputElement>) => { set({ [key]: event.currentTarget.value } as unknown as Partial<V>); },
    }),
    pick: <K extends string & keyof V>(key: K) => ({
      ...box(key),
      onChange: (value: string | null) => { if (value !== null) set({ [key]: value } as Partial<V>); },
    }),
    pending: save.isPending,
    submit: () => { if (!save.isPending) save.mutate({ ...values, name: values.name.trim() }); },
  };
}

/** A column of boxes with one button. */
export function SaveForm({ form, children }: {
  form: { values: { name: string }; pending: boolean; submit: () => void };
  children: ReactNode;
}) {
  const t = useTexts('common');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <Stack gap="md" maw={440}>
        {children}
        <Group>
          <Button type="submit" loading={form.pending} disabled={form.values.name.trim() === ''}>{t('save')}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Adds one more of something by its name; the box is empty again when it is there. */
export function AddByName({ label, button, quiet, saving }: {
  label: string;
  button: string;
  quiet?: boolean;
  saving: { mutate: (name: string, options: { onSuccess: () => void }) => void; isPending: boolean };
}) {
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(name.trim(), { onSuccess: () => { setName(''); } });
      }}
    >
      <Group align="flex-end">
        <TextInput label={label} maxLength={100} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        <Button type="submit" {...(quiet ? { variant: 'default' } : {})} loading={saving.isPending} disabled={name.trim() === ''}>
          {button}
        </Button>
      </Group>
    </form>
  );
}
