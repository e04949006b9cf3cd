/* Calendar arithmetic in a time zone, by Intl alone. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function partsFormatter(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit',
      minute: '2-digit', second: '2-digit',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

export interface ZonedParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

export function zonedParts(at: number, zone: string): ZonedParts {
  const out: ZonedParts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of partsFormatter(zone).formatToParts(at)) {
    if (type in out) out[type as keyof ZonedParts] = Number(value);
  }
  return out;
}

const two = (n: number) => String(n).padStart(2, '0');

/** "2026-11-22" of that moment in the zone. */
export function isoDate(at: number, zone: string): string {
  const p = zonedParts(at, zone);
  return `${String(p.year).padStart(4, '0')}-${two(p.month)}-${two(p.day)}`;
}

/** "09:30" of that moment in the zone. */
export function isoTime(at: number, zone: string): string {
  const p = zonedParts(at, zone);
  return `${two(p.hour)}:${two(p.minute)}`;
}

/** Days since 1970-01-01 of the calendar day in the zone: differences of these are differences of days. */
export function dayNumber(at: number, zone: string): number {
  const p = zonedParts(at, zone);
  return Date.UTC(p.year, p.month - 1, p.day) / 86_400_000;
}

function offsetMs(at: number, zone: string): number {
  const p = zonedParts(at, zone);
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - Math.floor(at / 1000) * 1000;
}

/** The moment of a wall-clock time in the zone. A time skipped by daylight saving becomes the one an hour later. */
export function zonedToUtc(date: string, time: string, zone: string): number {
  const wall = Date.parse(`${date}T${time}:00Z`);
  const first = wall - offsetMs(wall, zone);
  return wall - offsetMs(first, zone);
}
