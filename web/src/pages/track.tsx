// How earlier judgements turned out.
import { useCallback } from "preact/hooks";
import { Link } from "wouter-preact";
import { path } from "../api/client";
import type { TrackView } from "../api/types";
import { count, percent, score } from "../lib/format";
import { Chart, type Draw } from "../ui/chart";
import { useApi, Wait } from "../ui/load";
import { Empty, Scroll, useTitle, When } from "../ui/parts";

export function TrackPage() {
  useTitle("Track record");
  const loaded = useApi<TrackView>("/api/track-record");
  return (
    <>
      <h1>Track record</h1>
      <Wait of={loaded} what="the track record">
        {(view) => (view.score.n === 0 ? <Nothing view={view} /> : <Whole view={view} />)}
      </Wait>
    </>
  );
}

function left(view: TrackView): string {
  const s = view.score;
  return [
    s.open > 0 ? `${s.open} open` : "",
    s.early > 0 ? `${s.early} resolved before their date, counted once it has passed` : "",
    s.void > 0 ? `${s.void} void` : "",
    s.unjudged > 0 ? `${s.unjudged} resolved without a judgement` : "",
  ]
    .filter(Boolean)
    .join("; ");
}

function Nothing({ view }: { view: TrackView }) {
  return (
    <Empty title="No question has been resolved and scored yet.">
      <p>
        On the page of a <Link href="/">tie</Link>, store how its question came out; it is scored once its date has passed.
      </p>
      {left(view) !== "" && <p class="small">Not counted: {left(view)}.</p>}
    </Empty>
  );
}

function Whole({ view }: { view: TrackView }) {
  const s = view.score;
  const bins = s.reliability;
  const drawBins: Draw = useCallback((plot, width) => plot.reliabilityChart(bins, width), [bins]);
  const over = view.brier_over_time;
  const drawBrier: Draw = useCallback((plot, width) => plot.brierChart(over, width), [over]);
  return (
    <>
      <p>
        {count(s.n, "question", "questions")} scored{left(view) === "" ? "" : `; not counted: ${left(view)}`}.
        {s.n < 30 && " With so few, read the intervals, not the points."}
      </p>
      <Scroll label="Scores">
        <table class="narrow">
          <thead>
            <tr>
              <th scope="col">Score (0 is best)</th>
              <th scope="col" class="num">
                Judgements
              </th>
              <th scope="col" class="num">
                Base rates alone
              </th>
              <th scope="col" class="num">
                “It stays as it is”
              </th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">Brier</th>
              <td class="num">{score(s.brier)}</td>
              <td class="num">{score(s.base_rate_brier)}</td>
              <td class="num">{score(s.persistence_brier)}</td>
            </tr>
            <tr>
              <th scope="row">Log score</th>
              <td class="num">{score(s.log_score)}</td>
              <td class="num">{score(s.base_rate_log_score)}</td>
              <td class="num">{score(s.persistence_log_score)}</td>
            </tr>
          </tbody>
        </table>
      </Scroll>
      <p>
        Discrimination: {s.auc === null ? "not known until ties both held and broke" : `area under the ROC curve ${s.auc.toFixed(2)} (0.5 is chance, 1 is best)`}
        . Skill against the base rates: {s.skill_base_rate === null ? "n/a" : `${(s.skill_base_rate * 100).toFixed(0)} %`} (above 0 is better than they).
      </p>
      <div class="columns even">
        <section aria-labelledby="reliability-h">
          <h2 id="reliability-h">Reliability</h2>
          <Chart
            label="Forecast against share that held, by bins of 20 points, with 95 % intervals"
            draw={drawBins}
            head={["Forecast", "n", "Mean forecast", "Held", "95 % interval"]}
            rows={bins.map((b) => [
              `${(b.from * 100).toFixed(0)} to ${(b.to * 100).toFixed(0)} %`,
              String(b.n),
              b.forecast === null ? "" : percent(b.forecast),
              b.held === null ? "" : `${(b.held * 100).toFixed(0)} %`,
              b.n === 0 ? "" : `${(b.wilson95[0] * 100).toFixed(0)} to ${(b.wilson95[1] * 100).toFixed(0)} %`,
            ])}
            caption="On the dashed line, forecasts came true as often as they said. n counts the questions in a bin; bars are Wilson’s 95 % intervals."
          />
        </section>
        <section aria-labelledby="brier-h">
          <h2 id="brier-h">Brier score over time</h2>
          <Chart
            label="Mean Brier score so far, beside that of the base rates"
            draw={drawBrier}
            head={["Date", "Judgements", "Base rates", "n"]}
            rows={over.map((p) => [p.date, score(p.brier), score(p.base_rate_brier), String(p.n)])}
            caption="Mean of all questions scored by then; lower is better. Dashed: their base rates alone."
          />
        </section>
      </div>
      <h2>Questions</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Question</th>
            <th scope="col" class="num">
              Probability
            </th>
            <th scope="col" class="num">
              Base rate
            </th>
            <th scope="col">Outcome</th>
            <th scope="col">Resolved</th>
          </tr>
        </thead>
        <tbody>
          {view.questions.map((q, i) => (
            <tr key={i}>
              <th scope="row">{q.question === undefined ? q.question_text : <Link href={path`/ties/${q.question}`}>{q.question_text}</Link>}</th>
              <td data-label="Probability" class="num">
                {percent(q.probability)}
              </td>
              <td data-label="Base rate" class="num">
                {percent(q.base_rate)}
              </td>
              <td data-label="Outcome">{q.outcome}</td>
              <td data-label="Resolved">
                <When date={q.date} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
