// Words over documents and quotes.
import { useEffect, useRef } from "preact/hooks";
import { Link, useLocation, useSearch } from "wouter-preact";
import { path } from "../api/client";
import type { DocumentRef, SearchResults, Snippet } from "../api/types";
import { CodePoints, segments } from "../lib/codepoints";
import { field } from "../lib/form";
import { count } from "../lib/format";
import { sourceLabel } from "../lib/words";
import { useApi, Wait } from "../ui/load";
import { Empty, Marked, useTitle, When } from "../ui/parts";
import { sentencePath } from "../ui/refs";

const LIMIT = 50;

export function SearchPage() {
  const q = (new URLSearchParams(useSearch()).get("q") ?? "").trim();
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  useTitle(q === "" ? "Search" : `${q} · search`);
  const found = useApi<SearchResults>(q === "" ? null : `/api/search?${new URLSearchParams({ q, limit: String(LIMIT) }).toString()}`);
  useEffect(() => {
    if (q === "") input.current?.focus();
  }, [q]);
  return (
    <>
      <h1>Search</h1>
      <form
        class="controls search"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const words = field(new FormData(event.currentTarget), "q");
          navigate(words === "" ? "/search" : `/search?${new URLSearchParams({ q: words }).toString()}`);
        }}
      >
        <label class="grow">
          Words <input ref={input} type="search" name="q" value={q} placeholder={'"safe haven" sanctu*'} />
        </label>
        <button type="submit">Search</button>
      </form>
      <p class="small">
        “Two words” in quotation marks must follow each other; <code>sanctu*</code> finds every word that begins so.
      </p>
      {q !== "" && (
        <Wait of={found} what="what was found">
          {(r) =>
            r.documents.length + r.statements.length === 0 ? (
              <Empty title="Nothing was found.">
                <p>Try fewer words, or the beginning of one with a star: sanctu*.</p>
              </Empty>
            ) : (
              <Results r={r} />
            )
          }
        </Wait>
      )}
    </>
  );
}

function Results({ r }: { r: SearchResults }) {
  const many = (n: number) => (n === LIMIT ? `the best ${LIMIT}` : String(n));
  return (
    <>
      <p role="status" class="small">
        {count(r.statements.length, "statement", "statements")}, {count(r.documents.length, "document", "documents")}.
      </p>
      <section aria-labelledby="statements-h">
        <h2 id="statements-h">Statements ({many(r.statements.length)})</h2>
        {r.statements.length === 0 && <p>No quote of a statement holds these words.</p>}
        <ul class="hits">
          {r.statements.map((s) => (
            <li key={s.id}>
              <Link href={sentencePath(s.document.id, s.id, null)}>
                <Words snippet={s.snippet} />
              </Link>
              <Where document={s.document} />
              {s.rejected && <span class="small">rejected</span>}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="documents-h">
        <h2 id="documents-h">Documents ({many(r.documents.length)})</h2>
        {r.documents.length === 0 && <p>No document holds these words.</p>}
        <ul class="hits">
          {r.documents.map((d) => (
            <li key={d.document.id}>
              <Link href={path`/documents/${d.document.id}`}>{d.document.title ?? sourceLabel(d.document)}</Link>
              <span>
                <Words snippet={d.snippet} />
              </span>
              <Where document={d.document} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Where({ document }: { document: DocumentRef }) {
  return (
    <span class="small">
      {sourceLabel(document)}, <When date={document.published} />
    </span>
  );
}

function Words({ snippet }: { snippet: Snippet }) {
  const points = new CodePoints(snippet.text);
  const marks = snippet.hits.map((h) => ({ start: h.start, end: h.end, what: true }));
  return <Marked pieces={segments(points, 0, points.length, marks).map((s) => ({ text: s.text, hit: s.marks.length > 0 }))} />;
}
