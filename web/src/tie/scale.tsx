// The scale of 0 to 100 %: result, intervals, base rate.
import type { Interval } from "../api/types";
import { interval, percent } from "../lib/format";

export interface ScaleProps {
  probability: number;
  interval50: Interval;
  interval90: Interval;
  base: number;
  live?: number | null;
}

const at = (p: number): number => 10 + Math.min(Math.max(Number.isFinite(p) ? p : 0, 0), 1) * 980;

export function Scale({ probability, interval50, interval90, base, live = null }: ScaleProps) {
  const label = `Result ${percent(probability)}, 90 % interval ${interval(interval90)}, base rate ${percent(base)}`;
  const width = (i: Interval) => Math.max(at(i[1]) - at(i[0]), 1);
  return (
    <div class="scale">
      <svg viewBox="0 0 1000 44" role="img" aria-label={label} preserveAspectRatio="none">
        {[0, 25, 50, 75, 100].map((t) => (
          <line key={t} class="tick" x1={at(t / 100)} x2={at(t / 100)} y1="8" y2="30" />
        ))}
        <line class="axis" x1={at(0)} x2={at(1)} y1="19" y2="19" />
        <rect class="band90" x={at(interval90[0])} width={width(interval90)} y="14" height="10" />
        <rect class="band50" x={at(interval50[0])} width={width(interval50)} y="12" height="14" />
      </svg>
      <Mark p={base} kind="base" sign="△" />
      {live !== null && <Mark p={live} kind="live" sign="◇" />}
      <Mark p={probability} kind="result" sign="●" />
      <div class="scale-ends" aria-hidden="true">
        <span>0&nbsp;%</span>
        <span>50&nbsp;%</span>
        <span>100&nbsp;%</span>
      </div>
    </div>
  );
}

/** A sign at its place; its own small SVG, so that it keeps its shape when the scale is stretched. */
function Mark({ p, kind, sign }: { p: number; kind: string; sign: string }) {
  return (
    <svg class={`scale-mark ${kind}`} width="100%" height="44" aria-hidden="true">
      <text x={`${(at(p) / 10).toFixed(2)}%`} y={kind === "base" ? 43 : 25} text-anchor="middle">
        {sign}
      </text>
    </svg>
  );
}

/** A line of small multiples: the probability of each judgement so far, on a fixed 0 to 100 % axis. */
export function Sparkline({ values }: { values: number[] }) {
  if (values.length === 0) return null;
  const x = (i: number) => (values.length === 1 ? 58 : 4 + (i * 54) / (values.length - 1));
  const y = (p: number) => 21 - Math.min(Math.max(p, 0), 1) * 18;
  const last = values.at(-1) ?? 0;
  const line = values.map((p, i) => `${x(i).toFixed(1)},${y(p).toFixed(1)}`).join(" ");
  return (
    <svg class="spark" viewBox="0 0 64 24" width="64" height="24" role="img" aria-label={`Judgements so far: ${values.map(percent).join(", ")}`}>
      <line class="tick" x1="2" x2="62" y1={y(0.5)} y2={y(0.5)} />
      <polyline points={line} />
      <circle cx={x(values.length - 1)} cy={y(last)} r="2.6" />
    </svg>
  );
}
