import { Button, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { showNote } from '../../api/change';
import { api } from '../../api/client';
import { keys } from '../../api/queries';
import type { Push } from '../../api/types';
import { shortAgent } from '../../ui/agent';
import { useFormat } from '../../ui/format';
import { useTexts } from '../../ui/useTexts';
import { lookHere, pushState, subscribe, unsubscribe } from './push';
import type { Here } from './push';
import { useSave } from './save';
import { Section } from './Section';
import classes from './SettingsPage.module.css';

/** This browser's switch, or why it has none to turn. */
function ThisBrowser({ push, here }: { push: Push; here: Here }) {
  const t = useTexts('talk');
  const state = pushState(here, push);
  const turn = useSave(async (on: boolean) => {
    if (!on) {
      const mine = push.browsers.find(({ current }) => current);
      if (mine) await api.push.remove(mine.id);
      await unsubscribe();
      return;
    }
    const given = push.key === null ? null : await subscribe(push.key);
    if (given) await api.push.add(given);
    else showNote(t('push.failed'));
  }, { touches: [keys.push] });
  return (
    <Switch
      label={t('push.this')}
      description={t(`push.state.${state}`)}
      checked={state === 'on'}
      disabled={(state !== 'on' && state !== 'off') || turn.isPending}
      onChange={(event) => { turn.mutate(event.currentTarget.checked); }}
    />
  );
}

function BrowserRow({ browser, removable }: { browser: Push['browsers'][number]; removable: boolean }) {
  const t = useTexts('talk');
  const format = useFormat();
  const remove = useSave(() => api.push.remove(browser.id), { says: () => t('push.removed'), touches: [keys.push] });
  const agent = shortAgent(browser.agent);
  const { sent_at, failed_at } = browser;
  return (
    <div className={classes['row']}>
      <div className={classes['grow']}>
        {agent} {browser.current && <Text span c="dimmed">({t('push.current')})</Text>}
        <Text size="xs" c="dimmed">
          {sent_at === null ? t('push.never') : t('push.sent', { when: format.ago(sent_at) })}
          {failed_at !== null && ` · ${t('push.in_vain', { when: format.ago(failed_at) })}`}
        </Text>
      </div>
      {removable && (
        <Button
          size="compact-sm"
          variant="default"
          loading={remove.isPending}
          aria-label={t('push.remove_of', { agent })}
          onClick={() => { remove.mutate(undefined); }}
        >
          {t('push.remove')}
        </Button>
      )}
    </div>
  );
}

/** My browsers that are told also when Cardinal is closed. */
export function PushBrowsers({ push }: { push: Push }) {
  const t = useTexts('talk');
  const { data: here } = useQuery({ queryKey: [...keys.push, 'here'] as const, queryFn: lookHere });
  const listens = here && pushState(here, push) === 'on'; // its switch removes it
  return (
    <Section title={t('push.title')} text={t('push.text')}>
      {here && <ThisBrowser push={push} here={here} />}
      {push.browsers.length > 0 && (
        <div>{push.browsers.map((one) => <BrowserRow key={one.id} browser={one} removable={!(one.current && listens)} />)}</div>
      )}
    </Section>
  );
}
