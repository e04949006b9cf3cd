import '@mantine/dates/styles.css';
import '@mantine/schedule/styles.css';
import '../../ui/calendar';
import { ActionIcon, Button, Select, Text } from '@mantine/core';
import type { ScheduleEventData, ScheduleLabelsOverride } from '@mantine/schedule';
import { DayView, MobileMonthView, MonthView, WeekView } from '@mantine/schedule';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { api } from '../../api/client';
import { useChange } from '../../api/change';
import { keys, queries } from '../../api/queries';
import type { TaskRow } from '../../api/types';
import { useMeta } from '../../meta/meta';
import { useFormat } from '../../ui/format';
import { Page } from '../../ui/Page';
import { useShortcuts } from '../../ui/shortcuts';
import { usePhone } from '../../ui/useMedia';
import { useTexts } from '../../ui/useTexts';
import { isoDate, isoTime, zonedToUtc } from '../../ui/zone';
import { LoadError } from '../shared/LoadError';
import { showTaskConflict, writeTask } from '../shared/task-conflict';
import classes from './calendar.module.css';
import type { Place, Shown, View } from './days';
import { addDays, daysShown, eventsOf, placeOf, step } from './days';
import { NewTask } from './NewTask';

const route = getRouteApi('/frame/calendar');

// No red days: red is for what is late.
const week = { firstDayOfWeek: 1 as const, weekendDays: [] as 0[] };

const shownOf = (event: ScheduleEventData): Shown | undefined => (event.payload as { shown: Shown } | undefined)?.shown;

function useLabels(): ScheduleLabelsOverride {
  const t = useTexts('tasks');
  return useMemo(() => ({
    day: t('calendar.day'), week: t('calendar.week'), month: t('calendar.month'), year: t('calendar.year'), allDay: t('calendar.no_time'),
    weekday: t('calendar.weekday'), timeSlot: t('calendar.slot'), today: t('calendar.today'), next: t('calendar.next'),
    previous: t('calendar.previous'), more: t('calendar.more_events', { n: '' }), selectMonth: t('calendar.select_month'),
    selectYear: t('calendar.select_year'), switchToDayView: t('calendar.to_day'), switchToWeekView: t('calendar.to_week'),
    switchToMonthView: t('calendar.to_month'), viewSelectLabel: t('calendar.view'), noEvents: t('calendar.none'),
    moreLabel: (n) => t('calendar.more_events', { n }),
  }), [t]);
}

/** Whose tasks: mine, my teams', everybody's that I may see, or one colleague's. */
function Who({ value, onChange }: { value: string; onChange: (who: string) => void }) {
  const t = useTexts('tasks');
  const meta = useMeta();
  return (
    <Select
      size="xs"
      w={180}
      aria-label={t('calendar.who')}
      allowDeselect={false}
      searchable
      value={value}
      data={[
        ...(['me', 'team', 'all'] as const).map((one) => ({ value: one as string, label: t(`calendar.${one}`) })),
        ...meta.activeMembers.filter((one) => one.id !== meta.me.id).map((one) => ({ value: String(one.id), label: one.name })),
      ]}
      onChange={(who) => { if (who !== null) onChange(who); }}
    />
  );
}

/** From month to month on a phone. */
function MonthSteps({ day, today, go }: { day: string; today: string; go: (day: string) => void }) {
  const t = useTexts('tasks');
  const format = useFormat();
  return (
    <div className={classes['steps']}>
      <ActionIcon variant="default" size={32} aria-label={t('calendar.previous')} onClick={() => { go(step('month', day, -1)); }}>
        <IconChevronLeft size={18} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="default" size={32} aria-label={t('calendar.next')} onClick={() => { go(step('month', day, 1)); }}>
        <IconChevronRight size={18} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      <h2 className={classes['month']}>{format.month(day)}</h2>
      <Button variant="default" size="xs" onClick={() => { go(today); }}>{t('calendar.today')}</Button>
    </div>
  );
}

const HOUR = 3_600_000;

/** A short task has one line, a longer one two; what does not fit is cut at its end. */
function eventBody(event: ScheduleEventData) {
  const tall = new Date(event.end).getTime() - new Date(event.start).getTime() >= HOUR;
  return <span className={classes['event']} data-tall={tall || undefined}>{event.title}</span>;
}

/** Tasks by their days: drag moves them, a click opens the card, an empty place takes a new one. */
export default function CalendarPage() {
  const t = useTexts(['tasks', 'common']);
  const format = useFormat();
  const navigate = useNavigate();
  const phone = usePhone();
  const labels = useLabels();
  const [adding, setAdding] = useState<Place | null>(null);
  const { zone, language } = format.settings;
  const today = isoDate(Date.now(), zone);
  const search = route.useSearch();
  const { day = today, who = 'me' } = search;
  const asked: View = search.view ?? (phone ? 'month' : 'week');
  const view = phone && asked === 'week' ? 'month' : asked;
  const go = (part: { view?: View; day?: string; who?: string }): void => {
    void navigate({ to: '/calendar', search: { ...search, ...part } });
  };
  const [first, behind] = daysShown(view, day);
  const range: [number, number] = [zonedToUtc(first, '00:00', zone), zonedToUtc(behind, '00:00', zone)];
  const { data, error, refetch } = useQuery({ ...queries.calendar(range[0], range[1], who), placeholderData: keepPreviousData });
  const events = data ? eventsOf(data, range, zone, Date.now()) : [];
  const move = useChange({
    run: ({ task, place }: { task: TaskRow; place: Place }) =>
      writeTask(task, (version) => api.tasks.patch(task.id, { ...place, scope: 'this', version })),
    saves: () => [keys.calendar],
    says: (out) => t('calendar.moved', {
      task: out.task.text, when: out.task.due_at === null ? '' : format.due(out.task.due_at, out.task.due_has_time).text,
    }),
    refused: (failed, { task, place }) =>
      showTaskConflict(failed, (_, version) => api.tasks.patch(task.id, { ...place, scope: 'this', version })),
    touches: () => [keys.calendar],
  });
  useShortcuts([
    { keys: 'j', label: t('calendar.next'), group: t('calendar.title'), run: () => { go({ day: step(view, day, 1) }); } },
    { keys: 'k', label: t('calendar.previous'), group: t('calendar.title'), run: () => { go({ day: step(view, day, -1) }); } },
    { keys: 't', label: t('calendar.today'), group: t('calendar.title'), run: () => { go({ day: today }); } },
    { keys: 'd', label: t('calendar.to_day'), group: t('calendar.title'), run: () => { go({ view: 'day' }); } },
    { keys: 'w', label: t('calendar.to_week'), group: t('calendar.title'), run: () => { go({ view: 'week' }); } },
    { keys: 'm', label: t('calendar.to_month'), group: t('calendar.title'), run: () => { go({ view: 'month' }); } },
  ]);
  const moved = ({ event, newStart, newEnd }: { event: ScheduleEventData; newStart: string; newEnd: string }): void => {
    const shown = shownOf(event);
    if (!shown || shown.coming) return;
    const { duration_min, ...place } = placeOf(newStart, newEnd, zone);
    // A task without a duration keeps none until its edge is drawn.
    const lasts = shown.task.duration_min > 0 || (duration_min ?? 30) !== 30 ? duration_min : undefined;
    move.mutate({ task: shown.task, place: { ...place, ...(lasts === undefined ? {} : { duration_min: lasts }) } });
  };
  const open = (event: ScheduleEventData): void => {
    const card = shownOf(event)?.task.card;
    if (card) void navigate({ to: '/m/$moduleId/card/$cardId', params: { moduleId: card.module_id, cardId: card.id } });
  };
  const dayProps = (on: string) => ({ 'aria-label': format.dayLong(on) });
  const common = {
    date: day,
    events,
    labels,
    locale: language,
    radius: 'sm' as const,
    onDateChange: (next: string) => { go({ day: next.slice(0, 10) }); },
    onEventClick: open,
  };
  const grid = {
    ...common,
    viewSelectProps: { views: ['day', 'week', 'month'] as View[] },
    onViewChange: (next: string) => { go({ view: next as View }); },
    withEventsDragAndDrop: true,
    canDragEvent: (event: ScheduleEventData) => shownOf(event)?.coming === false,
    onEventDrop: moved,
    withDragSlotSelect: true,
    onSlotDragEnd: (start: string, end: string) => { setAdding(placeOf(start, end, zone)); },
  };
  const hours = {
    ...grid,
    intervalMinutes: 30,
    slotHeight: 48,
    startScrollTime: '07:00:00',
    scrollAreaProps: { mah: 'calc(100dvh - 230px)' },
    getCurrentTime: () => `${isoDate(Date.now(), zone)} ${isoTime(Date.now(), zone)}:00`,
    renderEventBody: eventBody,
    withEventResize: true,
    canResizeEvent: (event: ScheduleEventData) => shownOf(event)?.coming === false,
    onEventResize: moved,
    onTimeSlotClick: ({ slotStart, slotEnd }: { slotStart: string; slotEnd: string }) => { setAdding(placeOf(slotStart, slotEnd, zone)); },
    onAllDaySlotClick: (on: string) => { setAdding({ due_date: on.slice(0, 10) }); },
  };
  return (
    <Page wide title={t('calendar.title')} actions={<Who value={who} onChange={(next) => { go({ who: next }); }} />}>
      {error ? <LoadError error={error} retry={() => void refetch()} /> : (
        <div className={classes['calendar']} data-ready={data !== undefined || undefined}>
          {data?.more && <Text size="sm" c="dimmed" mb="xs">{t('calendar.more')}</Text>}
          {view === 'month' && phone && (
            <MobileMonthView
              {...common}
              {...week}
              selectedDate={day}
              onSelectedDateChange={(on) => { if (on !== null) go({ day: on }); }}
              eventsHeaderFormat={format.dayLong}
              getDayProps={dayProps}
              renderHeader={() => <MonthSteps day={day} today={today} go={(on) => { go({ day: on }); }} />}
            />
          )}
          {view === 'month' && !phone && (
            <MonthView
              {...grid}
              {...week}
              highlightToday
              getDayProps={dayProps}
              monthYearSelectProps={{ labelFormat: format.month }}
              classNames={{ monthViewDayLabel: classes['dayLabel'] ?? '' }}
              onDayClick={(on) => { setAdding({ due_date: on.slice(0, 10) }); }}
              onSlotDragEnd={(start) => { setAdding(placeOf(start, `${addDays(start.slice(0, 10), 1)} 00:00:00`, zone)); }}
            />
          )}
          {view === 'week' && (
            <WeekView
              {...hours}
              {...week}
              highlightToday
              renderWeekLabel={({ weekStart, weekEnd }) => `${format.day(weekStart.slice(0, 10))} – ${format.day(weekEnd.slice(0, 10))}`}
            />
          )}
          {view === 'day' && <DayView {...hours} headerFormat={format.dayLong} />}
        </div>
      )}
      {adding && <NewTask place={adding} onClose={() => { setAdding(null); }} />}
    </Page>
  );
}
