// The reliability of a publisher, graded where its documents are read.
import { useState } from "preact/hooks";
import { ApiError, changed, path, send } from "../api/client";
import type { SourceSummary } from "../api/types";
import { field } from "../lib/form";
import { RELIABILITY_WORDS } from "../lib/words";
import { Dialog } from "../ui/dialog";
import { Fault, useApi } from "../ui/load";
import { tell } from "../ui/toast";

export function GradeSource({ name, grade }: { name: string; grade: string | null }) {
  const [open, setOpen] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const sources = useApi<SourceSummary[]>(open ? "/api/sources" : null);
  const now = sources.data?.find((s) => s.name === name);
  const submit = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    try {
      await send("PATCH", path`/api/sources/${name}`, { grade: field(data, "grade"), reason: field(data, "reason"), ...(now ? { version: now.version } : {}) });
      changed();
      setOpen(false);
      tell("Graded. “Judge again” on a tie shows what that moves.");
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      // Somebody else graded it meanwhile: theirs is read again and shown above the form.
      if (cause.status === 409) changed();
      setError(cause);
    }
  };
  return (
    <p class="source-grade">
      {grade !== null && (
        <>
          Source graded <strong>{grade}</strong>, {RELIABILITY_WORDS[grade] ?? ""}.{" "}
        </>
      )}
      <button type="button" class="linkish" onClick={() => setOpen(true)}>
        Grade the source
      </button>
      {open && (
        <Dialog title={`Grade ${name}`} onClose={() => setOpen(false)}>
          <form
            class="form"
            onSubmit={(event) => {
              event.preventDefault();
              void submit(event.currentTarget);
            }}
          >
            {now && (
              <p>
                Graded {now.reliability}, {RELIABILITY_WORDS[now.reliability] ?? ""}
                {now.note !== undefined && `: ${now.note}`}. {now.documents} of its documents are in the case.
              </p>
            )}
            <label>
              Reliability
              <select name="grade" value={now?.reliability ?? grade ?? "F"}>
                {Object.entries(RELIABILITY_WORDS).map(([letter, words]) => (
                  <option key={letter} value={letter}>
                    {letter}: {words}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Reason
              <textarea name="reason" rows={2} required placeholder="for example: names its sources, corrects errors" />
            </label>
            {error && <Fault error={error} />}
            <div class="actions">
              <button type="submit" class="primary">
                Grade
              </button>
              <button type="button" onClick={() => setOpen(false)}>
                Cancel
              </button>
            </div>
          </form>
        </Dialog>
      )}
    </p>
  );
}
