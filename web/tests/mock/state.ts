// The invented case in memory: edits, undo, judging again. Stands in for the server in development.
import type { AuditEntry, Edit, EvidenceItem, HistoryPoint, Judgement, JobView, Question, StatementRecord, TieView } from "../../src/api/types";
import { documents, GUEST, HOST, type MockDocument, QUESTION_ID } from "./data";

const BASE = 0.947;
const logit = (p: number) => Math.log(p / (1 - p));
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

export class Stale extends Error {
  constructor(readonly theirs: StatementRecord) {
    super("The statement was changed after you read it.");
  }
}

export class Mock {
  docs: MockDocument[] = documents();
  log: AuditEntry[] = [];
  history: HistoryPoint[] = [];
  jobs = new Map<string, JobView>();
  last: Judgement | null = null;
  question: Question = {
    id: QUESTION_ID,
    tie: { a: HOST, b: GUEST, class: "state-group-shelter", began: "2016-05" },
    ends: "hosting",
    as_of: "2026-03-01",
    until: "2027-12-31",
    rule: "held unless, by the date, the guest has been expelled, handed over or has left, as reported by two independent sources",
  };
  text = "Will Northmark still host Ember Front on 2027-12-31?";

  constructor() {
    for (const [as_of, p] of [["2024-06-01", 0.93], ["2025-03-01", 0.955]] as const) {
      this.history.push({ id: as_of, made_at: `${as_of}T09:00:00Z`, as_of, probability: p, interval50: [p - 0.02, p + 0.015], interval90: [p - 0.09, p + 0.03] });
    }
    this.judge();
  }

  records(): StatementRecord[] {
    return this.docs.flatMap((d) => d.records);
  }

  /** Exactly additive, as the real model: the base rate and a weight for each item. */
  judge(): Judgement {
    const items: EvidenceItem[] = this.docs
      .flatMap((d) =>
        d.records
          .filter((r) => r.review !== "rejected" && [r.statement.a.id, r.statement.b.id].sort().join() === [HOST.id, GUEST.id].sort().join())
          .map((r) => {
            const size = Math.abs(d.weights.get(r.statement.id) ?? 0);
            const weight = r.statement.bearing === "for" ? size : r.statement.bearing === "against" ? -size : 0;
            return { statement: r.statement, document: d.ref, grade: r.grade, cluster: 0, weight, ...(r.coded ? { note: `corrected: ${r.correction_reason ?? ""}` } : r.statement.costly ? { note: "a costly act" } : {}), review: r.review, version: r.version };
          }),
      )
      .sort((x, y) => Math.abs(y.weight) - Math.abs(x.weight))
      .map((item, i) => ({ ...item, cluster: i + 1 }));
    const total = logit(BASE) + items.reduce((sum, i) => sum + i.weight, 0);
    const probability = logistic(total);
    const groups = new Map<string, EvidenceItem[]>();
    for (const i of items) {
      const key = `${i.statement.kind} ${i.statement.stance}, ${i.statement.bearing}`;
      groups.set(key, [...(groups.get(key) ?? []), i]);
    }
    const ids = items.map((i) => i.statement.id);
    const spread = (by: number): [number, number] => [logistic(total - by), logistic(total + by)];
    const previous = this.last?.probability ?? this.history.at(-1)?.probability;
    const promise = items.find((i) => i.statement.stance === "promised");
    const judgement: Judgement = {
      id: `j${this.history.length + 1}`,
      made_at: new Date().toISOString(),
      question: this.question,
      question_text: this.text,
      probability,
      term: probability >= 0.95 ? "almost certain" : probability >= 0.8 ? "very likely" : probability >= 0.55 ? "likely" : "unlikely",
      yardstick: "icd203",
      interval50: spread(0.4),
      interval90: spread(1),
      confidence: { level: "moderate", reasons: [`${items.length} independent items from 3 publishers`, "the base rate is chosen, not counted", "the newest item is 4 months old"] },
      base_rate: { probability: BASE, interval90: [0.88, 0.99], row: "an armed group’s host expels it (end of hosting), any age", hazard: 0.029, ends: 1, exposure: 33.8, source: "chosen for this invented case" },
      changes: previous === undefined || Math.abs(previous - probability) < 1e-9 ? [] : [{ what: "evidence reviewed", points: (probability - previous) * 100, ...(ids[0] === undefined ? {} : { statement: ids[0] }) }],
      ...(previous === undefined ? {} : { previous }),
      drivers: [...groups].map(([label, group]) => {
        const log_odds = group.reduce((sum, i) => sum + i.weight, 0);
        const first = group[0] as EvidenceItem;
        return { label, kind: first.statement.kind, bearing: first.statement.bearing, log_odds, points: (probability - logistic(total - log_odds)) * 100, statements: group.map((i) => i.statement.id) };
      }),
      evidence: items,
      leave_one_out: this.docs.map((d) => {
        const own = items.filter((i) => i.document.id === d.ref.id).reduce((sum, i) => sum + i.weight, 0);
        const without = logistic(total - own);
        return { source: d.ref.publisher ?? d.ref.id, probability: without, points: (probability - without) * 100 };
      }),
      alternatives: [
        { name: "holds", probability: probability * 0.8, inconsistency: 0.43, most_diagnostic: ids[0] ?? null },
        { name: "holds but weakens", probability: probability * 0.2, inconsistency: 0.1, most_diagnostic: ids[1] ?? null },
        { name: "breaks", probability: 1 - probability, inconsistency: 1.4, most_diagnostic: ids[0] ?? null },
      ],
      ach: items.map((i) => ({ statement: i.statement.id, cells: i.weight > 0.3 ? ["CC", "C", "II"] : i.weight > 0 ? ["C", "N", "I"] : i.weight < 0 ? ["I", "C", "CC"] : ["N", "N", "N"], diagnosticity: Math.abs(i.weight) })),
      dissent: [
        {
          proposition: "sanctuary",
          sides: [
            { bearing: "for", speakers: [{ affiliation: "Lake Council", names: ["Lake Council Monitors"] }], statements: ids.slice(0, 1) },
            { bearing: "against", speakers: [{ affiliation: "Northmark", names: ["Northmark"] }], statements: items.filter((i) => i.weight < 0).map((i) => i.statement.id) },
          ],
          note: "the same proposition (shelter): not both can be right of one time; the side for has the better best grade",
        },
      ],
      commitments: promise ? [{ by: HOST, to: GUEST, when: "2024-04-30", statement: promise.statement.id, status: "violated", complied: [], violated: ids.slice(0, 2) }] : [],
      assumptions: [{ text: "the items of Lake Council Monitors are independent of each other", if_false: probability - 0.006 }],
      indicators: [
        { text: "one side publicly ends the tie, expels the other or hands its people over", kind: "break", stance: "asserted", direction: "against", points: -2.4, deadline: "2027-12-31" },
        { text: "the host confirms that it shelters the guest", kind: "shelter", stance: "asserted", direction: "for", points: 0.9, deadline: "2027-12-31" },
      ],
      gaps: ["no source for 2026", "no source from inside Northmark"],
      track_record: { resolved: 0, brier: null, base_rate_brier: null },
      model: { weights: "invented", draws: 2000, seed: 1, notes: ["the numbers of this case are invented"] },
    };
    this.last = judgement;
    this.history.push({ id: judgement.id, made_at: judgement.made_at, as_of: this.question.as_of, probability, interval50: judgement.interval50, interval90: judgement.interval90 });
    return judgement;
  }

  view(): TieView {
    const j = this.last as Judgement;
    return {
      question: this.question,
      question_text: this.text,
      judgement: j,
      evidence_total: j.evidence.length,
      history: this.history,
      survival: Array.from({ length: 16 }, (_, years) => ({ years, hold: Math.exp(-0.05 * years), lo90: Math.exp(-0.09 * years), hi90: Math.exp(-0.02 * years) })),
      age_years: 9.8,
      events: j.evidence.flatMap((e) => (e.statement.when === null ? [] : [{ date: e.statement.when, label: `${e.statement.kind}, ${e.statement.stance}`, bearing: e.statement.bearing, statement: e.statement.id }])),
      resolution: null,
    };
  }

  edit(id: string, edit: Edit): StatementRecord {
    const record = this.records().find((r) => r.statement.id === id);
    if (!record) throw new Error("no such statement");
    if (edit.version !== record.version) throw new Stale(record);
    const before = structuredClone(record);
    if (edit.review) {
      record.review = edit.review;
      record.review_reason = edit.reason ?? null;
    }
    if (edit.patch) {
      record.coded ??= structuredClone(record.statement);
      record.correction_reason = edit.reason ?? null;
      Object.assign(record.statement, edit.patch);
    }
    if (edit.grade !== undefined) record.grade = record.grade.slice(0, 1) + edit.grade;
    record.version += 1;
    const change = this.log.length + 1;
    this.log.unshift({ id: change, change, at: new Date().toISOString(), who: "reader", action: edit.patch ? "correct statement" : edit.review ? `${edit.review} statement` : "grade statement", entity: "statement", entity_id: id, reason: edit.reason ?? null, before, after: structuredClone(record), undoable: true, undoes: null });
    return record;
  }

  undo(change: number | null): AuditEntry | null {
    const entry = this.log.find((e) => e.undoable && (change === null || e.change === change));
    if (!entry) return null;
    const before = entry.before as StatementRecord;
    const record = this.records().find((r) => r.statement.id === entry.entity_id);
    if (record) Object.assign(record, structuredClone(before), { version: record.version + 1 });
    entry.undoable = false;
    this.log.unshift({ ...entry, id: this.log.length + 1, change: this.log.length + 1, action: "undo", undoable: false, undoes: entry.change, at: new Date().toISOString() });
    return entry;
  }
}
