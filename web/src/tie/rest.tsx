// Dissent, commitments, assumptions, gaps, track record, how the number was made.
import { Link } from "wouter-preact";
import type { CitedRemark, Judgement } from "../api/types";
import { count, percent, points, score, shortId } from "../lib/format";
import { outcomeWords, sideWords, sourceLabel, speakers, statusWords } from "../lib/words";
import { BearingTag, Moment, When } from "../ui/parts";
import { Ref, Refs, sentencePath } from "../ui/refs";

export function Dissent({ j }: { j: Judgement }) {
  return (
    <section id="dissent" aria-labelledby="dissent-h">
      <h2 id="dissent-h">Dissent</h2>
      {j.dissent.length === 0 && <p>No dissent found.</p>}
      {j.dissent.map((d) => (
        <div class="dissent" key={d.proposition}>
          <h3>On {d.proposition}</h3>
          <div class="sides">
            {d.sides.map((side, i) => (
              <div class={`side ${side.bearing}`} key={i}>
                <p>
                  {side.remarks && side.remarks.length > 0 ? <strong>{sideWords(side)}</strong> : <BearingTag bearing={side.bearing} />}
                </p>
                <p>
                  {speakers(side)} <Refs ids={side.statements} />
                </p>
                {(side.remarks ?? []).slice(0, 6).map((r, k) => (
                  <Remark key={k} cited={r} />
                ))}
              </div>
            ))}
          </div>
          {d.note !== "" && <p class="small">{d.note}</p>}
        </div>
      ))}
    </section>
  );
}

function Remark({ cited }: { cited: CitedRemark }) {
  return (
    <p class="small">
      <Link href={sentencePath(cited.document.id, "", null).replace(/#$/, "")}>
        <q class="quote">{cited.remark.passage.exact}</q>
      </Link>{" "}
      ({sourceLabel(cited.document)}
      {cited.document.published !== null && (
        <>
          , <When date={cited.document.published} />
        </>
      )}
      )
    </p>
  );
}

export function Commitments({ j }: { j: Judgement }) {
  return (
    <section id="commitments" aria-labelledby="commitments-h">
      <h2 id="commitments-h">Commitments and compliance</h2>
      {j.commitments.length === 0 && <p>No commitment found.</p>}
      <ul class="plain-list">
        {j.commitments.map((c) => (
          <li key={c.statement}>
            {c.by.name} to {c.to.name}, <When date={c.when} /> <Ref id={c.statement} />: <strong>{statusWords(c.status)}</strong>.
            {c.complied.length > 0 && (
              <>
                {" "}
                Kept: <Refs ids={c.complied} />
              </>
            )}
            {c.violated.length > 0 && (
              <>
                {" "}
                Broken: <Refs ids={c.violated} />
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Assumptions({ j }: { j: Judgement }) {
  return (
    <section id="assumptions" aria-labelledby="assumptions-h">
      <h2 id="assumptions-h">Assumptions</h2>
      {j.assumptions.length === 0 && <p>No assumption recorded.</p>}
      <ul class="plain-list">
        {j.assumptions.map((a) => (
          <li key={a.text}>
            {a.text}{" "}
            <span class="quiet">
              {a.if_false === null ? "(effect not computed)" : `(if false: ${percent(a.if_false)}, ${points((a.if_false - j.probability) * 100)})`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Gaps({ j }: { j: Judgement }) {
  return (
    <section id="gaps" aria-labelledby="gaps-h">
      <h2 id="gaps-h">Gaps</h2>
      {j.gaps.length === 0 && <p>No gap recorded.</p>}
      <ul class="plain-list">
        {j.gaps.map((g) => (
          <li key={g}>{g}</li>
        ))}
      </ul>
    </section>
  );
}

export function Track({ j }: { j: Judgement }) {
  const t = j.track_record;
  return (
    <section id="track" aria-labelledby="track-h">
      <h2 id="track-h">Track record</h2>
      <p>
        {t.resolved === 0
          ? "No question of this case has been resolved yet."
          : `${count(t.resolved, "question", "questions")} resolved: mean Brier score ${score(t.brier)}, of the base rates ${score(t.base_rate_brier)} (0 is best).`}
        {t.this_question !== undefined && ` This question has been resolved: ${outcomeWords(t.this_question)}.`}{" "}
        <Link href="/track-record" class="no-print">
          All of it
        </Link>
      </p>
    </section>
  );
}

export function Model({ j }: { j: Judgement }) {
  return (
    <section id="model" aria-labelledby="model-h">
      <h2 id="model-h">How the number was made</h2>
      <p class="small">
        Weights {j.model.weights}, {count(j.model.draws, "posterior draw", "posterior draws")}, seed {j.model.seed}. Judgement {shortId(j.id)},
        made <Moment time={j.made_at} />. {j.model.notes.join("; ")}.
      </p>
    </section>
  );
}
