// The waterfall: base rate, each driver, result, in log-odds that add up.
import { useMemo } from "preact/hooks";
import type { Judgement } from "../api/types";
import { percent, points, shift, signed } from "../lib/format";
import { ledger, probabilityAt, type Step } from "../lib/ledger";
import { BearingTag, Scroll } from "../ui/parts";
import { Linked, Refs } from "../ui/refs";

export function Drivers({ j }: { j: Judgement }) {
  const account = useMemo(() => ledger(j), [j]);
  const totals = account.steps.flatMap((s) => (s.kind === "base" ? [s.after] : [s.before, s.after]));
  const low = Math.min(0, ...totals);
  const high = Math.max(0, ...totals);
  return (
    <section id="drivers" aria-labelledby="drivers-h">
      <h2 id="drivers-h">Drivers</h2>
      <p class="small">
        From the base rate to the result in log-odds; the column adds up. “Effect” is the result minus the result without the driver.
      </p>
      <Scroll label="Drivers from base rate to result">
        <table class="drivers cards">
          <thead>
            <tr>
              <th scope="col">Driver</th>
              <th scope="col" class="num">
                Adds
              </th>
              <th scope="col" class="num">
                Total
              </th>
              <th scope="col" class="num">
                Holds
              </th>
              <th scope="col" class="num">
                Effect
              </th>
              <th scope="col" class="bar-head">
                <span class="axis-note">breaks</span>
                <span class="axis-note">log-odds</span>
                <span class="axis-note">holds</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {account.steps.map((step, i) => (
              <Row key={i} step={step} low={low} high={high} />
            ))}
            <tr class="total">
              <th scope="row">Result</th>
              <td />
              <td class="num" data-label="Total">{signed(account.total / 100, 2)}</td>
              <td class="num" data-label="Holds">{percent(j.probability)}</td>
              <td />
              <td class="bar">
                <Bar low={low} high={high} from={account.total} to={account.total} kind="mark" />
              </td>
            </tr>
          </tbody>
        </table>
      </Scroll>
      {j.drivers.length === 0 && <p>No evidence moves this judgement from its base rate. Add documents that name both actors.</p>}
      <LeaveOneOut j={j} />
    </section>
  );
}

function Row({ step, low, high }: { step: Step; low: number; high: number }) {
  const kind = step.kind === "base" ? "mark" : step.adds < 0 ? "against" : "for";
  return (
    <tr>
      <th scope="row">
        <span class="driver-label">
          {step.label}
          {step.bearing && (
            <>
              {" "}
              <BearingTag bearing={step.bearing} short />
            </>
          )}
        </span>
        {step.statements.length > 0 && <Refs ids={step.statements} most={5} />}
      </th>
      <td class="num" data-label="Adds">
        <Linked text={signed(step.adds / 100, 2)} of={step.statements[0]} label={`log-odds of ${step.label}`} />
      </td>
      <td class="num quiet" data-label="Total">{signed(step.after / 100, 2)}</td>
      <td class="num quiet" data-label="Holds">{percent(probabilityAt(step.after))}</td>
      <td class="num" data-label="Effect">{step.points === null ? "" : <Linked text={shift(step.points)} of={step.statements[0]} label={`effect in points of ${step.label}`} />}</td>
      <td class="bar">
        <Bar low={low} high={high} from={step.kind === "base" ? step.after : step.before} to={step.after} kind={kind} />
      </td>
    </tr>
  );
}

function Bar({ low, high, from, to, kind }: { low: number; high: number; from: number; to: number; kind: "for" | "against" | "mark" }) {
  const x = (v: number) => 4 + ((v - low) / Math.max(high - low, 1)) * 232;
  const left = Math.min(x(from), x(to));
  return (
    <svg viewBox="0 0 240 22" class="bar-svg" aria-hidden="true" preserveAspectRatio="none">
      <line class="zero" x1={x(0)} x2={x(0)} y1="0" y2="22" />
      {kind === "mark" ? (
        <rect class="mark" x={x(to) - 1.5} width="3" y="1" height="20" />
      ) : (
        <rect class={kind} x={left} width={Math.max(Math.abs(x(to) - x(from)), 1)} y="4" height="14" />
      )}
    </svg>
  );
}

function LeaveOneOut({ j }: { j: Judgement }) {
  if (j.leave_one_out.length === 0) return null;
  const heaviest = (source: string) => j.evidence.find((e) => e.document.publisher === source)?.statement.id;
  return (
    <details class="block">
      <summary>What it rests on: the result without each source</summary>
      <table class="narrow">
        <thead>
          <tr>
            <th scope="col">Without</th>
            <th scope="col" class="num">
              Result
            </th>
            <th scope="col" class="num">
              Its effect
            </th>
          </tr>
        </thead>
        <tbody>
          {j.leave_one_out.slice(0, 30).map((l) => (
            <tr key={l.source}>
              <th scope="row">{l.source}</th>
              <td class="num">{percent(l.probability)}</td>
              <td class="num">
                <Linked text={points(l.points)} of={heaviest(l.source)} label={`effect of ${l.source}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
