// Every question with where it stands.
import { useMemo } from "preact/hooks";
import { Link, useLocation, useSearch } from "wouter-preact";
import { path } from "../api/client";
import type { TieRow } from "../api/types";
import { daysUntil } from "../lib/dates";
import { count, interval, percent, points } from "../lib/format";
import { readTies, selectTies, type TiesQuery, writeTies } from "../lib/ties";
import { outcomeWords } from "../lib/words";
import { Sparkline } from "../tie/scale";
import { useApi, Wait } from "../ui/load";
import { Empty, useTitle, When } from "../ui/parts";

export function TiesPage() {
  useTitle("Ties");
  const ties = useApi<TieRow[]>("/api/ties");
  return (
    <>
      <div class="page-head">
        <h1>Ties</h1>
        <Link href="/ask" class="button">
          Ask a question
        </Link>
      </div>
      <Wait of={ties} what="the questions">
        {(rows) => (rows.length === 0 ? <NoTies /> : <Table rows={rows} />)}
      </Wait>
    </>
  );
}

function NoTies() {
  return (
    <Empty title="No question has been asked yet.">
      <p>
        <Link href="/ask">Ask</Link> how likely it is that one actor keeps its tie with another, and <Link href="/add">add documents</Link> that
        speak of the two.
      </p>
    </Empty>
  );
}

function Table({ rows }: { rows: TieRow[] }) {
  const search = useSearch();
  const [here, navigate] = useLocation();
  const query = useMemo(() => readTies(search), [search]);
  const shown = useMemo(() => selectTies(rows, query), [rows, query]);
  const go = (change: Partial<TiesQuery>) => {
    const text = writeTies({ ...query, ...change });
    navigate(text === "" ? here : `${here}?${text}`, { replace: true });
  };
  return (
    <>
      <form class="controls" role="search" aria-label="Ties" onSubmit={(e) => e.preventDefault()}>
        <label>
          Show{" "}
          <select value={query.show} onChange={(e) => go({ show: e.currentTarget.value as TiesQuery["show"] })}>
            <option value="open">open</option>
            <option value="resolved">resolved</option>
            <option value="all">all</option>
          </select>
        </label>
        <label>
          Sort by{" "}
          <select value={query.sort} onChange={(e) => go({ sort: e.currentTarget.value as TiesQuery["sort"] })}>
            <option value="due">due date</option>
            <option value="moved">most moved</option>
            <option value="probability">probability, lowest first</option>
            <option value="evidence">latest evidence</option>
          </select>
        </label>
        <label class="grow">
          Actor <input type="search" value={query.q} onInput={(e) => go({ q: e.currentTarget.value })} placeholder="part of a name" />
        </label>
      </form>
      <p class="small" role="status">
        {count(shown.length, "question", "questions")}
        {shown.length === rows.length ? "" : ` of ${rows.length}`}.
      </p>
      {shown.length === 0 ? (
        <Empty title="No question matches.">
          <p>
            <button type="button" onClick={() => navigate(`${here}?show=all`, { replace: true })}>
              Show all questions
            </button>
          </p>
        </Empty>
      ) : (
        <table class="ties cards">
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col" class="num">
                Holds
              </th>
              <th scope="col">Since last time</th>
              <th scope="col">Judgements</th>
              <th scope="col">Confidence</th>
              <th scope="col">Last evidence</th>
              <th scope="col">Due</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={row.question.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Row({ row }: { row: TieRow }) {
  const j = row.judgement;
  const left = daysUntil(row.due, new Date());
  return (
    <tr>
      <th scope="row">
        <Link href={path`/ties/${row.question.id}`} class="question-link">
          {row.question_text}
        </Link>
        {row.resolution && <span class="small">Resolved: {outcomeWords(row.resolution.outcome)}</span>}
      </th>
      <td data-label="Holds" class="num">
        {j ? (
          <>
            <strong class="big">{percent(j.probability)}</strong>
            <span class="small">
              {j.term}; 90 %: {interval(j.interval90)}
            </span>
          </>
        ) : (
          <span class="quiet">not judged</span>
        )}
      </td>
      <td data-label="Since last time">
        {row.points === null ? (
          <span class="quiet">first judgement</span>
        ) : (
          <span class={row.points > 0.05 ? "up" : row.points < -0.05 ? "down" : "quiet"}>
            <span aria-hidden="true">{row.points > 0.05 ? "▲" : row.points < -0.05 ? "▼" : "="}</span> {points(row.points)}
          </span>
        )}
      </td>
      <td data-label="Judgements">
        <Sparkline values={row.sparkline} />
      </td>
      <td data-label="Confidence">{j ? j.confidence : ""}</td>
      <td data-label="Last evidence">
        <When date={row.last_evidence} none="none" />
      </td>
      <td data-label="Due">
        <When date={row.due} />
        {row.resolution === null && left !== null && <span class="small">{left < 0 ? "passed: resolve it" : left === 0 ? "today" : `in ${count(left, "day", "days")}`}</span>}
      </td>
    </tr>
  );
}
