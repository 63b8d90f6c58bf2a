// Question, key judgement, confidence, changes.
import type { Judgement, TieView } from "../api/types";
import { interval, percent, points } from "../lib/format";
import { estimate, outcomeWords, proposition } from "../lib/words";
import { Moment, When } from "../ui/parts";
import { Linked, Ref } from "../ui/refs";
import { Scale } from "./scale";

export function Head({ view }: { view: TieView }) {
  // The judgement knows when the tie began where the evidence tells it.
  const question = view.judgement?.question ?? view.question;
  const { resolution } = view;
  return (
    <header class="question" id="question">
      <h1>{view.question_text}</h1>
      <dl class="facts">
        <div>
          <dt>Horizon</dt>
          <dd>
            <When date={question.until} />
          </dd>
        </div>
        <div>
          <dt>As of</dt>
          <dd>
            <When date={question.as_of} />
          </dd>
        </div>
        {question.tie.began !== null && (
          <div>
            <dt>Began</dt>
            <dd>
              <When date={question.tie.began} />
            </dd>
          </div>
        )}
        <div class="long">
          <dt>Resolution</dt>
          <dd>{question.rule}</dd>
        </div>
      </dl>
      {resolution && (
        <p class="note">
          Resolved: <strong>{outcomeWords(resolution.outcome)}</strong>, <When date={resolution.date} />, says {resolution.source}.
        </p>
      )}
    </header>
  );
}

/** The browser notes when it paints this element; tests/e2e/paint.e2e.ts reads that. */
const TIMED = { elementtiming: "judgement" };

export function Key({ j, live = null }: { j: Judgement; live?: Live | null }) {
  const base = j.base_rate;
  const heaviest = j.evidence[0]?.statement.id;
  return (
    <section id="key" aria-labelledby="key-h" class="key">
      <h2 id="key-h">Key judgement</h2>
      <p class="sentence" {...TIMED}>
        {estimate(j.term)} <span class="paren">(</span>
        <Linked text={percent(j.probability)} of={heaviest} label="probability" />
        <span class="paren">)</span> that {proposition(j.question)}.
      </p>
      {j.evidence.length === 0 && <p>No evidence about this tie was found: this is the base rate alone.</p>}
      <Scale probability={j.probability} interval50={j.interval50} interval90={j.interval90} base={base.probability} live={live?.probability ?? null} />
      <ul class="legend" aria-label="What the scale shows">
        <li>
          <span class="sym" aria-hidden="true">
            ●
          </span>{" "}
          result {percent(j.probability)}
        </li>
        <li>
          <span class="sym thick" aria-hidden="true" /> 50 % interval {interval(j.interval50)}
        </li>
        <li>
          <span class="sym thin" aria-hidden="true" /> 90 % interval {interval(j.interval90)}
        </li>
        <li>
          <span class="sym" aria-hidden="true">
            △
          </span>{" "}
          base rate {percent(base.probability)}
        </li>
        {live && (
          <li>
            <span class="sym" aria-hidden="true">
              ◇
            </span>{" "}
            what if: {percent(live.probability)}
          </li>
        )}
      </ul>
      <p class="small">
        Base rate {percent(base.probability)} (90 % interval {interval(base.interval90)}): {base.row}; {base.ends} ends in{" "}
        {base.exposure.toFixed(0)} tie-years, {percent(base.hazard)} a year. Source: {base.source}
      </p>
    </section>
  );
}

export interface Live {
  probability: number;
  points: number;
  interval90: [number, number];
}

export function Confidence({ j }: { j: Judgement }) {
  return (
    <section id="confidence" aria-labelledby="confidence-h">
      <h2 id="confidence-h">Confidence</h2>
      <p>
        Analytic confidence in this judgement is <strong class={`level ${j.confidence.level}`}>{j.confidence.level}</strong>.
      </p>
      <ul class="plain-list">
        {j.confidence.reasons.map((r) => (
          <li key={r}>{r}</li>
        ))}
      </ul>
    </section>
  );
}

export function Changes({ j }: { j: Judgement }) {
  return (
    <section id="changes" aria-labelledby="changes-h">
      <h2 id="changes-h">What changed</h2>
      {j.previous === undefined ? (
        <p>This is the first judgement of this question.</p>
      ) : (
        <>
          <p>
            From {percent(j.previous)} to {percent(j.probability)} (<strong>{points((j.probability - j.previous) * 100)}</strong>),{" "}
            judged <Moment time={j.made_at} />.
          </p>
          {j.changes.length === 0 && <p>No item moved it.</p>}
          <ul class="changes">
            {j.changes.slice(0, 12).map((c, i) => (
              <li key={i}>
                <Linked
                  text={points(c.points)}
                  of={c.statement}
                  label="shift"
                  class={c.points < 0 ? "against" : c.points > 0 ? "for" : ""}
                />
                <span>
                  {c.what} {c.statement !== undefined && <Ref id={c.statement} />}
                </span>
              </li>
            ))}
          </ul>
          {j.changes.length > 12 && <p class="small">and {j.changes.length - 12} smaller shifts (in the JSON export).</p>}
        </>
      )}
    </section>
  );
}
