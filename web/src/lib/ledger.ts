// The additive account from base rate to result, as in crates/report/src/ledger.rs.
import type { Bearing, Judgement } from "../api/types";

/** One step of the account; log-odds in whole hundredths, so that the shown column adds up. */
export interface Step {
  kind: "base" | "driver" | "rest";
  label: string;
  bearing: Bearing | null;
  adds: number;
  before: number;
  after: number;
  points: number | null;
  statements: string[];
}

export interface Ledger {
  steps: Step[];
  /** The last running total. */
  total: number;
}

/** Log-odds, finite for 0 and 1 too. */
export function logit(p: number): number {
  if (Number.isNaN(p)) return 0;
  const inside = Math.min(Math.max(p, 1e-9), 1 - 1e-9);
  return Math.log(inside / (1 - inside));
}

/** The probability at a running total in hundredths. */
export function probabilityAt(hundredths: number): number {
  return 1 / (1 + Math.exp(-hundredths / 100));
}

// Adding 0 turns a rounded -0 into 0.
const hundredths = (x: number): number => Math.round(x * 100) + 0;
const finite = (x: number): number => (Number.isFinite(x) ? Math.min(Math.max(x, -1e3), 1e3) : 0);

/**
 * The steps from base rate to result. Every running total is the exact total rounded, every step
 * the difference of two of them: the printed column adds up, no step is off by more than 0.01.
 */
export function ledger(j: Pick<Judgement, "base_rate" | "drivers" | "probability">): Ledger {
  let exact = logit(j.base_rate.probability);
  let before = hundredths(exact);
  const steps: Step[] = [
    { kind: "base", label: "base rate", bearing: null, adds: before, before: 0, after: before, points: null, statements: [] },
  ];
  for (const driver of j.drivers) {
    exact += finite(driver.log_odds);
    const after = hundredths(exact);
    steps.push({
      kind: "driver",
      label: driver.label,
      bearing: driver.bearing,
      adds: after - before,
      before,
      after,
      points: driver.points,
      statements: driver.statements,
    });
    before = after;
  }
  const result = hundredths(logit(j.probability));
  // A hundredth can come from rounding; more is a real remainder and must be seen.
  if (Math.abs(result - before) > 1) {
    steps.push({
      kind: "rest",
      label: "not explained by the drivers",
      bearing: null,
      adds: result - before,
      before,
      after: result,
      points: null,
      statements: [],
    });
    before = result;
  }
  return { steps, total: before };
}
