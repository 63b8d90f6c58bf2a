// Accept, correct, reject; a stale edit is shown with both versions.
import { useState } from "preact/hooks";
import { ApiError, changed, path, send } from "../api/client";
import type { Bearing, Direction, Edit, Kind, Patch, Stance, StatementRecord } from "../api/types";
import { field } from "../lib/form";
import { claim } from "../lib/words";
import { Dialog } from "../ui/dialog";
import { Fault } from "../ui/load";
import { BearingTag, Quote, When } from "../ui/parts";

export const KINDS: Kind[] = ["alliance", "allegiance", "shelter", "support", "agreement", "contact", "affinity", "hostility", "break"];
const STANCES: Stance[] = ["asserted", "denied", "hedged", "promised", "predicted", "hypothetical"];
const BEARINGS: Bearing[] = ["for", "against", "neutral"];
const DIRECTIONS: Direction[] = ["a->b", "b->a", "mutual"];
const CREDIBILITIES = ["1", "2", "3", "4", "5", "6"];

export type Act = "accept" | "correct" | "reject" | "grade";

const TITLES: Record<Act, string> = {
  accept: "Accept this statement",
  correct: "Correct this statement",
  reject: "Reject this statement",
  grade: "Grade this statement",
};

interface Stale {
  edit: Edit;
  theirs: StatementRecord;
  message: string;
}

function staleOf(error: ApiError, edit: Edit): Stale | null {
  if (error.status !== 409 || typeof error.body !== "object" || error.body === null || !("theirs" in error.body)) return null;
  const { theirs } = error.body as { theirs: StatementRecord | null };
  return theirs ? { edit, theirs, message: error.message } : null;
}

/** Asks for what an edit needs, sends it, and tells the caller when the case has changed. */
export function EditDialog({ act, record, onClose, onDone }: { act: Act; record: StatementRecord; onClose: () => void; onDone: (was: StatementRecord, act: Act) => void }) {
  const [error, setError] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const [stale, setStale] = useState<Stale | null>(null);
  const s = record.statement;

  const put = async (edit: Edit) => {
    setBusy(true);
    setError(null);
    try {
      await send<StatementRecord>("PATCH", path`/api/statements/${s.id}`, edit);
      changed();
      onDone(record, act);
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      const conflict = staleOf(cause, edit);
      setStale(conflict);
      setError(conflict ? null : cause);
    } finally {
      setBusy(false);
    }
  };

  const submit = (form: HTMLFormElement) => {
    const data = new FormData(form);
    const value = (name: string) => field(data, name);
    const reason = value("reason");
    const edit: Edit = { version: record.version, ...(reason === "" ? {} : { reason }) };
    if (act === "accept") edit.review = "accepted";
    else if (act === "reject") edit.review = "rejected";
    else if (act === "grade") edit.grade = value("grade");
    else {
      const patch = patchOf(value, record);
      if (Object.keys(patch).length === 0) {
        setError(new ApiError(0, "Nothing is different from the statement as it stands.", "Change a field, or close this.", null));
        return;
      }
      edit.patch = patch;
    }
    void put(edit);
  };

  if (stale) {
    return (
      <StaleDialog
        stale={stale}
        mine={record}
        busy={busy}
        onClose={() => {
          changed();
          onClose();
        }}
        onAgain={() => void put({ ...stale.edit, version: stale.theirs.version })}
      />
    );
  }
  return (
    <Dialog title={TITLES[act]} onClose={onClose}>
      <p>{claim(s)}</p>
      <p>
        <Quote statement={s} />
      </p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit(event.currentTarget);
        }}
      >
        {act === "correct" && <Fields record={record} />}
        {act === "grade" && (
          <label>
            Credibility
            <select name="grade" value={record.grade.slice(1)}>
              {CREDIBILITIES.map((c) => (
                <option key={c} value={c}>
                  {c}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          Reason{act === "accept" ? " (optional)" : ""}
          <textarea name="reason" rows={2} required={act !== "accept"} placeholder={act === "reject" ? "for example: about another group" : "what the reader after you should know"} />
        </label>
        {error && <Fault error={error} />}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>
            {busy ? "Saving …" : TITLES[act].replace(" this statement", "")}
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function patchOf(value: (name: string) => string, { statement: s }: StatementRecord): Patch {
  const patch: Patch = {};
  const kind = KINDS.find((k) => k === value("kind"));
  const stance = STANCES.find((k) => k === value("stance"));
  const bearing = BEARINGS.find((k) => k === value("bearing"));
  const direction = DIRECTIONS.find((k) => k === value("direction"));
  if (kind && kind !== s.kind) patch.kind = kind;
  if (stance && stance !== s.stance) patch.stance = stance;
  if (bearing && bearing !== s.bearing) patch.bearing = bearing;
  if (direction && direction !== s.direction) patch.direction = direction;
  const when = value("when") === "" ? null : value("when");
  if (when !== s.when) patch.when = when;
  return patch;
}

function Fields({ record }: { record: StatementRecord }) {
  const s = record.statement;
  const directions: Record<Direction, string> = { "a->b": `${s.a.name} → ${s.b.name}`, "b->a": `${s.b.name} → ${s.a.name}`, mutual: `${s.a.name} ↔ ${s.b.name}` };
  return (
    <div class="fields">
      <Choice name="kind" label="Kind" options={KINDS} value={s.kind} />
      <Choice name="stance" label="Stance" options={STANCES} value={s.stance} />
      <Choice name="direction" label="Direction" options={DIRECTIONS} value={s.direction} words={directions} />
      <Choice name="bearing" label="Bearing" options={BEARINGS} value={s.bearing} />
      <label>
        When
        <input name="when" value={s.when ?? ""} placeholder="1999, 1999-05, 1999-05-12" pattern="\d{4}(-\d{2}){0,2}(/\d{4}(-\d{2}){0,2})?" title="1999, 1999-05, 1999-05-12 or START/END" />
      </label>
    </div>
  );
}

function Choice<T extends string>({ name, label, options, value, words }: { name: string; label: string; options: T[]; value: T; words?: Record<T, string> }) {
  return (
    <label>
      {label}
      <select name={name} value={value}>
        {options.map((o) => (
          <option key={o} value={o}>
            {words ? words[o] : o}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Somebody else was faster: both versions side by side, nothing lost. */
function StaleDialog({ stale, mine, busy, onClose, onAgain }: { stale: Stale; mine: StatementRecord; busy: boolean; onClose: () => void; onAgain: () => void }) {
  const { theirs, edit } = stale;
  return (
    <Dialog title="Somebody else has changed this statement" onClose={onClose} wide>
      <p>{stale.message} Your edit was not saved. Both versions:</p>
      <div class="versions">
        <div>
          <h3>Theirs, as it now counts (version {theirs.version})</h3>
          <Version record={theirs} />
        </div>
        <div>
          <h3>Yours (made on version {mine.version})</h3>
          <Version record={{ ...mine, review: edit.review ?? mine.review, statement: { ...mine.statement, ...edit.patch } }} />
          {edit.grade !== undefined && <p>Credibility: {edit.grade}</p>}
          {edit.reason !== undefined && <p class="small">Reason: {edit.reason}</p>}
        </div>
      </div>
      <div class="actions">
        <button type="button" class="primary" onClick={onClose}>
          Keep theirs
        </button>
        <button type="button" disabled={busy} onClick={onAgain}>
          Put mine on top of theirs
        </button>
      </div>
    </Dialog>
  );
}

function Version({ record }: { record: StatementRecord }) {
  const s = record.statement;
  return (
    <dl class="version">
      <dt>Claim</dt>
      <dd>{claim(s)}</dd>
      <dt>Bearing</dt>
      <dd>
        <BearingTag bearing={s.bearing} />
      </dd>
      <dt>When</dt>
      <dd>
        <When date={s.when} />
      </dd>
      <dt>Review</dt>
      <dd>
        {record.review}
        {record.review_reason !== null && `: ${record.review_reason}`}
      </dd>
      {record.correction_reason !== null && (
        <>
          <dt>Corrected</dt>
          <dd>{record.correction_reason}</dd>
        </>
      )}
    </dl>
  );
}
