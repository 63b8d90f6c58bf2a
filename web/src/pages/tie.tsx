// One tie whole, in the order in which an analyst reads it.
import { useCallback, useEffect, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { ApiError, changed, path, send } from "../api/client";
import type { Judgement, TieView, WhatIf } from "../api/types";
import { points } from "../lib/format";
import { Alternatives } from "../tie/ach";
import { OverTime, Survival } from "../tie/charts";
import { Drivers } from "../tie/drivers";
import { Evidence } from "../tie/evidence";
import { Exports, Resolve } from "../tie/actions";
import { Changes, Confidence, Head, Key } from "../tie/head";
import { Indicators } from "../tie/indicators";
import { Assumptions, Commitments, Dissent, Gaps, Model, Track } from "../tie/rest";
import { Fault, useApi, Wait } from "../ui/load";
import { Empty, useTitle } from "../ui/parts";
import { ReferencesContext, useReferences } from "../ui/refs";
import { tell } from "../ui/toast";

const SECTIONS: [string, string][] = [
  ["key", "Key judgement"],
  ["confidence", "Confidence"],
  ["changes", "What changed"],
  ["over-time", "Over time"],
  ["drivers", "Drivers"],
  ["survival", "How long"],
  ["evidence", "Evidence"],
  ["alternatives", "Alternatives"],
  ["dissent", "Dissent"],
  ["commitments", "Commitments"],
  ["assumptions", "Assumptions"],
  ["indicators", "Indicators"],
  ["gaps", "Gaps"],
  ["track", "Track record"],
  ["exports", "Export"],
];

export function TiePage({ id }: { id: string }) {
  const loaded = useApi<TieView>(path`/api/questions/${id}`);
  useTitle(loaded.data?.question_text ?? "Tie");
  return (
    <Wait of={loaded} what="the judgement">
      {(view) => (view.judgement ? <Whole view={view} j={view.judgement} /> : <Unjudged view={view} />)}
    </Wait>
  );
}

function Whole({ view, j }: { view: TieView; j: Judgement }) {
  const [live, setLive] = useState<WhatIf | null>(null);
  const references = useReferences(j.evidence, j.question.id);
  const onLive = useCallback((w: WhatIf | null) => setLive(w), []);
  useEffect(() => {
    // A shared link to a section: it exists only now.
    const target = window.location.hash.slice(1);
    if (target !== "") document.getElementById(target)?.scrollIntoView();
  }, []);
  return (
    <ReferencesContext.Provider value={references}>
      <div class="with-side">
        <nav class="side no-print" aria-label="Sections of this judgement">
          <ul>
            {SECTIONS.map(([anchor, name]) => (
              <li key={anchor}>
                <a href={`#${anchor}`}>{name}</a>
              </li>
            ))}
          </ul>
          <Again id={j.question.id} />
        </nav>
        <article class="tie">
          <Head view={view} />
          <div class="columns">
            <Key j={j} live={live} />
            <div class="beside">
              <Confidence j={j} />
              <Changes j={j} />
            </div>
          </div>
          <OverTime view={view} />
          <Drivers j={j} />
          <Survival view={view} />
          <Evidence j={j} total={view.evidence_total ?? j.evidence.length} />
          <Alternatives j={j} />
          <Dissent j={j} />
          <Commitments j={j} />
          <div class="columns even">
            <Assumptions j={j} />
            <Gaps j={j} />
          </div>
          <Indicators j={j} live={live} onLive={onLive} />
          <Track j={j} />
          <Model j={j} />
          <Exports id={j.question.id} />
          {view.resolution === null && <Resolve question={view.question} />}
        </article>
      </div>
    </ReferencesContext.Provider>
  );
}

function Unjudged({ view }: { view: TieView }) {
  return (
    <article class="tie">
      <Head view={view} />
      <Empty title="Not judged yet.">
        <p>
          <Link href="/add">Add documents</Link>, or judge it by its base rate and what the case holds now.
        </p>
        <Again id={view.question.id} />
      </Empty>
    </article>
  );
}

function Again({ id }: { id: string }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const [, navigate] = useLocation();
  const judge = async () => {
    setBusy(true);
    setError(null);
    try {
      const { judgement, changed: moved } = await send<{ judgement: Judgement; changed: boolean }>("POST", path`/api/questions/${id}/judge`, {});
      changed();
      tell(
        moved && judgement.previous !== undefined
          ? `Judged again: ${points((judgement.probability - judgement.previous) * 100)}.`
          : "Judged again: nothing moved.",
      );
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
      <button type="button" disabled={busy} onClick={() => void judge()}>
        {busy ? "Judging …" : "Judge again"}
      </button>
      {error && <Fault error={error} />}
    </>
  );
}
