// Answers /api from an invented case, so that the pages can be worked on without the server.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Connect, Plugin } from "vite";
import type { Edit, StatementRecord } from "../../src/api/types";
import { ACTORS, GUEST, HOST } from "./data";
import { Mock, Stale } from "./state";

type Answer = { status?: number; body: unknown; type?: string };

export function mockApi(): Plugin {
  const mock = new Mock();
  const middleware: Connect.NextHandleFunction = (request, response, next) => {
    if (!request.url?.startsWith("/api/")) {
      next();
      return;
    }
    read(request)
      .then((body) => reply(response, answer(mock, request.method ?? "GET", new URL(request.url ?? "", "http://localhost"), body)))
      .catch((fault: unknown) => reply(response, { status: 500, body: { error: String(fault) } }));
  };
  return {
    name: "unravel-mock",
    configureServer: (server) => void server.middlewares.use(middleware),
    configurePreviewServer: (server) => void server.middlewares.use(middleware),
  };
}

async function read(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString("utf8");
  if (request.headers["content-type"]?.startsWith("multipart/")) {
    return { files: [...text.matchAll(/filename="([^"]*)"/g)].map((m) => m[1]) };
  }
  return text === "" ? null : JSON.parse(text);
}

function reply(response: ServerResponse, { status = 200, body, type = "application/json" }: Answer): void {
  response.writeHead(status, { "content-type": type, ...(type === "application/json" ? {} : { "content-disposition": "attachment" }) });
  response.end(type === "application/json" ? JSON.stringify(body) : String(body));
}

const missing: Answer = { status: 404, body: { error: "The case holds no such thing.", mend: "Go back to the list." } };

function answer(mock: Mock, method: string, url: URL, body: unknown): Answer {
  const parts = url.pathname.split("/").slice(2).map(decodeURIComponent);
  const [what, id, more] = parts;
  const given = (body ?? {}) as Record<string, unknown>;
  switch (`${method} ${what ?? ""}`) {
    case "GET case":
      return { body: { name: "invented.case", revision: mock.log.length, read_only: false, version: "0.1.0", stats: { files: 3, sources: 3, documents: mock.docs.length, near_duplicates: 0, actors: 4, statements: mock.records().length, rejected: 0, by_hand: 0, questions: 1, judgements: mock.history.length, resolutions: 0, changes: mock.log.length, bytes: 40_960 } } };
    case "GET ties":
      return { body: [tieRow(mock)] };
    case "GET questions":
      if (id !== mock.question.id) return missing;
      if (more === "evidence") return { body: evidence(mock, url.searchParams) };
      if (more === "export") return { body: `invented ${url.searchParams.get("format") ?? ""}`, type: "text/plain" };
      return { body: mock.view() };
    case "POST questions": {
      if (id === undefined) return { body: { id: mock.question.id } };
      if (more === "judge") return { body: { judgement: mock.judge(), changed: true } };
      if (more === "what-if") {
        const j = mock.view().judgement;
        if (!j) return missing;
        const points = (given["indicators"] as number[]).reduce((sum, i) => sum + (j.indicators[i]?.points ?? 0), 0);
        const probability = Math.min(0.999, j.probability + points / 100);
        return { body: { probability, points, interval90: [Math.max(0, probability - 0.05), Math.min(0.999, probability + 0.02)] } };
      }
      return missing;
    }
    case "GET documents": {
      if (id === undefined) {
        return { body: { total: mock.docs.length, items: mock.docs.map((d) => ({ ...d.ref, language: "en", characters: Array.from(d.text).length, statements: d.records.length, duplicate_of: null, by_hand: false, added_at: "2026-03-01T09:00:00Z" })) } };
      }
      const doc = mock.docs.find((d) => d.ref.id === id);
      if (!doc) return missing;
      return { body: { document: { ...doc.ref, authors: [], language: "en", text: doc.text }, coded: { actors: mentions(doc.text), roles: [], statements: doc.records.map((r) => r.statement), attributions: [] }, statements: doc.records } };
    }
    case "GET statements": {
      const record = mock.records().find((r) => r.statement.id === id);
      return record ? { body: record } : missing;
    }
    case "PATCH statements":
      return patch(mock, id ?? "", body as Edit);
    case "PATCH sources":
      return { body: { name: id, reliability: given["grade"] } };
    case "POST undo": {
      const undone = mock.undo(typeof given["change"] === "number" ? given["change"] : null);
      return undone ? { body: undone } : { status: 409, body: { error: "There is nothing to undo.", mend: "The log shows what was changed." } };
    }
    case "GET actors":
      if (id === undefined) return { body: ACTORS.map((a) => ({ ...a, kind: "armed group", aliases: [], documents: 2, mentions: 5, statements: 3 })) };
      return actor(mock, id);
    case "GET network":
      return { body: network(mock, url.searchParams.get("actor") ?? "") };
    case "GET search":
      return { body: search(mock, url.searchParams.get("q") ?? "") };
    case "GET track-record":
      return { body: TRACK };
    case "GET audit":
      return { body: mock.log };
    case "POST documents": {
      const names = (given["files"] as string[] | undefined) ?? [typeof given["title"] === "string" ? given["title"] : "pasted text"];
      mock.jobs.set("1", { done: true, files: names.map((name) => ({ name, status: name.endsWith(".bin") ? ("skipped" as const) : ("added" as const), documents: 1, statements: 2, ...(name.endsWith(".bin") ? { why: "not a format that unravel reads" } : {}) })), moved: [] });
      return { body: { job: "1" } };
    }
    case "GET jobs":
      return { body: mock.jobs.get(id ?? "") };
    default:
      return missing;
  }
}

function patch(mock: Mock, id: string, edit: Edit): Answer {
  try {
    return { body: mock.edit(id, edit) };
  } catch (fault) {
    if (fault instanceof Stale) return { status: 409, body: { error: fault.message, yours: edit.patch ?? {}, theirs: fault.theirs } };
    return missing;
  }
}

function tieRow(mock: Mock) {
  const view = mock.view();
  const j = view.judgement;
  const [before, now] = [mock.history.at(-2)?.probability ?? null, j?.probability ?? 0];
  return { question: view.question, question_text: view.question_text, judgement: j && { id: j.id, made_at: j.made_at, probability: j.probability, term: j.term, interval90: j.interval90, confidence: j.confidence.level }, previous: before, points: before === null ? null : (now - before) * 100, sparkline: mock.history.map((h) => h.probability), last_evidence: "2025-11-06", due: view.question.until, resolution: null };
}

function evidence(mock: Mock, params: URLSearchParams) {
  const [offset, limit, q] = [Number(params.get("offset")), Number(params.get("limit")), (params.get("q") ?? "").toLowerCase()];
  const items = (mock.view().judgement?.evidence ?? []).filter(
    (e) => (!params.get("bearing") || e.statement.bearing === params.get("bearing")) && JSON.stringify(e).toLowerCase().includes(q),
  );
  if (params.get("sort") === "date") items.sort((x, y) => (y.document.published ?? "").localeCompare(x.document.published ?? ""));
  return { total: items.length, items: items.slice(offset, offset + limit) };
}

function mentions(text: string) {
  return ACTORS.map((a) => ({
    ...a,
    aliases: [],
    kind: "other",
    mentions: [...text.matchAll(new RegExp(a.name, "g"))].map((m) => {
      const start = Array.from(text.slice(0, m.index)).length;
      return { start, end: start + Array.from(a.name).length, text: a.name };
    }),
  }));
}

function actor(mock: Mock, id: string): Answer {
  const found = ACTORS.find((a) => a.id === id);
  if (!found) return missing;
  return { body: { actor: { ...found, kind: id === HOST.id ? "government" : "armed group", aliases: [`The ${found.name}`], codes: { cameo: "XXX" }, parents: id === GUEST.id ? [{ in: "harbour-league", name: "Harbour League", since: "2011", until: "2015-03" }] : [] }, roles: [{ person: { id: "spokesman", name: "the spokesman" }, role: "spokesman", organization: found }], ties: [], statements_total: mock.records().filter((r) => r.statement.a.id === id || r.statement.b.id === id).length } };
}

function network(mock: Mock, ego: string) {
  const pairs = new Map<string, StatementRecord[]>();
  for (const r of mock.records()) {
    const ids = [r.statement.a.id, r.statement.b.id].sort();
    if (ids.includes(ego)) pairs.set(ids.join("|"), [...(pairs.get(ids.join("|")) ?? []), r]);
  }
  const edges = [...pairs].map(([key, records]) => {
    const [a = "", b = ""] = key.split("|");
    return { a, b, years: records.map((r) => ({ year: r.statement.when === null ? null : Number(r.statement.when.slice(0, 4)), for: r.statement.bearing === "for" ? 1 : 0, against: r.statement.bearing === "against" ? 1 : 0 })) };
  });
  const ids = new Set([ego, ...edges.flatMap((e) => [e.a, e.b])]);
  return { nodes: ACTORS.filter((a) => ids.has(a.id)).map((a) => ({ ...a, kind: "other" })), edges };
}

function search(mock: Mock, q: string) {
  const hit = (text: string) => {
    const at = text.toLowerCase().indexOf(q.toLowerCase());
    if (at < 0) return null;
    const start = Array.from(text.slice(0, at)).length;
    return { text, hits: [{ start, end: start + Array.from(q).length }] };
  };
  return {
    documents: mock.docs.flatMap((d) => {
      const snippet = hit(d.text);
      return snippet ? [{ document: d.ref, snippet }] : [];
    }),
    statements: mock.records().flatMap((r) => {
      const snippet = hit(r.statement.passage.exact);
      return snippet ? [{ id: r.statement.id, document: r.document, rejected: r.review === "rejected", snippet }] : [];
    }),
  };
}

const TRACK = {
  score: { n: 6, void: 1, early: 1, open: 1, unjudged: 0, brier: 0.12, log_score: 0.38, base_rate_brier: 0.17, base_rate_log_score: 0.5, persistence_brier: 0.33, persistence_log_score: 1.5, skill_base_rate: 0.29, skill_persistence: 0.64, auc: 0.88, reliability: [
    { from: 0, to: 0.2, n: 1, forecast: 0.1, held: 0, wilson95: [0, 0.79] },
    { from: 0.2, to: 0.4, n: 0, forecast: null, held: null, wilson95: [0, 1] },
    { from: 0.4, to: 0.6, n: 1, forecast: 0.55, held: 1, wilson95: [0.2, 1] },
    { from: 0.6, to: 0.8, n: 2, forecast: 0.7, held: 0.5, wilson95: [0.1, 0.9] },
    { from: 0.8, to: 1, n: 2, forecast: 0.92, held: 1, wilson95: [0.34, 1] },
  ] },
  questions: [
    { question_text: "Will Harbour League keep its tie with Ember Front until 2015-12-31?", probability: 0.7, base_rate: 0.8, outcome: "broke", date: "2015-03-12" },
    { question_text: "Will Northmark still host Ember Front on 2023-12-31?", probability: 0.92, base_rate: 0.95, outcome: "held", date: "2023-12-31" },
  ],
  brier_over_time: [
    { date: "2015-12-31", brier: 0.3, base_rate_brier: 0.31, n: 1 },
    { date: "2019-12-31", brier: 0.2, base_rate_brier: 0.24, n: 3 },
    { date: "2023-12-31", brier: 0.12, base_rate_brier: 0.17, n: 6 },
  ],
};
