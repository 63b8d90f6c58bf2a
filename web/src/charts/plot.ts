// The charts, in one chunk that is fetched after the text of a page stands.
import * as Plot from "@observablehq/plot";
import type { EventMark, HistoryPoint, ReliabilityBin, SurvivalPoint, TrackView } from "../api/types";
import { middle } from "../lib/dates";

const FOR = "var(--for)";
const AGAINST = "var(--against)";
const INK = "var(--ink)";
const QUIET = "var(--muted)";
const LINE = "var(--line)";

/** Plot writes a <style> element, which the Content-Security-Policy forbids; charts.css has the same rules. */
function finish(chart: SVGSVGElement | HTMLElement): SVGSVGElement | HTMLElement {
  for (const style of chart.querySelectorAll("style")) style.remove();
  return chart;
}

function plot(options: Plot.PlotOptions): SVGSVGElement | HTMLElement {
  return finish(Plot.plot({ className: "plot", style: { fontSize: "12px", background: "transparent" }, ...options }));
}

const percentAxis = { domain: [0, 100], label: null, ticks: [0, 25, 50, 75, 100], tickFormat: (d: number) => `${d} %` };

export interface TimeSpan {
  from: Date;
  to: Date;
}

interface TimePoint {
  at: Date;
  p: number;
  lo: number;
  hi: number;
  lo5: number;
  hi5: number;
}

/**
 * Probability over time with its 50 and 90 % bands, and below it on the same axis the dated
 * evidence: triangles up for, down against.
 */
export function timeChart(points: { at: Date; point: HistoryPoint }[], events: EventMark[], span: TimeSpan, until: string, width: number): HTMLElement {
  const inside = (at: Date) => at >= span.from && at <= span.to;
  const rows: TimePoint[] = points
    .filter((p) => inside(p.at))
    .map(({ at, point }) => ({
      at,
      p: point.probability * 100,
      lo: point.interval90[0] * 100,
      hi: point.interval90[1] * 100,
      // Without a 50 % interval its band has no height.
      lo5: (point.interval50?.[0] ?? point.probability) * 100,
      hi5: (point.interval50?.[1] ?? point.probability) * 100,
    }));
  const marks = events.flatMap((e) => {
    const at = middle(e.date);
    return at === null || !inside(at) ? [] : [{ at, y: e.bearing, label: `${e.date}: ${e.label}` }];
  });
  const horizon = middle(until);
  const x = { type: "utc" as const, domain: [span.from, span.to], label: null, ticks: width < 520 ? 4 : 8 };
  const shown = horizon !== null && inside(horizon) ? [horizon] : [];
  const upper = plot({
    width,
    height: 220,
    marginLeft: 60,
    marginRight: 16,
    marginBottom: 8,
    marginTop: 16,
    x: { ...x, axis: null },
    y: percentAxis,
    marks: [
      Plot.gridY([0, 25, 50, 75, 100], { stroke: LINE, strokeOpacity: 1 }),
      Plot.ruleX(shown, { stroke: QUIET, strokeDasharray: "3,3" }),
      Plot.text(shown, { x: (d: Date) => d, text: () => "horizon", frameAnchor: "top", dy: -10, textAnchor: "end", fill: QUIET }),
      Plot.areaY(rows, { x: "at", y1: "lo", y2: "hi", fill: INK, fillOpacity: 0.1, curve: "step-after" }),
      Plot.areaY(rows, { x: "at", y1: "lo5", y2: "hi5", fill: INK, fillOpacity: 0.2, curve: "step-after" }),
      Plot.lineY(rows, { x: "at", y: "p", stroke: INK, strokeWidth: 1.6, curve: "step-after" }),
      Plot.ruleX(rows, { x: "at", y1: "lo", y2: "hi", stroke: INK, strokeWidth: 1 }),
      Plot.ruleX(rows, { x: "at", y1: "lo5", y2: "hi5", stroke: INK, strokeWidth: 4, strokeOpacity: 0.55 }),
      Plot.dot(rows, { x: "at", y: "p", fill: INK, r: 3.5 }),
    ],
  });
  const strip = plot({
    width,
    height: 104,
    marginLeft: 60,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 36,
    x,
    y: { type: "point", domain: ["for", "neutral", "against"], label: null, padding: 0.4, tickSize: 0 },
    symbol: { domain: ["for", "neutral", "against"], range: ["triangle", "diamond", "triangle2"] },
    marks: [
      Plot.ruleX(shown, { stroke: QUIET, strokeDasharray: "3,3" }),
      Plot.dot(marks, {
        x: "at",
        y: "y",
        symbol: "y",
        r: 5,
        fill: (d: { y: string }) => (d.y === "for" ? FOR : d.y === "against" ? AGAINST : QUIET),
        fillOpacity: 0.75,
        title: "label",
      }),
    ],
  });
  const both = document.createElement("div");
  both.append(upper, strip);
  return both;
}

/** How long such ties last, from their start, with this tie's age and the horizon. */
export function survivalChart(points: SurvivalPoint[], age: number | null, horizonYears: number, width: number) {
  const rows = points.map((p) => ({ years: p.years, p: p.hold * 100, lo: p.lo90 * 100, hi: p.hi90 * 100 }));
  return plot({
    width,
    height: 220,
    marginLeft: 48,
    marginBottom: 40,
    x: { label: "years since the tie began", labelAnchor: "center", labelArrow: "none", nice: false },
    y: percentAxis,
    marks: [
      Plot.gridY([0, 25, 50, 75, 100], { stroke: LINE, strokeOpacity: 1 }),
      ...(age === null ? [] : [Plot.rectY([{}], { x1: age, x2: age + horizonYears, y1: 0, y2: 100, fill: QUIET, fillOpacity: 0.14 })]),
      Plot.areaY(rows, { x: "years", y1: "lo", y2: "hi", fill: INK, fillOpacity: 0.1 }),
      Plot.lineY(rows, { x: "years", y: "p", stroke: INK, strokeWidth: 1.8 }),
      ...(age === null
        ? []
        : [
            Plot.ruleX([age], { stroke: INK, strokeDasharray: "4,3" }),
            Plot.text([age], { x: (d: number) => d, y: 6, text: () => `this tie, ${age.toFixed(1)} years`, dx: -6, textAnchor: "end", fill: INK }),
          ]),
    ],
  });
}

/** What was forecast beside what came, with Wilson's intervals and the count in each bin. */
export function reliabilityChart(bins: ReliabilityBin[], width: number) {
  const rows = bins.flatMap((b) => (b.n > 0 && b.forecast !== null && b.held !== null ? [{ x: b.forecast * 100, y: b.held * 100, lo: b.wilson95[0] * 100, hi: b.wilson95[1] * 100, n: b.n }] : []));
  const size = Math.min(width, 460);
  return plot({
    width: size,
    height: size * 0.82,
    marginLeft: 52,
    marginRight: 40,
    marginBottom: 42,
    marginTop: 30,
    x: { ...percentAxis, label: "forecast", labelAnchor: "center", labelArrow: "none" },
    y: percentAxis,
    marks: [
      Plot.text(["held"], { frameAnchor: "top-left", dy: -22, fill: QUIET }),
      Plot.gridY([0, 25, 50, 75, 100], { stroke: LINE, strokeOpacity: 1 }),
      Plot.line([[0, 0], [100, 100]], { stroke: QUIET, strokeDasharray: "4,4" }),
      Plot.ruleX(rows, { x: "x", y1: "lo", y2: "hi", stroke: INK, strokeWidth: 1.5 }),
      Plot.dot(rows, { x: "x", y: "y", r: 5, fill: INK }),
      Plot.text(rows, { x: "x", y: "y", text: (d: { n: number }) => `n ${d.n}`, dx: 10, textAnchor: "start", fill: INK }),
    ],
  });
}

/** Mean Brier score so far, beside that of the base rates. */
export function brierChart(points: TrackView["brier_over_time"], width: number) {
  const rows = points.map((p) => ({ at: middle(p.date), own: p.brier, base: p.base_rate_brier }));
  const most = 1.2 * Math.max(0.02, ...rows.flatMap((r) => [r.own, r.base]));
  // The two names stay apart where the two lines end side by side.
  const end = rows.at(-1);
  const apart = end && end.own > end.base ? -7 : 7;
  return plot({
    width,
    height: 230,
    marginLeft: 44,
    marginRight: 92,
    x: { type: "utc", label: null, ticks: width < 520 ? 3 : 6 },
    y: { domain: [0, most], label: null, grid: false, ticks: 4 },
    marks: [
      Plot.gridY({ stroke: LINE, strokeOpacity: 1, ticks: 4 }),
      Plot.lineY(rows, { x: "at", y: "base", stroke: QUIET, strokeWidth: 1.6, strokeDasharray: "5,4" }),
      Plot.lineY(rows, { x: "at", y: "own", stroke: INK, strokeWidth: 2 }),
      Plot.dot(rows, { x: "at", y: "own", fill: INK, r: 3 }),
      Plot.text(rows.slice(-1), { x: "at", y: "own", text: () => "judgements", dx: 8, dy: apart, textAnchor: "start", fill: INK }),
      Plot.text(rows.slice(-1), { x: "at", y: "base", text: () => "base rates", dx: 8, dy: -apart, textAnchor: "start", fill: QUIET }),
    ],
  });
}
