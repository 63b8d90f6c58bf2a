// Numbers in words, by the same rules as the terminal report (crates/report/src/text.rs).
import type { Interval } from "../api/types";

function percentNumber(p: number): string {
  if (!Number.isFinite(p)) return "n/a";
  const x = p * 100;
  if (x < 0.05) return "<0.1";
  if (x >= 99.95) return ">99.9";
  return x < 5 || x >= 95 ? oneDecimal(x) : x.toFixed(0);
}

function oneDecimal(x: number): string {
  const text = x.toFixed(1);
  return text === "5.0" || text === "95.0" ? text.slice(0, -2) : text;
}

/** A probability in whole percent, near the ends with one decimal; never 0 % or 100 %. */
export function percent(p: number): string {
  const text = percentNumber(p);
  return text === "n/a" ? text : `${text}\u00a0%`;
}

/** "80 to 96.5 %". */
export function interval(range: Interval): string {
  return `${percentNumber(range[0])} to ${percentNumber(range[1])}\u00a0%`;
}

/** A signed number with a true minus sign; never "-0". */
export function signed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return "n/a";
  const text = Math.abs(value).toFixed(decimals);
  if (!/[1-9]/.test(text)) return text;
  return (value < 0 ? "\u2212" : "+") + text;
}

/**
 * Percentage points with one decimal, smaller ones with up to three, so that what moves a
 * probability near its ends is not shown as nothing.
 */
export function shift(value: number): string {
  const size = Math.abs(value);
  const text = signed(value, size < 0.0095 ? 3 : size < 0.095 ? 2 : 1);
  return /[1-9]/.test(text) || !Number.isFinite(value) ? text : signed(value, 1);
}

/** A shift in percentage points: "+4.1 points". */
export function points(value: number): string {
  const text = shift(value);
  return `${text}\u00a0${text === "+1.0" || text === "\u22121.0" ? "point" : "points"}`;
}

/** "1 item", "3 items". */
export function count(n: number, one: string, many: string): string {
  return `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
}

/** Three decimals, or "n/a". */
export function score(value: number | null): string {
  return value === null ? "n/a" : value.toFixed(3);
}

/** The first characters of an id: enough to name it to a command. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}
