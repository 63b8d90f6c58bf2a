// One document with what it says; the list of documents.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Link, useLocation, useSearch } from "wouter-preact";
import { useLocationProperty } from "wouter-preact/use-browser-location";
import { get, path } from "../api/client";
import type { DocumentSummary, DocumentView, StatementRecord, TieView } from "../api/types";
import { type Act, EditDialog } from "../document/edit";
import { tellMoved } from "../document/moved";
import { MarkedText } from "../document/text";
import { count, percent } from "../lib/format";
import { claim, sourceLabel } from "../lib/words";
import { Fault, useApi, Wait } from "../ui/load";
import { BearingTag, Empty, GradeTag, useTitle, When } from "../ui/parts";
import { sentencePath } from "../ui/refs";
import { GradeSource } from "../document/source";

export function DocumentPage({ id }: { id: string }) {
  const loaded = useApi<DocumentView>(path`/api/documents/${id}`);
  const document = loaded.data?.document;
  useTitle(document?.title ?? "Document");
  return <Wait of={loaded} what="the document">{(view) => <Whole view={view} />}</Wait>;
}

const readHash = () => decodeURIComponent(window.location.hash.slice(1));

function Whole({ view }: { view: DocumentView }) {
  const hash = useLocationProperty(readHash);
  const from = new URLSearchParams(useSearch()).get("from");
  const [here, navigate] = useLocation();
  const selected = view.statements.some((r) => r.statement.id === hash) ? hash : null;
  const { document } = view;
  const select = (statement: string) => {
    const search = from === null ? "" : `?from=${encodeURIComponent(from)}`;
    navigate(`${here}${search}#${statement}`, { replace: true });
  };
  const ordered = useMemo(() => [...view.statements].sort((x, y) => x.statement.cue.start - y.statement.cue.start), [view.statements]);
  return (
    <article class="document">
      {from !== null && <From question={from} />}
      <header>
        <h1>{document.title ?? document.origin?.split("/").at(-1) ?? "Untitled document"}</h1>
        <p class="byline">
          {document.publisher ?? "publisher unknown"}
          {document.authors && document.authors.length > 0 && `, ${document.authors.join(", ")}`}, <When date={document.published} />
          {document.url !== null && /^https?:\/\//.test(document.url) && (
            <>
              {" · "}
              <a href={document.url} rel="noreferrer noopener" target="_blank">
                original page
              </a>
            </>
          )}
        </p>
        {document.publisher !== null && <GradeSource name={document.publisher} grade={view.statements[0]?.grade.slice(0, 1) ?? null} />}
        <ul class="legend" aria-label="Marks in the text">
          <li>
            <span class="actor-mark">actor</span>
          </li>
          <li>
            <span class="speaker-mark">speaker</span>
          </li>
          <li>
            <span class="cue-mark for">words for the tie</span>
          </li>
          <li>
            <span class="cue-mark against">words against it</span>
          </li>
        </ul>
      </header>
      <div class="reading">
        <MarkedText view={view} selected={selected} select={select} />
        <aside aria-label="Statements in this document">
          <h2>{count(ordered.length, "statement", "statements")}</h2>
          {ordered.length === 0 && <p>The coder found nothing about ties in this text. Words and grammar it does not know may still say something.</p>}
          <ul class="statements">
            {ordered.map((record) => (
              <Card key={record.statement.id} record={record} selected={record.statement.id === selected} select={select} from={from} />
            ))}
          </ul>
        </aside>
      </div>
    </article>
  );
}

/** The question the reader comes from, with its number as it now stands. */
function From({ question }: { question: string }) {
  const view = useApi<TieView>(path`/api/questions/${question}`).data;
  return (
    <p class="from">
      <Link href={path`/ties/${question}`}>← {view?.question_text ?? "Back to the tie"}</Link>
      {view?.judgement && <strong class="number">{percent(view.judgement.probability)}</strong>}
    </p>
  );
}

function Card({ record, selected, select, from }: { record: StatementRecord; selected: boolean; select: (id: string) => void; from: string | null }) {
  const [act, setAct] = useState<Act | null>(null);
  const place = useRef<HTMLLIElement>(null);
  const s = record.statement;
  useEffect(() => {
    const node = place.current;
    const list = node?.closest("aside");
    // Only the list is scrolled here; the page itself goes to the sentence.
    if (selected && node && list) list.scrollTop = node.offsetTop - list.offsetTop - 60;
  }, [selected]);
  const done = (was: StatementRecord, what: Act) => {
    setAct(null);
    const words: Record<Act, string> = { accept: "Accepted.", correct: "Corrected.", reject: "Rejected.", grade: "Graded." };
    void tellMoved(words[what], was.statement, from, true);
  };
  return (
    <li ref={place} class={`statement ${selected ? "selected" : ""} ${record.review}`} id={`s-${s.id}`}>
      <button type="button" class="card-main" aria-pressed={selected} onClick={() => select(s.id)}>
        <span class="card-claim">{claim(s)}</span>
        <q class="quote">{s.cue.exact}</q>
      </button>
      <p class="facts-line">
        <BearingTag bearing={s.bearing} /> <GradeTag grade={record.grade} /> <When date={s.when} />
        <span class="quiet" title="Probability that a careful reader would agree with the coder">
          score {s.score.toFixed(2)}
        </span>
      </p>
      {record.review !== "open" && (
        <p class="small state">
          <strong>{record.review === "accepted" ? "Accepted" : "Rejected: it weighs nothing"}</strong>
          {record.review_reason !== null && `: ${record.review_reason}`}
        </p>
      )}
      {record.coded && (
        <p class="small state">
          <strong>Corrected</strong>
          {record.correction_reason !== null && `: ${record.correction_reason}`}. The coder had: {claim(record.coded)}.
        </p>
      )}
      <div class="card-actions">
        {record.review !== "accepted" && (
          <button type="button" onClick={() => setAct("accept")}>
            Accept
          </button>
        )}
        <button type="button" onClick={() => setAct("correct")}>
          Correct
        </button>
        {record.review !== "rejected" && (
          <button type="button" onClick={() => setAct("reject")}>
            Reject
          </button>
        )}
        <button type="button" onClick={() => setAct("grade")}>
          Grade
        </button>
      </div>
      {act && <EditDialog act={act} record={record} onClose={() => setAct(null)} onDone={done} />}
    </li>
  );
}

/** A statement by its id alone: finds its document and goes there. */
export function StatementPage({ id }: { id: string }) {
  const [, navigate] = useLocation();
  const loaded = useApi<StatementRecord>(path`/api/statements/${id}`);
  useTitle("Statement");
  const document = loaded.data?.document.id;
  useEffect(() => {
    if (document !== undefined) navigate(sentencePath(document, id, null), { replace: true });
  }, [document, id, navigate]);
  return loaded.error ? <Fault error={loaded.error} /> : <p class="waiting">Looking for the sentence …</p>;
}

const LIMIT = 50;

export function DocumentsPage() {
  useTitle("Documents");
  const search = new URLSearchParams(useSearch());
  const page = Math.max(1, Number(search.get("page") ?? 1) || 1);
  const [here, navigate] = useLocation();
  const loaded = useApi<{ total: number; items: DocumentSummary[] }>(`/api/documents?offset=${(page - 1) * LIMIT}&limit=${LIMIT}`);
  useEffect(() => {
    const next = loaded.data && page * LIMIT < loaded.data.total;
    if (next) void get(`/api/documents?offset=${page * LIMIT}&limit=${LIMIT}`).catch(() => null);
  }, [loaded.data, page]);
  return (
    <>
      <div class="page-head">
        <h1>Documents</h1>
        <Link href="/add" class="button">
          Add documents
        </Link>
      </div>
      <Wait of={loaded} what="the documents">
        {({ total, items }) =>
          total === 0 ? (
            <Empty title="The case holds no document yet.">
              <p>
                <Link href="/add">Add</Link> reports, pages or notes; each is read for what it says about ties.
              </p>
            </Empty>
          ) : (
            <>
              <p class="small">{count(total, "document", "documents")}, in the order of adding.</p>
              <table class="cards">
                <thead>
                  <tr>
                    <th scope="col">Title</th>
                    <th scope="col">Publisher</th>
                    <th scope="col">Published</th>
                    <th scope="col" class="num">
                      Statements
                    </th>
                    <th scope="col" class="num">
                      Characters
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((d) => (
                    <tr key={d.id}>
                      <th scope="row">
                        <Link href={path`/documents/${d.id}`}>{d.title ?? sourceLabel(d)}</Link>
                        {d.duplicate_of !== null && <span class="small">nearly the same text as an earlier document: one origin</span>}
                      </th>
                      <td data-label="Publisher">{d.publisher ?? <span class="quiet">unknown</span>}</td>
                      <td data-label="Published">
                        <When date={d.published} />
                      </td>
                      <td data-label="Statements" class="num">
                        {d.statements}
                      </td>
                      <td data-label="Characters" class="num">
                        {d.characters.toLocaleString("en-GB")}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {total > LIMIT && (
                <nav class="pages" aria-label="Pages of documents">
                  <button type="button" disabled={page <= 1} onClick={() => navigate(`${here}?page=${page - 1}`)}>
                    ← Previous
                  </button>
                  <span>
                    Page {page} of {Math.ceil(total / LIMIT)}
                  </span>
                  <button type="button" disabled={page * LIMIT >= total} onClick={() => navigate(`${here}?page=${page + 1}`)}>
                    Next →
                  </button>
                </nav>
              )}
            </>
          )
        }
      </Wait>
    </>
  );
}
