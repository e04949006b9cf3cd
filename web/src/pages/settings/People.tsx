import { Button, Checkbox, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { keys, queries } from '../../api/queries';
import type { Language, Member } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { CopyField } from '../../ui/CopyField';
import { Waiting } from '../../ui/Delayed';
import { languageNames, languages } from '../../ui/i18n';
import { Person } from '../../ui/Status';
import { base } from '../../api/base';
import { showProblem } from '../../api/change';
import { seeAnew } from '../../ui/eyes';
import { HandOver } from './HandOver';
import { useSave } from './save';
import { Section } from './Section';
import { Teams } from './Teams';
import classes from './SettingsPage.module.css';
import { useTexts } from '../../ui/useTexts';


interface Invitation {
  name: string;
  url: string;
}

/** The server gives a path or a whole address; what is sent to a colleague must be whole. */
const whole = (url: string) => new URL(url, window.location.origin).href;

/** The roles there are, for a box to choose from. */
function useRoles() {
  const { data } = useQuery(queries.roles());
  return (data?.rows ?? []).map(({ code, label }) => ({ value: code, label }));
}

function InviteForm({ done }: { done: (invitation: Invitation) => void }) {
  const t = useTexts('settings');
  const { account } = useMeta();
  const roles = useRoles();
  const empty = { name: '', email: '', role: 'user', sees_all: true, language: account.language };
  const [values, setValues] = useState(empty);
  const invite = useSave(api.members.create, {
    touches: [keys.members],
    done: ({ member, invite_url }) => {
      setValues(empty);
      done({ name: member.name, url: whole(invite_url) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ ...values, sees_all: values.role === 'user' && values.sees_all, name: values.name.trim(), email: values.email.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('people.name')}
            maxLength={100}
            autoComplete="off"
            value={values.name}
            error={problemOf(invite.error, 'name')}
            onChange={(event) => {
              setValues({ ...values, name: event.currentTarget.value });
            }}
          />
          <TextInput
            label={t('people.email')}
            type="email"
            maxLength={254}
            autoComplete="off"
            value={values.email}
            error={problemOf(invite.error, 'email')}
            onChange={(event) => {
              setValues({ ...values, email: event.currentTarget.value });
            }}
          />
          <Select
            label={t('people.role')}
            allowDeselect={false}
            data={roles}
            value={values.role}
            onChange={(role) => {
              if (role !== null) setValues({ ...values, role });
            }}
          />
          <Select
            label={t('people.language')}
            allowDeselect={false}
            data={languages.map((value) => ({ value, label: languageNames[value] }))}
            value={values.language}
            onChange={(language) => {
              if (language !== null) setValues({ ...values, language: language as Language });
            }}
          />
        </SimpleGrid>
        {values.role === 'user' && (
          <Checkbox
            label={t('people.sees_all')}
            description={t('people.sees_note')}
            checked={values.sees_all}
            onChange={(event) => {
              setValues({ ...values, sees_all: event.currentTarget.checked });
            }}
          />
        )}
        <Group>
          <Button
            type="submit"
            loading={invite.isPending}
            disabled={values.name.trim() === '' || values.email.trim() === ''}
          >
            {t('people.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function MemberRow({ member, others, invited }: { member: Member; others: Member[]; invited: (invitation: Invitation) => void }) {
  const t = useTexts('settings');
  const { me } = useMeta();
  const roles = useRoles();
  const { name, version } = member;
  const [handing, setHanding] = useState(false);
  const patch = useSave(
    (change: { role?: string; sees_all?: boolean; active?: boolean; locked?: boolean }) => api.members.patch(member.id, { ...change, version }),
    {
      says: (_, change) =>
        change.active === undefined
          ? t('people.changed', { name })
          : t(change.active ? 'people.activated' : 'people.deactivated', { name }),
      touches: [keys.members],
    },
  );
  const invite = useSave(() => api.members.invite(member.id), {
    done: ({ invite_url }) => {
      invited({ name, url: whole(invite_url) });
    },
  });
  const see = useMutation({ mutationFn: () => api.members.seeAs(member.id), onSuccess: () => { seeAnew(`${base}/`); }, onError: showProblem });
  const self = member.id === me.id;
  const notes = [member.email, member.pending && t('people.pending'), !member.active && t('people.inactive'), member.locked && t('people.locked')];
  return (
    <>
    <div className={`${classes['row'] ?? ''} ${classes['member'] ?? ''}`}>
      <Person name={name} initials={member.initials} />
      <div className={classes['grow']}>
        {name} {self && <Text span c="dimmed">({t('people.you')})</Text>}
        <Text size="xs" c="dimmed">
          {notes.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Select
        size="xs"
        w={134}
        aria-label={t('people.role_of', { name })}
        allowDeselect={false}
        disabled={self || !member.active}
        data={roles}
        value={member.role}
        onChange={(role) => {
          if (role !== null && role !== member.role) patch.mutate({ role });
        }}
      />
      <Select
        size="xs"
        w={154}
        aria-label={t('people.sees_of', { name })}
        allowDeselect={false}
        disabled={member.role !== 'user' || !member.active}
        data={[
          { value: 'all', label: t('people.sees_all_short') },
          { value: 'own', label: t('people.sees_own') },
        ]}
        placeholder={t('people.sees_by_role')}
        value={member.role !== 'user' ? null : member.sees_all ? 'all' : 'own'}
        onChange={(sees) => {
          if (sees !== null) patch.mutate({ sees_all: sees === 'all' });
        }}
      />
      {/* Nobody locks himself out, and nobody sees as himself. */}
      {!self && (
        <Group gap={8} className={classes['acts'] ?? ''}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!member.active}
            loading={invite.isPending}
            aria-label={t('people.new_link_of', { name })}
            onClick={() => {
              invite.mutate();
            }}
          >
            {t('people.new_link')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            disabled={!member.active}
            loading={patch.isPending}
            aria-label={t(member.locked ? 'people.unlock_of' : 'people.lock_of', { name })}
            onClick={() => {
              patch.mutate({ locked: !member.locked });
            }}
          >
            {t(member.locked ? 'people.unlock' : 'people.lock')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={patch.isPending}
            aria-label={t(member.active ? 'people.deactivate_of' : 'people.activate_of', { name })}
            onClick={() => {
              if (member.active) setHanding(true);
              else patch.mutate({ active: true });
            }}
          >
            {t(member.active ? 'people.deactivate' : 'people.activate')}
          </Button>
          {member.active ? (
            <Button
              size="compact-sm"
              variant="default"
              disabled={member.role === 'administrator'}
              loading={see.isPending || see.isSuccess}
              aria-label={t('people.see_as_of', { name })}
              onClick={() => { see.mutate(); }}
            >
              {t('people.see_as')}
            </Button>
          ) : (
            <Button size="compact-sm" variant="default" aria-label={t('people.hand_of', { name })} onClick={() => { setHanding(true); }}>
              {t('people.hand')}
            </Button>
          )}
        </Group>
      )}
    </div>
    {handing && <HandOver member={member} others={others} close={() => { setHanding(false); }} />}
    </>
  );
}

export default function People() {
  const t = useTexts('settings');
  const { data } = useQuery(queries.members());
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  return (
    <>
      <Section>
        {!data && <Waiting rows={4} />}
        <div>
          {data?.rows.map((member) => <MemberRow key={member.id} member={member} others={data.rows} invited={setInvitation} />)}
        </div>
        {invitation && (
          <CopyField
            key={invitation.url}
            label={t('people.link', { name: invitation.name })}
            description={t('people.link_note')}
            value={invitation.url}
          />
        )}
      </Section>
      <Section title={t('people.invite')}>
        <InviteForm done={setInvitation} />
      </Section>
      <Teams />
    </>
  );
}
