// Who changed what, when and why; and the way back.
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { ApiError, changed, path, send } from "../api/client";
import type { AuditEntry } from "../api/types";
import { Fault, useApi, Wait } from "../ui/load";
import { Empty, Moment, useTitle } from "../ui/parts";
import { tell } from "../ui/toast";

const SHOWN = 200;

export function LogPage() {
  useTitle("Log");
  const loaded = useApi<AuditEntry[]>(`/api/audit?limit=${SHOWN}`);
  const [error, setError] = useState<ApiError | null>(null);
  const undo = async (change: number) => {
    setError(null);
    try {
      await send("POST", "/api/undo", { change });
      changed();
      tell("Undone. “Judge again” on a tie shows what that moves.");
    } catch (cause) {
      if (cause instanceof ApiError) setError(cause);
      else throw cause;
    }
  };
  return (
    <>
      <h1>Log</h1>
      <p>Every change of the case, newest first. Nothing is ever overwritten.</p>
      {error && <Fault error={error} />}
      <Wait of={loaded} what="the log">
        {(entries) =>
          entries.length === 0 ? (
            <Empty title="Nothing has been changed yet." />
          ) : (
            <table class="cards log">
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col">When</th>
                  <th scope="col">Who</th>
                  <th scope="col">Why</th>
                  <th scope="col">Back</th>
                </tr>
              </thead>
              <tbody>
                {entries.map((e) => (
                  <tr key={e.id}>
                    <th scope="row">
                      {e.action} <Target entry={e} />
                    </th>
                    <td data-label="When">
                      <Moment time={e.at} />
                    </td>
                    <td data-label="Who">{e.who}</td>
                    <td data-label="Why">{e.reason ?? <span class="quiet">no reason given</span>}</td>
                    <td data-label="Back">
                      {e.undoable && e.undoes === null ? (
                        <button type="button" onClick={() => void undo(e.change)}>
                          Undo<span class="hidden-text"> {`${e.action} ${e.entity_id}`}</span>
                        </button>
                      ) : (
                        <span class="quiet">{e.undoes === null ? "no" : `undid change ${e.undoes}`}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Wait>
    </>
  );
}

function Target({ entry }: { entry: AuditEntry }) {
  const { entity, entity_id: id } = entry;
  if (entity === "document") return <Link href={path`/documents/${id}`}>{id}</Link>;
  if (entity === "statement") return <Link href={path`/statements/${id}`}>{id}</Link>;
  if (entity === "question" || entity === "resolution") return <Link href={path`/ties/${id}`}>{id}</Link>;
  return <span class="quiet">{id}</span>;
}
