// The evidence table: sort, filter, pages; all of it kept in the address.
import { useEffect, useMemo, useState } from "preact/hooks";
import { Link, useLocation, useSearch } from "wouter-preact";
import { path } from "../api/client";
import type { EvidenceItem, Judgement } from "../api/types";
import { apiQuery, type EvidenceQuery, isDefaultOrder, PAGE_SIZE, readQuery, writeQuery } from "../lib/evidence";
import { count, signed } from "../lib/format";
import { parties, sourceLabel } from "../lib/words";
import { Fault, useApi } from "../ui/load";
import { BearingTag, Empty, GradeTag, Quote, When } from "../ui/parts";
import { sentencePath } from "../ui/refs";

interface Page {
  total: number;
  items: EvidenceItem[];
}

export function Evidence({ j, total }: { j: Judgement; total: number }) {
  const search = useSearch();
  const [here, navigate] = useLocation();
  const query = useMemo(() => readQuery(search), [search]);
  const end = Math.min(query.page * PAGE_SIZE, total);
  const held = isDefaultOrder(query) && end <= j.evidence.length;
  const fetched = useApi<Page>(held ? null : `${path`/api/questions/${j.question.id}/evidence`}?${apiQuery(query)}`);
  const start = (query.page - 1) * PAGE_SIZE;
  const page: Page | null = held ? { total, items: j.evidence.slice(start, end) } : fetched.data;
  // The last page stays in view, greyed, until the next one is there.
  const [shown, setShown] = useState<Page | null>(page);
  useEffect(() => {
    if (page) setShown(page);
    // `page` is a fresh object for the held rows; what decides is where its rows come from.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [held, start, fetched.data, j]);
  const table = page ?? shown;
  const go = (next: EvidenceQuery) => {
    const text = writeQuery(next);
    navigate(`${here}${text === "" ? "" : `?${text}`}#evidence`, { replace: next.page === query.page });
  };
  const numbers = useMemo(() => new Map(j.evidence.map((e, i) => [e.statement.id, i + 1])), [j]);
  return (
    <section id="evidence" aria-labelledby="evidence-h">
      <h2 id="evidence-h">Evidence</h2>
      <Controls query={query} go={go} />
      {fetched.error && !held && <Fault error={fetched.error} />}
      {table && (
        <>
          <p class="small" role="status">
            {count(table.total, "item", "items")}
            {isDefaultOrder(query) ? "" : ` of ${total.toLocaleString("en-GB")}`}. Weights in log-odds; members of one cluster share one
            weight.
          </p>
          {table.total === 0 ? (
            total === 0 ? (
              <Empty title="No evidence about this tie yet.">
                <p>
                  <Link href="/add">Add documents</Link> that name both actors; the question is judged again when they are read.
                </p>
              </Empty>
            ) : (
              <Empty title="Nothing matches.">
                <p>
                  <button type="button" onClick={() => go({ sort: "weight", bearing: "", q: "", page: 1 })}>
                    Show all evidence
                  </button>
                </p>
              </Empty>
            )
          ) : (
            <table class={`evidence cards ${page ? "" : "stale"}`} aria-busy={page === null}>
              <thead>
                <tr>
                  <th scope="col">Claim and quote</th>
                  <th scope="col">Source</th>
                  <th scope="col">Event</th>
                  <th scope="col">Reported</th>
                  <th scope="col">Grade</th>
                  <th scope="col">Bearing</th>
                  <th scope="col" class="num">
                    Weight
                  </th>
                  <th scope="col" class="num">
                    Cluster
                  </th>
                </tr>
              </thead>
              <tbody>
                {table.items.map((item) => (
                  <Row key={item.statement.id} item={item} number={numbers.get(item.statement.id) ?? null} question={j.question.id} />
                ))}
              </tbody>
            </table>
          )}
          <Pages query={query} total={table.total} go={go} />
        </>
      )}
    </section>
  );
}

function Row({ item, number, question }: { item: EvidenceItem; number: number | null; question: string }) {
  const s = item.statement;
  const { from, arrow, to } = parties(s);
  const href = sentencePath(item.document.id, s.id, question);
  return (
    <tr id={`e-${s.id}`}>
      <th scope="row" class="claim">
        <Link href={href} class="claim-line">
          {number !== null && <span class="ref">[{number}]</span>} {from} {arrow} {to}: {s.kind}, {s.stance}
          {s.said_by && `, by ${s.said_by.name}`}
          {s.costly && ", costly act"}
        </Link>
        <Quote statement={s} />
        {item.note !== undefined && <span class="small item-note">{item.note}</span>}
      </th>
      <td data-label="Source">
        <span class="source">{sourceLabel(item.document)}</span>
      </td>
      <td data-label="Event">
        <When date={s.when} />
      </td>
      <td data-label="Reported">
        <When date={item.document.published} />
      </td>
      <td data-label="Grade">
        <GradeTag grade={item.grade} />
      </td>
      <td data-label="Bearing">
        <BearingTag bearing={s.bearing} short />
      </td>
      <td data-label="Weight" class="num">
        <Link href={href} class={`number ${item.weight === 0 ? "quiet" : ""}`} aria-label={`${signed(item.weight, 2)} log-odds; to the sentence`}>
          {signed(item.weight, 2)}
        </Link>
      </td>
      <td data-label="Cluster" class="num">
        {item.cluster}
      </td>
    </tr>
  );
}

function Controls({ query, go }: { query: EvidenceQuery; go: (q: EvidenceQuery) => void }) {
  const [text, setText] = useState(query.q);
  useEffect(() => setText(query.q), [query.q]);
  return (
    <form
      class="controls"
      role="search"
      aria-label="Evidence"
      onSubmit={(event) => {
        event.preventDefault();
        go({ ...query, q: text.trim(), page: 1 });
      }}
    >
      <label>
        Sort by{" "}
        <select value={query.sort} onChange={(e) => go(readQuery(writeQuery({ ...query, sort: e.currentTarget.value as EvidenceQuery["sort"], page: 1 })))}>
          <option value="weight">weight</option>
          <option value="date">date</option>
          <option value="source">source</option>
        </select>
      </label>
      <label>
        Bearing{" "}
        <select value={query.bearing} onChange={(e) => go(readQuery(writeQuery({ ...query, bearing: e.currentTarget.value as EvidenceQuery["bearing"], page: 1 })))}>
          <option value="">all</option>
          <option value="for">for the tie</option>
          <option value="against">against the tie</option>
          <option value="neutral">neutral</option>
        </select>
      </label>
      <label class="grow">
        Words <input type="search" value={text} onInput={(e) => setText(e.currentTarget.value)} placeholder="in claim, quote or source" />
      </label>
      <button type="submit">Filter</button>
    </form>
  );
}

function Pages({ query, total, go }: { query: EvidenceQuery; total: number; go: (q: EvidenceQuery) => void }) {
  const pages = Math.ceil(total / PAGE_SIZE);
  if (pages <= 1) return null;
  const to = (page: number) => go({ ...query, page });
  return (
    <nav class="pages" aria-label="Pages of the evidence table">
      <button type="button" disabled={query.page <= 1} onClick={() => to(query.page - 1)}>
        ← Previous
      </button>
      <span>
        Page {Math.min(query.page, pages)} of {pages.toLocaleString("en-GB")}
      </span>
      <button type="button" disabled={query.page >= pages} onClick={() => to(query.page + 1)}>
        Next →
      </button>
    </nav>
  );
}
