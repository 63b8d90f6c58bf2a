// Which questions the Ties page lists, as kept in its address.
import type { TieRow } from "../api/types";

export interface TiesQuery {
  show: "open" | "resolved" | "all";
  sort: "due" | "moved" | "probability" | "evidence";
  q: string;
}

const SHOWS: readonly TiesQuery["show"][] = ["open", "resolved", "all"];
const SORTS: readonly TiesQuery["sort"][] = ["due", "moved", "probability", "evidence"];

export function readTies(search: string): TiesQuery {
  const params = new URLSearchParams(search);
  return {
    show: SHOWS.find((s) => s === params.get("show")) ?? "open",
    sort: SORTS.find((s) => s === params.get("sort")) ?? "due",
    q: params.get("q") ?? "",
  };
}

export function writeTies(query: TiesQuery): string {
  const params = new URLSearchParams();
  if (query.show !== "open") params.set("show", query.show);
  if (query.sort !== "due") params.set("sort", query.sort);
  if (query.q !== "") params.set("q", query.q);
  return params.toString();
}

/** Letters without accents and case, for finding a name however it is typed. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase();
}

export function selectTies(rows: TieRow[], query: TiesQuery): TieRow[] {
  const words = fold(query.q).split(/\s+/).filter(Boolean);
  const kept = rows.filter((row) => {
    const resolved = row.resolution !== null;
    if (query.show !== "all" && resolved !== (query.show === "resolved")) return false;
    const text = fold(row.question_text);
    return words.every((w) => text.includes(w));
  });
  const by: Record<TiesQuery["sort"], (x: TieRow, y: TieRow) => number> = {
    due: (x, y) => x.due.localeCompare(y.due),
    moved: (x, y) => Math.abs(y.points ?? 0) - Math.abs(x.points ?? 0),
    probability: (x, y) => (x.judgement?.probability ?? 2) - (y.judgement?.probability ?? 2),
    evidence: (x, y) => (y.last_evidence ?? "").localeCompare(x.last_evidence ?? ""),
  };
  return kept.sort((x, y) => by[query.sort](x, y) || x.question.id.localeCompare(y.question.id));
}
