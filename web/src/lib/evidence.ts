// What the evidence table shows, as kept in the address of the page.
import type { Bearing, EvidenceItem } from "../api/types";
import { rangeDays } from "./dates";

export type EvidenceSort = "weight" | "date" | "source";

export interface EvidenceQuery {
  sort: EvidenceSort;
  bearing: Bearing | "";
  q: string;
  /** From 1. */
  page: number;
}

export const PAGE_SIZE = 20;

const SORTS: readonly EvidenceSort[] = ["weight", "date", "source"];
const BEARINGS: readonly Bearing[] = ["for", "against", "neutral"];

/** Reads the query part of an address; whatever is not understood takes its default. */
export function readQuery(search: string): EvidenceQuery {
  const params = new URLSearchParams(search);
  const page = Number(params.get("page"));
  return {
    sort: SORTS.find((s) => s === params.get("sort")) ?? "weight",
    bearing: BEARINGS.find((b) => b === params.get("bearing")) ?? "",
    q: params.get("q") ?? "",
    page: Number.isInteger(page) && page >= 1 ? page : 1,
  };
}

/** The same as the query part of an address, defaults left out. */
export function writeQuery(query: EvidenceQuery): string {
  const params = new URLSearchParams();
  if (query.sort !== "weight") params.set("sort", query.sort);
  if (query.bearing !== "") params.set("bearing", query.bearing);
  if (query.q !== "") params.set("q", query.q);
  if (query.page > 1) params.set("page", String(query.page));
  return params.toString();
}

/** Whether the table shows its first, unfiltered order, which comes with the page itself. */
export function isDefaultOrder(query: EvidenceQuery): boolean {
  return query.sort === "weight" && query.bearing === "" && query.q === "";
}

/** The parameters of `GET /api/questions/{id}/evidence`. */
export function apiQuery(query: EvidenceQuery): string {
  const params = new URLSearchParams({
    offset: String((query.page - 1) * PAGE_SIZE),
    limit: String(PAGE_SIZE),
    sort: query.sort,
  });
  if (query.bearing !== "") params.set("bearing", query.bearing);
  if (query.q !== "") params.set("q", query.q);
  return params.toString();
}

/** The day a table sorts an item by: the event's, else the report's last. */
export function sortDay(item: EvidenceItem): string {
  const range = item.statement.when ?? item.document.published;
  return (range && rangeDays(range)?.[1]) ?? "";
}
