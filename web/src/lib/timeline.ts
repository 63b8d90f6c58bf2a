// Which stretch of time the chart of a tie shows.
import type { EventMark, HistoryPoint } from "../api/types";
import { dayMs, rangeDays } from "./dates";

const DAY = 86_400_000;

export interface Timeline {
  points: { at: Date; point: HistoryPoint }[];
  /** From the first dated evidence or judgement to the horizon. */
  whole: { from: Date; to: Date };
  /** The judgements alone; none while they all fall on one spot of the axis. */
  judged: { from: Date; to: Date } | null;
}

/**
 * Puts each judgement at its as-of date (what was known then), those of one day in the order of
 * making.
 */
export function timeline(history: HistoryPoint[], events: EventMark[], until: string): Timeline {
  const points = history
    .flatMap((point) => {
      const ms = dayMs(point.as_of);
      return ms === null ? [] : [{ at: new Date(ms), point }];
    })
    .sort((x, y) => x.at.getTime() - y.at.getTime() || (x.point.made_at < y.point.made_at ? -1 : 1));
  const first = points[0]?.at.getTime();
  const last = points.at(-1)?.at.getTime();
  const starts = events.flatMap((e) => {
    const day = rangeDays(e.date)?.[0];
    const ms = day === undefined ? null : dayMs(day);
    return ms === null ? [] : [ms];
  });
  const horizon = dayMs(until) ?? Date.now();
  const from = Math.min(...starts, first ?? horizon - 3650 * DAY);
  const margin = Math.max(30 * DAY, (horizon - from) * 0.03);
  const whole = { from: new Date(from - margin), to: new Date(Math.max(horizon, last ?? horizon) + margin) };
  if (first === undefined || last === undefined || last - first < DAY) return { points, whole, judged: null };
  const pad = Math.max(DAY, (last - first) * 0.04);
  return { points, whole, judged: { from: new Date(first - pad), to: new Date(last + pad) } };
}
