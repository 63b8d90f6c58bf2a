// Files and pasted text into the case, with progress by document.
import { useEffect, useRef, useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { ApiError, changed, get, path, send } from "../api/client";
import type { JobView } from "../api/types";
import { field } from "../lib/form";
import { count, percent, points } from "../lib/format";
import { Fault } from "../ui/load";
import { useTitle } from "../ui/parts";

const POLL_MS = 400;

export function AddPage() {
  useTitle("Add");
  const [job, setJob] = useState<string | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [sending, setSending] = useState(false);
  const put = async (body: FormData | Record<string, string>) => {
    setError(null);
    setSending(true);
    setJob(null);
    try {
      setJob((await send<{ job: string }>("POST", "/api/documents", body)).job);
    } catch (cause) {
      if (cause instanceof ApiError) setError(cause);
      else throw cause;
    } finally {
      setSending(false);
    }
  };
  return (
    <>
      <h1>Add</h1>
      <p>Each document is read for what it says about ties; then the open questions are judged again.</p>
      <div class="columns even">
        <Drop busy={sending} put={(files) => void put(formOf(files))} />
        <Paste busy={sending} put={(body) => void put(body)} />
      </div>
      {sending && (
        <p class="waiting" role="status">
          Sending …
        </p>
      )}
      {error && <Fault error={error} />}
      {job !== null && <Progress key={job} id={job} />}
    </>
  );
}

function formOf(files: File[]): FormData {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  return form;
}

function Drop({ busy, put }: { busy: boolean; put: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0) put(files);
  };
  return (
    <section aria-labelledby="files-h">
      <h2 id="files-h">Files</h2>
      <div
        class={`drop ${over ? "over" : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <p>Drop files here, or</p>
        <label class="button">
          choose files
          <input
            ref={input}
            class="hidden-text"
            type="file"
            multiple
            disabled={busy}
            onChange={(event) => {
              take(event.currentTarget.files);
              event.currentTarget.value = "";
            }}
          />
        </label>
        <p class="small">HTML, PDF, DOCX, text, Markdown, e-mail, feeds, WARC, JSON Lines. What the case holds already is skipped.</p>
      </div>
    </section>
  );
}

function Paste({ busy, put }: { busy: boolean; put: (body: Record<string, string>) => void }) {
  return (
    <section aria-labelledby="paste-h">
      <h2 id="paste-h">Text</h2>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const body: Record<string, string> = {};
          for (const name of ["text", "title", "publisher", "published", "url"]) {
            const value = field(data, name);
            if (value !== "") body[name] = value;
          }
          put(body);
        }}
      >
        <label>
          Text
          <textarea name="text" rows={8} required />
        </label>
        <div class="fields">
          <label>
            Title
            <input name="title" />
          </label>
          <label>
            Publisher
            <input name="publisher" />
          </label>
          <label>
            Published
            <input name="published" placeholder="1999, 1999-05, 1999-05-12" pattern="\d{4}(-\d{2}){0,2}" title="1999, 1999-05 or 1999-05-12" />
          </label>
          <label>
            Address
            <input name="url" type="url" placeholder="https://" />
          </label>
        </div>
        <button type="submit" class="primary" disabled={busy}>
          Add the text
        </button>
      </form>
    </section>
  );
}

const STATUS_WORDS: Record<JobView["files"][number]["status"], string> = {
  waiting: "waiting",
  reading: "being read",
  added: "added",
  known: "held already",
  skipped: "skipped",
};

function Progress({ id }: { id: string }) {
  const [job, setJob] = useState<JobView | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  useEffect(() => {
    let stopped = false;
    let timer = 0;
    const look = async () => {
      try {
        const now = await get<JobView>(path`/api/jobs/${id}`);
        if (stopped) return;
        setJob(now);
        if (now.done) changed();
        else timer = window.setTimeout(() => void look(), POLL_MS);
      } catch (cause) {
        if (!stopped && cause instanceof ApiError) setError(cause);
      }
    };
    void look();
    return () => {
      stopped = true;
      window.clearTimeout(timer);
    };
  }, [id]);
  if (error) return <Fault error={error} />;
  if (!job) return null;
  const finished = job.files.filter((f) => f.status !== "waiting" && f.status !== "reading").length;
  const statements = job.files.reduce((sum, f) => sum + f.statements, 0);
  return (
    <section aria-labelledby="progress-h">
      <h2 id="progress-h">{job.done ? "Read" : "Reading"}</h2>
      <p role="status">
        {finished} of {count(job.files.length, "file", "files")}, {count(statements, "statement", "statements")} found.
      </p>
      {job.error !== undefined && <Fault error={new ApiError(0, job.error, null, null)} />}
      <progress value={finished} max={Math.max(job.files.length, 1)} aria-label="Files read" />
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">State</th>
            <th scope="col" class="num">
              Documents
            </th>
            <th scope="col" class="num">
              Statements
            </th>
          </tr>
        </thead>
        <tbody>
          {job.files.map((f, i) => (
            <tr key={i}>
              <th scope="row">{f.name}</th>
              <td data-label="State">
                {STATUS_WORDS[f.status]}
                {f.why !== undefined && <span class="small">{f.why}</span>}
              </td>
              <td data-label="Documents" class="num">
                {f.documents}
              </td>
              <td data-label="Statements" class="num">
                {f.statements}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {job.done && (
        <>
          <h3>What moved</h3>
          {job.moved.length === 0 ? (
            <p>No open question moved.</p>
          ) : (
            <ul class="plain-list">
              {job.moved.map((m) => (
                <li key={m.question}>
                  <Link href={path`/ties/${m.question}`}>{m.question_text}</Link> {m.before === null ? "" : `${percent(m.before)} → `}
                  {m.after === null ? `could not be judged: ${m.why ?? "no reason given"}` : percent(m.after)}
                  {m.points !== null && <strong> ({points(m.points)})</strong>}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
