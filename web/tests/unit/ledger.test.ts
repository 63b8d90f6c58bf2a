import { describe, expect, it } from "vitest";
import type { Driver } from "../../src/api/types";
import { ledger, logit, probabilityAt } from "../../src/lib/ledger";

const driver = (log_odds: number): Driver => ({ label: "x", kind: "shelter", bearing: log_odds < 0 ? "against" : "for", log_odds, points: 0, statements: [] });

function judgement(base: number, weights: number[]) {
  const total = logit(base) + weights.reduce((sum, w) => sum + w, 0);
  return {
    base_rate: { probability: base, interval90: [0, 1] as [number, number], row: "", hazard: 0, ends: 0, exposure: 0, source: "" },
    drivers: weights.map(driver),
    probability: 1 / (1 + Math.exp(-total)),
  };
}

// A small generator of its own, so that a failure can be repeated.
function* numbers(seed: number): Generator<number> {
  let x = seed;
  for (;;) {
    x = (x * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield x / 2_147_483_648;
  }
}

describe("the account from base rate to result", () => {
  it("adds up to the last hundredth, whatever the weights", () => {
    const next = numbers(7);
    const draw = () => next.next().value as number;
    for (let round = 0; round < 500; round += 1) {
      const weights = Array.from({ length: Math.floor(draw() * 20) }, () => (draw() - 0.5) * 1.3);
      const j = judgement(0.02 + draw() * 0.96, weights);
      const { steps, total } = ledger(j);
      expect(steps.reduce((sum, s) => sum + s.adds, 0)).toBe(total);
      expect(Math.abs(total - Math.round(logit(j.probability) * 100))).toBeLessThanOrEqual(1);
      steps.forEach((step, i) => {
        if (i > 0) {
          expect(step.before).toBe(steps[i - 1]?.after);
          expect(Math.abs(step.adds / 100 - (weights[i - 1] ?? NaN))).toBeLessThanOrEqual(0.0101);
        }
      });
      expect(steps.some((s) => s.kind === "rest")).toBe(false);
    }
  });

  it("shows what the drivers do not explain", () => {
    const j = { ...judgement(0.9, [0.5]), probability: 0.6 };
    const { steps, total } = ledger(j);
    expect(steps.at(-1)?.kind).toBe("rest");
    expect(probabilityAt(total)).toBeCloseTo(0.6, 2);
  });

  it("stays finite at the ends", () => {
    const { steps, total } = ledger({ ...judgement(0.5, []), drivers: [driver(Infinity)], probability: 1 });
    expect(Number.isFinite(total)).toBe(true);
    expect(steps.every((s) => Number.isFinite(s.adds))).toBe(true);
  });
});
