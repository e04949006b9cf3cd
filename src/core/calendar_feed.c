/* calendar_feed - tasks as other calendar programs read them, written by libical. */
#include "core/access.h"
#include "core/calendar.h"
#include "core/repeat.h"
#include "core/task_impl.h"
#include "store/task_store.h"

#include <libical/ical.h>

#define FEED_DAYS_BACK 90
#define LASTS_MIN      30 /* a task with a time of day and without a duration */

struct feed {
    struct ctx *cx;
    icalcomponent *calendar;
    const char *base, *host;
    struct {
        const char *name;
        icaltimezone *zone;
    } zones[16]; /* those written into the file; more are told in UTC */
    size_t n_zones;
};

/* The zone's own name in its component, as RFC 7808 wants it, instead of the library's. */
static void zone_write(struct feed *f, icaltimezone *zone, const char *name)
{
    icalcomponent *c = icalcomponent_new_clone(icaltimezone_get_component(zone));
    icalproperty *id = c ? icalcomponent_get_first_property(c, ICAL_TZID_PROPERTY) : NULL;
    if (id)
        icalproperty_set_tzid(id, name);
    if (c)
        icalcomponent_add_component(f->calendar, c);
}

static icaltimezone *zone_of(struct feed *f, const char *name)
{
    for (size_t i = 0; i < f->n_zones; i++)
        if (strcmp(f->zones[i].name, name) == 0)
            return f->zones[i].zone;
    icaltimezone *zone = icaltimezone_get_builtin_timezone(name);
    if (!zone || f->n_zones == sizeof f->zones / sizeof *f->zones)
        return NULL;
    zone_write(f, zone, name);
    f->zones[f->n_zones].name = name;
    f->zones[f->n_zones++].zone = zone;
    return zone;
}

static struct icaltimetype utc(int64_t at)
{
    return icaltime_from_timet_with_zone((time_t)(at / MS_SECOND), 0, icaltimezone_get_utc_timezone());
}

static struct icaltimetype day_of(int64_t at, const char *zone, int days)
{
    struct civil c;
    struct icaltimetype t = icaltime_null_time();
    clock_local(clock_add_days(at, zone, days), zone, &c);
    t.year = c.year;
    t.month = c.month;
    t.day = c.day;
    t.is_date = 1;
    return t;
}

/* A property with a time: a day, a time in the zone, or in UTC where the zone is not known. */
static void time_add(struct feed *f, icalcomponent *event, icalproperty_kind kind, int64_t at, bool timed,
        const char *zone_name)
{
    icaltimezone *zone = timed ? zone_of(f, zone_name) : NULL;
    struct icaltimetype t = !timed ? day_of(at, zone_name, 0)
                            : zone ? icaltime_convert_to_zone(utc(at), zone)
                                   : utc(at);
    icalproperty *p = icalproperty_new(kind);
    icalproperty_set_value(p, timed ? icalvalue_new_datetime(t) : icalvalue_new_date(t));
    if (zone)
        icalproperty_set_parameter(p, icalparameter_new_tzid(zone_name));
    if (!timed)
        icalproperty_set_parameter(p, icalparameter_new_value(ICAL_VALUE_DATE));
    icalcomponent_add_property(event, p);
}

static void alarm_add(icalcomponent *event, const struct task *t)
{
    if (!t->reminder_min)
        return;
    icalcomponent *alarm = icalcomponent_new_valarm();
    struct icaltriggertype when = icaltriggertype_from_int(-60 * t->reminder_min);
    icalproperty *trigger = icalproperty_new_trigger(when);
    if (!t->due_has_time) /* a day's deadline is its end */
        icalproperty_add_parameter(trigger, icalparameter_new_related(ICAL_RELATED_END));
    icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    icalcomponent_add_property(alarm, icalproperty_new_description(t->text));
    icalcomponent_add_property(alarm, trigger);
    icalcomponent_add_component(event, alarm);
}

static void end_add(icalcomponent *event, const struct task *t)
{
    struct icaldurationtype d =
            icaldurationtype_from_int(60 * (t->duration_min ? t->duration_min : LASTS_MIN));
    if (!t->due_has_time)
        d = icaldurationtype_from_int((int)(MS_DAY / MS_SECOND));
    icalcomponent_add_property(event, icalproperty_new_duration(d));
}

/* One event, at `at`; row: with its card. */
static icalcomponent *event_new(
        struct feed *f, const struct task *t, const struct val *row, int64_t at, const char *zone)
{
    struct arena *a = f->cx->arena;
    icalcomponent *event = icalcomponent_new_vevent();
    const char *url = arena_printf(
            a, "%s/m/%lld/card/%lld", f->base, (long long)row[N_TASK_COL + 1].i, (long long)t->card_id);
    icalcomponent_add_property(
            event, icalproperty_new_uid(arena_printf(a, "task-%lld@%s", (long long)t->id, f->host)));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(utc(t->updated_at)));
    icalcomponent_add_property(event, icalproperty_new_lastmodified(utc(t->updated_at)));
    icalcomponent_add_property(event, icalproperty_new_sequence((int)(t->version % INT32_MAX)));
    icalcomponent_add_property(
            event, icalproperty_new_summary(arena_printf(a, "%s · %s", t->text, val_s(row[N_TASK_COL], ""))));
    icalcomponent_add_property(event, icalproperty_new_description(url));
    icalcomponent_add_property(event, icalproperty_new_url(url));
    if (*t->address)
        icalcomponent_add_property(event, icalproperty_new_location(t->address));
    if (!t->due_has_time)
        icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    time_add(f, event, ICAL_DTSTART_PROPERTY, at, t->due_has_time, zone);
    end_add(event, t);
    alarm_add(event, t);
    icalcomponent_add_component(f->calendar, event);
    return event;
}

static void rule_add(struct feed *f, icalcomponent *event, const struct task *t)
{
    struct recur r = repeat_recur(f->cx->arena, t);
    const char *text = recur_for_calendar(f->cx->arena, &r, repeat_left(&t->repeat));
    struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
    icalcomponent_add_property(event, icalproperty_new_rrule(rule));
}

/* One that comes again: all by its rule, and this one apart where it is otherwise than they. */
static void series_add(struct feed *f, const struct task *t, const struct val *row)
{
    struct task all = *t;
    const char *zone = t->repeat.zone;
    bool apart = t->due_at != t->repeat.at || strcmp(t->repeat.keeps, "{}") != 0;
    if (apart)
        task_take(f->cx->arena, &all, t->repeat.keeps);
    rule_add(f, event_new(f, &all, row, t->repeat.at, zone), t);
    if (!apart)
        return;
    icalcomponent *own = event_new(f, t, row, t->due_at, zone);
    time_add(f, own, ICAL_RECURRENCEID_PROPERTY, t->repeat.at, all.due_has_time, zone);
}

static void task_add(struct feed *f, const struct val *row)
{
    struct task t;
    task_of_row(&t, row);
    if (*t.repeat.rule && !t.repeat.closing)
        series_add(f, &t, row);
    else
        event_new(f, &t, row, t.due_at, f->cx->zone);
}

static void x_add(icalcomponent *c, const char *name, const char *value)
{
    icalproperty *p = icalproperty_new_x(value);
    icalproperty_set_x_name(p, name);
    icalcomponent_add_property(c, p);
}

static void head_add(struct feed *f)
{
    const char *name = arena_printf(f->cx->arena, "Cardinal: %s", f->cx->member->name);
    icalcomponent_add_property(f->calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(f->calendar, icalproperty_new_prodid("-//Cardinal//Tasks//EN"));
    icalcomponent_add_property(f->calendar, icalproperty_new_calscale("GREGORIAN"));
    icalcomponent_add_property(f->calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    x_add(f->calendar, "X-WR-CALNAME", name);
    x_add(f->calendar, "X-WR-TIMEZONE", f->cx->zone);
    x_add(f->calendar, "X-PUBLISHED-TTL", "PT1H");
}

enum err calendar_feed(struct ctx *cx, const char *base, struct buf *out)
{
    struct rows rows;
    const char *host = strstr(base, "://");
    enum err e = task_store_calendar(cx->db, &cx->member->id, 1, cx->now_at - FEED_DAYS_BACK * MS_DAY, NO_DUE,
            false, access_sees(cx), CALENDAR_ROWS_MAX, &rows);
    if (e)
        return e;
    struct feed f = {.cx = cx, .base = base, .host = host ? host + 3 : base};
    f.calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    head_add(&f);
    for (size_t i = 0; i < rows.n; i++)
        task_add(&f, row_of(&rows, i));
    char *text = icalcomponent_as_ical_string_r(f.calendar);
    buf_puts(out, text ? text : "");
    icalmemory_free_buffer(text);
    icalcomponent_free(f.calendar);
    return ERR_OK;
}
