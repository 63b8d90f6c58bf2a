// What an edit moved, with the way back.
import { Link } from "wouter-preact";
import { ApiError, changed, path, send } from "../api/client";
import type { Statement } from "../api/types";
import { percent, points } from "../lib/format";
import { tell } from "../ui/toast";
import { type Moved, rejudge } from "./rejudge";

function words(fault: unknown): string {
  return fault instanceof ApiError ? [fault.message, fault.mend].filter(Boolean).join(" ") : String(fault);
}

function Lines({ moved }: { moved: Moved[] }) {
  if (moved.length === 0) return <p class="small">No open question is about this pair.</p>;
  return (
    <ul class="plain-list moved">
      {moved.map((m) => (
        <li key={m.question}>
          <Link href={path`/ties/${m.question}`}>{m.text}</Link>{" "}
          <strong>
            {m.before === null ? percent(m.after) : `${exact(m.before)} → ${exact(m.after)} (${points((m.after - m.before) * 100)})`}
          </strong>
          {m.why.slice(0, 3).map((c, i) => (
            <span class="small" key={i}>
              {points(c.points)}: {c.what}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Near the ends small moves matter: one decimal more than elsewhere. */
function exact(p: number): string {
  return p > 0.95 || p < 0.05 ? `${(p * 100).toFixed(2)}\u00a0%` : percent(p);
}

/** Judges again, then says what was done and what it moved, with a button that takes it back. */
export async function tellMoved(done: string, statement: Statement, from: string | null, undoable: boolean): Promise<void> {
  tell(<p>{done} Judging again …</p>);
  try {
    const moved = await rejudge(statement, from);
    tell(
      <>
        <p>{done}</p>
        <Lines moved={moved} />
        {undoable && (
          <button type="button" onClick={() => void undo(statement, from)}>
            Undo
          </button>
        )}
      </>,
    );
  } catch (fault) {
    tell(<p>{done} It could not be judged again: {words(fault)}</p>);
  }
}

export async function undo(statement: Statement, from: string | null): Promise<void> {
  try {
    await send("POST", "/api/undo", {});
    changed();
  } catch (fault) {
    tell(<p>Not undone: {words(fault)}</p>);
    return;
  }
  await tellMoved("Undone.", statement, from, false);
}
