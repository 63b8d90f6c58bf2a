import { describe, expect, it } from "vitest";
import type { EvidenceItem, HistoryPoint, NetworkView, Statement, TieRow } from "../../src/api/types";
import { dateTitle, daysUntil, middle, minute, rangeDays } from "../../src/lib/dates";
import { apiQuery, isDefaultOrder, readQuery, sortDay, writeQuery } from "../../src/lib/evidence";
import { count, interval, percent, points, shift, signed } from "../../src/lib/format";
import { edgeIn, positions, years } from "../../src/lib/network";
import { readTies, selectTies, writeTies } from "../../src/lib/ties";
import { timeline } from "../../src/lib/timeline";
import { claim, estimate, gradeTitle } from "../../src/lib/words";

describe("numbers", () => {
  it("reads as the terminal report does", () => {
    expect([0, 0.0004, 0.013, 0.05, 0.449, 0.5, 0.949, 0.974, 0.9996, 1].map(percent)).toEqual(
      ["<0.1", "<0.1", "1.3", "5", "45", "50", "95", "97.4", ">99.9", ">99.9"].map((t) => `${t}\u00a0%`),
    );
    expect(percent(NaN)).toBe("n/a");
    expect(interval([0.8, 0.965])).toBe("80 to 96.5\u00a0%");
  });

  it("has no negative zero and a true minus", () => {
    expect(signed(-0.001, 2)).toBe("0.00");
    expect(signed(-0.62, 2)).toBe("\u22120.62");
    expect(points(1)).toBe("+1.0\u00a0point");
    expect(points(-2.44)).toBe("\u22122.4\u00a0points");
    expect([0.062, -0.002, 0.00001].map(shift)).toEqual(["+0.06", "\u22120.002", "0.0"]);
    expect(count(1, "item", "items")).toBe("1 item");
    expect(count(12_000, "item", "items")).toBe("12,000 items");
  });
});

describe("dates", () => {
  it("tells the weekday of a day and of both ends of a range", () => {
    expect(dateTitle("2022-05-26")).toBe("Thursday 2022-05-26");
    expect(dateTitle("2024-02")).toBe("Thursday 2024-02-01 to Thursday 2024-02-29");
    expect(dateTitle("1996/2001")).toBe("Monday 1996-01-01 to Monday 2001-12-31");
    expect(dateTitle("May 1999")).toBe("May 1999");
  });

  it("refuses what is no date", () => {
    for (const text of ["", "99", "1999-13", "1999-02-30", "1999-5", "2001/1996"]) expect(rangeDays(text), text).toBeNull();
  });

  it("finds the middle and the days left", () => {
    expect(middle("1999")?.toISOString().slice(0, 10)).toBe("1999-07-02");
    expect(daysUntil("2026-03-03", new Date(2026, 2, 1, 23, 59))).toBe(2);
    expect(minute("2026-11-23T01:17:28.990255626Z")).toBe("2026-11-23 01:17 UTC");
  });
});

describe("addresses", () => {
  it("keeps the state of the evidence table and gives it back", () => {
    const query = { sort: "date", bearing: "against", q: "safe haven & more", page: 3 } as const;
    expect(readQuery(writeQuery(query))).toEqual(query);
    expect(writeQuery(readQuery("?sort=nonsense&page=-2&bearing=x"))).toBe("");
    expect(isDefaultOrder(readQuery("?page=2"))).toBe(true);
    expect(apiQuery(query)).toBe("offset=40&limit=20&sort=date&bearing=against&q=safe+haven+%26+more");
  });

  it("keeps the state of the list of ties, and selects by it", () => {
    const row = (id: string, text: string, due: string, move: number | null, resolved = false) =>
      ({ question: { id }, question_text: text, due, points: move, judgement: null, last_evidence: null, resolution: resolved ? {} : null }) as unknown as TieRow;
    const rows = [row("b", "Will Córdova still support X?", "2027-01-01", -3), row("a", "Will Y still host Z?", "2026-01-01", 1), row("c", "Will Q hold?", "2025-01-01", null, true)];
    expect(selectTies(rows, readTies("")).map((r) => r.question.id)).toEqual(["a", "b"]);
    expect(selectTies(rows, readTies("?sort=moved")).map((r) => r.question.id)).toEqual(["b", "a"]);
    expect(selectTies(rows, readTies("?q=cordova")).map((r) => r.question.id)).toEqual(["b"]);
    expect(selectTies(rows, readTies("?show=resolved")).map((r) => r.question.id)).toEqual(["c"]);
    expect(writeTies(readTies("?show=all&sort=due&q=x"))).toBe("show=all&q=x");
  });
});

describe("sentences", () => {
  const statement = { a: { id: "a", name: "A" }, b: { id: "b", name: "B" }, kind: "shelter", stance: "asserted", direction: "b->a", said_by: { id: "m", name: "monitors" }, costly: true, when: null } as Statement;

  it("puts the doer first", () => {
    expect(claim(statement)).toBe("B → A: shelter, asserted, by monitors, costly act");
    expect(claim({ ...statement, direction: "mutual", said_by: null, costly: false })).toBe("A ↔ B: shelter, asserted");
  });

  it("begins with the estimative term", () => {
    expect(estimate("very likely")).toBe("It is very likely");
    expect(estimate("roughly even chance")).toBe("There is a roughly even chance");
    expect(estimate("almost no chance")).toBe("There is almost no chance");
  });

  it("tells what a grade means", () => {
    expect(gradeTitle("B2")).toBe("B2: source usually reliable; item probably true");
  });

  it("sorts an item by its event, else its report", () => {
    expect(sortDay({ statement, document: { published: "2022-05" } } as EvidenceItem)).toBe("2022-05-31");
  });
});

describe("the network", () => {
  const network: NetworkView = {
    nodes: ["ego", "x", "y"].map((id) => ({ id, name: id, kind: null })),
    edges: [
      { a: "ego", b: "x", years: [{ year: 2020, for: 2, against: 0 }, { year: 2021, for: 0, against: 3 }, { year: null, for: 1, against: 0 }] },
      { a: "y", b: "ego", years: [] },
    ],
  };

  it("keeps every node in its place, whatever the order", () => {
    const turned = { ...network, nodes: [...network.nodes].reverse() };
    expect([...positions(network, "ego")].sort()).toEqual([...positions(turned, "ego")].sort());
    expect(positions(network, "ego").get("ego")).toEqual({ x: 0, y: 0 });
  });

  it("sums an edge by year or over all, the undated with all", () => {
    const edge = network.edges[0];
    if (!edge) throw new Error("no edge");
    expect(edgeIn(edge, 2020).sign).toBe("for");
    expect(edgeIn(edge, 2021)).toEqual({ for: 0, against: 3, sign: "against" });
    expect(edgeIn(edge, null)).toEqual({ for: 3, against: 3, sign: "both" });
    expect(edgeIn(edge, 1999).sign).toBe("none");
    expect(years(network)).toEqual([2020, 2021]);
  });
});

describe("the chart over time", () => {
  const point = (as_of: string, made_at: string): HistoryPoint => ({ id: as_of, made_at, as_of, probability: 0.9, interval50: [0.8, 0.95], interval90: [0.7, 0.97] });

  it("reaches from the first evidence to the horizon, judgements in their order", () => {
    const t = timeline([point("2026-03-01", "2026-03-02T00:00:00Z"), point("2024-01-01", "2026-03-01T00:00:00Z")], [{ date: "1998", label: "", bearing: "for", statement: "s" }], "2027-12-31");
    expect(t.points.map((p) => p.point.as_of)).toEqual(["2024-01-01", "2026-03-01"]);
    expect(t.whole.from.getUTCFullYear()).toBe(1997);
    expect(t.whole.to.getTime()).toBeGreaterThan(Date.UTC(2027, 11, 31));
    expect(t.judged).not.toBeNull();
  });

  it("has no stretch of judgements where all are of one day", () => {
    expect(timeline([point("2026-03-01", "x"), point("2026-03-01", "y")], [], "2027-12-31").judged).toBeNull();
  });
});
