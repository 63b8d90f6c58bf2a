// Probability over time, and how long such ties last.
import { useCallback, useMemo, useState } from "preact/hooks";
import type { TieView } from "../api/types";
import { dayMs } from "../lib/dates";
import { interval, percent } from "../lib/format";
import { timeline } from "../lib/timeline";
import { Chart, type Draw } from "../ui/chart";
import { Ref } from "../ui/refs";

export function OverTime({ view }: { view: TieView }) {
  const { history, events, question } = view;
  const times = useMemo(() => timeline(history, events, question.until), [history, events, question.until]);
  const [near, setNear] = useState(false);
  const span = near && times.judged ? times.judged : times.whole;
  const draw: Draw = useCallback(
    (plot, width) => plot.timeChart(times.points, events, span, question.until, width),
    [times, events, span, question.until],
  );
  if (history.length === 0) return null;
  const rows = times.points.map(({ point }) => [point.as_of, percent(point.probability), point.interval50 ? interval(point.interval50) : "", interval(point.interval90)]).reverse();
  return (
    <section id="over-time" aria-labelledby="over-time-h">
      <h2 id="over-time-h">Probability over time</h2>
      {times.judged && (
        <div class="switch no-print" role="group" aria-label="Stretch of time">
          <button type="button" aria-pressed={!near} onClick={() => setNear(false)}>
            whole tie
          </button>
          <button type="button" aria-pressed={near} onClick={() => setNear(true)}>
            judgements only
          </button>
        </div>
      )}
      <Chart
        label={`Probability that the tie holds, ${history.length} judgements by as-of date, with 50 and 90 % intervals and the dated evidence`}
        draw={draw}
        head={["As of", "Probability", "50 % interval", "90 % interval"]}
        rows={rows}
        caption={
          <>
            Each judgement at its as-of date: line and dots, dark band 50 %, light band 90 % interval. Below: the heaviest dated evidence by the
            date of the event, <span class="bearing for">▲ for</span>, <span class="bearing against">▼ against</span>.
          </>
        }
      />
      {events.length > 0 && (
        <details class="block">
          <summary>The marks, with their sentences</summary>
          <ul class="plain-list">
            {events.map((e) => (
              <li key={e.statement}>
                {e.date} {e.bearing === "for" ? "▲" : e.bearing === "against" ? "▼" : "◆"} {e.label} <Ref id={e.statement} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function Survival({ view }: { view: TieView }) {
  const { survival, age_years: age, question } = view;
  const [from, to] = [dayMs(question.as_of) ?? 0, dayMs(question.until) ?? 0];
  const horizon = Math.max(0, (to - from) / 86_400_000 / 365.25);
  const draw: Draw = useCallback((plot, width) => plot.survivalChart(survival, age, horizon, width), [survival, age, horizon]);
  if (survival.length === 0) return null;
  return (
    <section id="survival" aria-labelledby="survival-h">
      <h2 id="survival-h">How long such ties last</h2>
      <Chart
        label={`Share of such ties that still hold by years since their start${age === null ? "" : `; this tie is ${age.toFixed(1)} years old`}`}
        draw={draw}
        head={["Years", "Still hold", "90 % interval"]}
        rows={survival.map((s) => [String(s.years), percent(s.hold), interval([s.lo90, s.hi90])])}
        caption={
          age === null
            ? "Base rate alone, with its 90 % band. The age of this tie is not known; say when it began to see it here."
            : "Base rate alone, with its 90 % band. Dashed: this tie’s age; grey: from as-of date to horizon."
        }
      />
    </section>
  );
}
