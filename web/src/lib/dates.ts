// ISO dates and the weekdays behind them.

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY_MS = 86_400_000;

/** Milliseconds of midnight UTC of `YYYY-MM-DD`; none if that is no date. */
export function dayMs(day: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Date(ms).toISOString().startsWith(day) ? ms : null;
}

function part(text: string, last: boolean): string | null {
  if (/^\d{4}$/.test(text)) return `${text}-${last ? "12-31" : "01-01"}`;
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  if (!month) return dayMs(text) === null ? null : text;
  const [year, number] = [Number(month[1]), Number(month[2])];
  if (number < 1 || number > 12) return null;
  const day = last ? new Date(Date.UTC(year, number, 0)).getUTCDate() : 1;
  return `${text}-${String(day).padStart(2, "0")}`;
}

/** First and last day of a date range as unravel writes it; none if it is not one. */
export function rangeDays(range: string): [string, string] | null {
  const [start = "", end] = range.split("/");
  const first = part(start, false);
  const last = part(end ?? start, true);
  return first !== null && last !== null && first <= last ? [first, last] : null;
}

/** The day in the middle of a range, for a chart's axis. */
export function middle(range: string): Date | null {
  const days = rangeDays(range);
  const from = days && dayMs(days[0]);
  const to = days && dayMs(days[1]);
  return from === null || to === null ? null : new Date(from + Math.floor((to - from) / 2 / DAY_MS) * DAY_MS);
}

/** "Thursday 2022-05-26". */
export function withWeekday(day: string): string {
  const ms = dayMs(day);
  return ms === null ? day : `${WEEKDAYS[new Date(ms).getUTCDay()] ?? ""} ${day}`;
}

/** What a pointer over a date range shows: its weekday, or both ends with theirs. */
export function dateTitle(range: string): string {
  const days = rangeDays(range);
  if (!days) return range;
  return days[0] === days[1] ? withWeekday(days[0]) : `${withWeekday(days[0])} to ${withWeekday(days[1])}`;
}

/** "2026-03-01 14:05 UTC" from an RFC 3339 time. */
export function minute(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Whole days from `today` to `day`, negative if it has passed. */
export function daysUntil(day: string, today: Date): number | null {
  const ms = dayMs(day);
  return ms === null ? null : Math.round((ms - Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())) / DAY_MS);
}
