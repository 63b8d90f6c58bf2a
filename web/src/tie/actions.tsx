// What a reader does with a judgement: export it, print it, resolve the question.
import { useState } from "preact/hooks";
import { ApiError, changed, path, send } from "../api/client";
import type { Outcome, Question, Resolution } from "../api/types";
import { field } from "../lib/form";
import { Fault } from "../ui/load";
import { tell } from "../ui/toast";

const FORMATS: [string, string, string][] = [
  ["html", "HTML", "one file, opens offline, prints"],
  ["markdown", "Markdown", "to paste into a report"],
  ["json", "JSON", "everything"],
  ["csv", "CSV", "the evidence table"],
  ["stix", "STIX 2.1", "for threat intelligence tools"],
  ["ftm", "FollowTheMoney", "for Aleph"],
  ["gexf", "GEXF", "the network, for Gephi"],
];

export function Exports({ id }: { id: string }) {
  return (
    <section id="exports" aria-labelledby="exports-h" class="no-print">
      <h2 id="exports-h">Export</h2>
      <ul class="exports">
        {FORMATS.map(([format, name, use]) => (
          <li key={format}>
            <a href={`${path`/api/questions/${id}/export`}?format=${format}`} download>
              {name}
            </a>
            <span class="quiet">{use}</span>
          </li>
        ))}
        <li>
          <button type="button" class="linkish" onClick={() => window.print()}>
            Print
          </button>
          <span class="quiet">this page on two or three sheets of A4</span>
        </li>
      </ul>
    </section>
  );
}

export function Resolve({ question }: { question: Question }) {
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    setBusy(true);
    setError(null);
    try {
      await send<Resolution>("POST", path`/api/questions/${question.id}/resolve`, {
        outcome: field(data, "outcome") as Outcome,
        date: field(data, "date"),
        source: field(data, "source"),
      });
      changed();
      tell("Resolved. The judgements of this question are scored once its date has passed.");
    } catch (cause) {
      if (cause instanceof ApiError) setError(cause);
      else throw cause;
    } finally {
      setBusy(false);
    }
  };
  return (
    <section id="resolve" aria-labelledby="resolve-h" class="no-print">
      <h2 id="resolve-h">Resolution</h2>
      <details class="block">
        <summary>Store how the question came out</summary>
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            void submit(event.currentTarget);
          }}
        >
          <label>
            Outcome
            <select name="outcome">
              <option value="held">held</option>
              <option value="broke">broke</option>
              <option value="void">void: the question lost its sense</option>
            </select>
          </label>
          <label>
            Date
            <input type="date" name="date" required value={question.until} />
          </label>
          <label>
            Who says so
            <input name="source" required placeholder="report, date" />
          </label>
          {error && <Fault error={error} />}
          <button type="submit" disabled={busy}>
            Resolve
          </button>
        </form>
      </details>
    </section>
  );
}
