import { Button, Checkbox, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client';
import { keys, queries } from '../../api/queries';
import type { Id, Module, Right, RoleRights, Scope, Scopes } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { Waiting } from '../../ui/Delayed';
import { useTexts } from '../../ui/useTexts';
import { AddByName } from './form';
import { useSave } from './save';
import { Section } from './Section';

const rights: Exclude<Right, 'send'>[] = ['export', 'bulk', 'import', 'configure', 'manage'];
const scopes: Scope[] = ['none', 'own', 'team', 'all'];
const verbs = ['see', 'edit', 'delete'] as const;
type Marks = RoleRights['fields'][string];

/** Nobody changes what he does not see: a narrower sight takes the rest with it. */
function narrowed(value: Scopes, verb: (typeof verbs)[number], scope: Scope): Scopes {
  const next = { ...value, [verb]: scope };
  const at = (one: Scope) => scopes.indexOf(one);
  for (const other of verbs) if (at(next[other]) > at(next.see)) next[other] = next.see;
  return next;
}

function ScopeCells({ of, value, disabled, change }: {
  of: string;
  value: Scopes;
  disabled: boolean;
  change: (value: Scopes) => void;
}) {
  const t = useTexts('settings');
  return verbs.map((verb) => (
    <Table.Td key={verb}>
      <Select
        size="xs"
        w={104}
        aria-label={`${of}: ${t(`roles.${verb}`)}`}
        allowDeselect={false}
        disabled={disabled}
        data={scopes
          .filter((scope) => verb === 'see' || scopes.indexOf(scope) <= scopes.indexOf(value.see))
          .map((scope) => ({ value: scope, label: t(`roles.scope_${scope}`) }))}
        value={value[verb]}
        onChange={(scope) => {
          if (scope !== null) change(narrowed(value, verb, scope as Scope));
        }}
      />
    </Table.Td>
  ));
}

/** What a role takes away of the fields of one module. */
function FieldMarks({ module, marks, change }: { module: Module; marks: Marks; change: (marks: Marks) => void }) {
  const t = useTexts('settings');
  const fields = module.fields.filter((field) => field.editable || field.id > 0);
  const set = (code: string, mark: string | null) => {
    const rest = Object.fromEntries(Object.entries(marks).filter(([key]) => key !== code));
    change(mark === null || mark === 'free' ? rest : { ...rest, [code]: mark as Marks[string] });
  };
  return (
    <Stack gap={6}>
      {fields.map((field) => {
        const hides = field.id > 0 || field.code === 'value' || field.code === 'source';
        return (
          <Group key={field.code} gap="sm" justify="space-between" wrap="nowrap" maw={440}>
            <Text size="sm">{field.label}</Text>
            <Select
              size="xs"
              w={140}
              aria-label={`${module.label}: ${field.label}`}
              allowDeselect={false}
              data={[
                { value: 'free', label: t('roles.mark_free') },
                { value: 'read_only', label: t('roles.mark_read_only') },
                ...(hides ? [{ value: 'hidden', label: t('roles.mark_hidden') }] : []),
              ]}
              value={marks[field.code] ?? 'free'}
              onChange={(mark) => {
                set(field.code, mark);
              }}
            />
          </Group>
        );
      })}
    </Stack>
  );
}

function RoleForm({ role }: { role: RoleRights }) {
  const t = useTexts(['settings', 'common']);
  const { modules } = useMeta();
  const [values, setValues] = useState(role);
  const [shown, setShown] = useState<Id | null>(null);
  const set = (part: Partial<RoleRights>) => {
    setValues({ ...values, ...part });
  };
  const save = useSave(
    () => api.roles.patch(role.code, {
      ...(role.own ? { label: { '*': values.label } } : {}),
      rights: values.rights, unowned: values.unowned, all: values.all, modules: values.modules, fields: values.fields,
      version: role.version,
    }),
    { says: () => t('roles.saved', { name: values.label }), touches: [keys.roles] },
  );
  const without = (key: string) => Object.fromEntries(Object.entries(values.modules).filter(([id]) => id !== key));
  const module = modules.find(({ id }) => id === shown);
  if (role.fixed) return <Text size="sm" c="dimmed">{t('roles.fixed')}</Text>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Stack gap="md">
        {role.own && (
          <TextInput
            label={t('roles.name')}
            maw={320}
            maxLength={100}
            value={values.label}
            onChange={(event) => {
              set({ label: event.currentTarget.value });
            }}
          />
        )}
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing={4} horizontalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('roles.module')}</Table.Th>
                {verbs.map((verb) => <Table.Th key={verb}>{t(`roles.${verb}`)}</Table.Th>)}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              <Table.Tr>
                <Table.Td>{t('roles.all_modules')}</Table.Td>
                <ScopeCells of={t('roles.all_modules')} value={values.all} disabled={false} change={(all) => { set({ all }); }} />
              </Table.Tr>
              {modules.map(({ id, label }) => {
                const key = String(id);
                const own = values.modules[key];
                return (
                  <Table.Tr key={id}>
                    <Table.Td>
                      <Checkbox
                        size="xs"
                        label={label}
                        checked={own !== undefined}
                        onChange={(event) => {
                          set({ modules: event.currentTarget.checked ? { ...values.modules, [key]: values.all } : without(key) });
                        }}
                      />
                    </Table.Td>
                    <ScopeCells
                      of={label}
                      value={own ?? values.all}
                      disabled={own === undefined}
                      change={(next) => {
                        set({ modules: { ...values.modules, [key]: next } });
                      }}
                    />
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Checkbox
          label={t('roles.unowned')}
          checked={values.unowned}
          onChange={(event) => {
            set({ unowned: event.currentTarget.checked });
          }}
        />
        <Checkbox.Group label={t('roles.rights')} value={values.rights} onChange={(next) => { set({ rights: next as Right[] }); }}>
          <Stack gap={6} mt={6}>
            {rights.map((right) => <Checkbox key={right} value={right} label={t(`roles.right_${right}`)} />)}
          </Stack>
        </Checkbox.Group>
        <Select
          label={t('roles.fields')}
          description={t('roles.fields_note')}
          maw={320}
          clearable
          data={modules.map(({ id, label }) => ({ value: String(id), label }))}
          value={shown === null ? null : String(shown)}
          onChange={(id) => {
            setShown(id === null ? null : Number(id));
          }}
        />
        {module && (
          <FieldMarks
            module={module}
            marks={values.fields[String(module.id)] ?? {}}
            change={(marks) => {
              set({ fields: { ...values.fields, [String(module.id)]: marks } });
            }}
          />
        )}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={values.label.trim() === ''}>{t('common:save')}</Button>
          <Removal role={role} />
        </Group>
      </Stack>
    </form>
  );
}

/** An own role goes when its people have another; one of the program's goes back to what it was. */
function Removal({ role }: { role: RoleRights }) {
  const t = useTexts('settings');
  const { data } = useQuery(queries.roles());
  const [to, setTo] = useState<string | null>(null);
  const remove = useSave(() => api.roles.remove(role.code, to ?? undefined), {
    says: () => t(role.own ? 'roles.removed' : 'roles.reset_done', { name: role.label }),
    touches: [keys.roles, keys.members],
  });
  const others = (data?.rows ?? []).filter(({ code }) => code !== role.code).map(({ code, label }) => ({ value: code, label }));
  if (!role.own && !role.changed) return null;
  return (
    <>
      {role.own && role.n_members > 0 && (
        <Select
          size="sm"
          aria-label={t('roles.moves_to')}
          placeholder={t('roles.moves_to')}
          data={others}
          value={to}
          onChange={setTo}
        />
      )}
      <Button
        variant="default"
        loading={remove.isPending}
        disabled={role.own && role.n_members > 0 && to === null}
        onClick={() => {
          remove.mutate(undefined);
        }}
      >
        {t(role.own ? 'roles.remove' : 'roles.reset')}
      </Button>
    </>
  );
}

export default function Roles() {
  const t = useTexts('settings');
  const { data } = useQuery(queries.roles());
  const [chosen, setChosen] = useState('user');
  const add = useSave((label: string) => api.roles.create({ label: { '*': label } }), {
    touches: [keys.roles],
    done: ({ code }) => {
      setChosen(code);
    },
  });
  const role = data?.rows.find(({ code }) => code === chosen) ?? data?.rows[0];
  return (
    <>
      <Section text={t('roles.text')}>
        {!data && <Waiting rows={4} />}
        {data && (
          <Select
            label={t('roles.role')}
            maw={320}
            allowDeselect={false}
            data={data.rows.map(({ code, label, n_members }) => ({ value: code, label: `${label} (${String(n_members)})` }))}
            value={role?.code ?? null}
            onChange={(code) => {
              if (code !== null) setChosen(code);
            }}
          />
        )}
        {role && <RoleForm key={`${role.code} ${String(role.version)}`} role={role} />}
      </Section>
      <Section title={t('roles.add')}>
        <AddByName label={t('roles.name')} button={t('roles.add')} saving={add} />
      </Section>
    </>
  );
}
