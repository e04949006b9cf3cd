import { Button, Checkbox, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import type { WorkHours as Hours } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useLanguage, useTexts } from '../../ui/useTexts';
import { useSave } from './save';

const USUAL = { from: '09:00', to: '17:00' };
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** When the company works: due times of tickets count only these hours. */
export function WorkHours() {
  const t = useTexts('settings');
  const common = useTexts('common');
  const language = useLanguage();
  const { account } = useMeta();
  const first = account.work_hours as unknown as Hours;
  const [days, setDays] = useState(first.days);
  const [holidays, setHolidays] = useState(first.holidays.join('\n'));
  const save = useSave((work_hours: Hours) => api.account.patch({ work_hours: { ...work_hours } }), { says: () => t('hours.saved') });
  const name = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const put = (i: number, day: Hours['days'][number]): void => { setDays(days.map((one, k) => (k === i ? day : one))); };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ days, holidays: holidays.split(/[\s,;]+/).filter((one) => one !== '') });
      }}
    >
      <Stack gap="xs" maw={440}>
        {days.map((day, i) => {
          const label = name.format(MONDAY + i * DAY);
          return (
            <Group key={label} gap="sm" wrap="nowrap" mih={36}>
              <Checkbox
                w={160}
                label={label}
                checked={day !== null}
                onChange={(event) => { put(i, event.currentTarget.checked ? USUAL : null); }}
              />
              {day && (['from', 'to'] as const).map((end) => (
                <TextInput
                  key={end}
                  w={80}
                  maxLength={5}
                  pattern="[0-2]\d:[0-5]\d"
                  required
                  aria-label={`${label}: ${t(`hours.${end}`)}`}
                  value={day[end]}
                  onChange={(event) => { put(i, { ...day, [end]: event.currentTarget.value }); }}
                />
              ))}
            </Group>
          );
        })}
        <Textarea
          label={t('hours.holidays')}
          description={t('hours.holidays_text')}
          autosize
          minRows={2}
          maxRows={10}
          value={holidays}
          error={problemOf(save.error, 'work_hours')}
          onChange={(event) => { setHolidays(event.currentTarget.value); }}
        />
        <Group><Button type="submit" loading={save.isPending}>{common('save')}</Button></Group>
      </Stack>
    </form>
  );
}
