// A new question.
import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { ApiError, changed, path, send } from "../api/client";
import type { ActorSummary, End, TieClass } from "../api/types";
import { field } from "../lib/form";
import { CLASS_WORDS, END_WORDS } from "../lib/words";
import { Fault, useApi } from "../ui/load";
import { useTitle } from "../ui/parts";

export function AskPage() {
  useTitle("Ask a question");
  const actors = useApi<ActorSummary[]>("/api/actors").data ?? [];
  const [, navigate] = useLocation();
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const value = (name: string) => field(data, name);
    setBusy(true);
    setError(null);
    try {
      const { id } = await send<{ id: string }>("POST", "/api/questions", {
        a: value("a"),
        b: value("b"),
        until: value("until"),
        ends: value("ends"),
        ...(value("class") === "" ? {} : { class: value("class") }),
        ...(value("began") === "" ? {} : { began: value("began") }),
      });
      changed();
      navigate(path`/ties/${id}`);
    } catch (cause) {
      if (cause instanceof ApiError) setError(cause);
      else throw cause;
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1>Ask a question</h1>
      <p>How likely is it that actor A keeps its tie with actor B until a date? Say first what would count as its end.</p>
      <form
        class="form page-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <label>
          Actor A: supporter or host, where there is one
          <input name="a" required list="actors" autocomplete="off" />
        </label>
        <label>
          Actor B
          <input name="b" required list="actors" autocomplete="off" />
        </label>
        <datalist id="actors">
          {actors.slice(0, 200).map((a) => (
            <option key={a.id} value={a.name} />
          ))}
        </datalist>
        <label>
          Until
          <input name="until" type="date" required />
        </label>
        <label>
          What would count as its end
          <select name="ends">
            {(Object.keys(END_WORDS) as End[]).map((e) => (
              <option key={e} value={e}>
                {END_WORDS[e]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Class of the tie
          <select name="class">
            <option value="">as the kinds of the two actors suggest</option>
            {(Object.keys(CLASS_WORDS) as TieClass[]).map((c) => (
              <option key={c} value={c}>
                {CLASS_WORDS[c]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Began, where known
          <input name="began" placeholder="1996, 1996-05, 1996-05-18" pattern="\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?" title="1996, 1996-05, 1996-05-18 or START/END" />
        </label>
        {error && <Fault error={error} />}
        <button type="submit" class="primary" disabled={busy}>
          {busy ? "Judging …" : "Ask and judge"}
        </button>
      </form>
    </>
  );
}
