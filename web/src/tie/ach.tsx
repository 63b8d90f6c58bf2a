// Alternatives and the matrix of evidence against hypotheses.
import { useContext, useState } from "preact/hooks";
import type { AchCell, Judgement } from "../api/types";
import { percent } from "../lib/format";
import { claim } from "../lib/words";
import { Scroll } from "../ui/parts";
import { Linked, Ref, ReferencesContext } from "../ui/refs";

const CELL_WORDS: Record<AchCell, string> = {
  CC: "very consistent",
  C: "consistent",
  N: "neutral",
  I: "inconsistent",
  II: "very inconsistent",
};
const SHOWN = 12;

export function Alternatives({ j }: { j: Judgement }) {
  return (
    <section id="alternatives" aria-labelledby="alternatives-h">
      <h2 id="alternatives-h">Alternatives</h2>
      {j.alternatives.length === 0 ? (
        <p>No alternatives were weighed.</p>
      ) : (
        <Scroll label="Alternatives">
          <table class="narrow">
            <thead>
              <tr>
                <th scope="col">Hypothesis</th>
                <th scope="col" class="num">
                  Probability
                </th>
                <th scope="col" class="num">
                  Inconsistency
                </th>
                <th scope="col">Most diagnostic item</th>
              </tr>
            </thead>
            <tbody>
              {j.alternatives.map((a) => (
                <tr key={a.name}>
                  <th scope="row">{a.name}</th>
                  <td class="num">
                    <Linked text={percent(a.probability)} of={a.most_diagnostic} label={`probability of “${a.name}”`} />
                  </td>
                  <td class="num">{a.inconsistency.toFixed(2)}</td>
                  <td>{a.most_diagnostic === null ? "none" : <Item id={a.most_diagnostic} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <Matrix j={j} />
    </section>
  );
}

function Item({ id }: { id: string }) {
  const place = useContext(ReferencesContext).places.get(id);
  return (
    <span class="item">
      <Ref id={id} /> {place ? claim(place.item.statement) : ""}
    </span>
  );
}

function Matrix({ j }: { j: Judgement }) {
  const [all, setAll] = useState(false);
  if (j.alternatives.length === 0) return null;
  if (j.ach.length === 0) return <p>No item tells the alternatives apart.</p>;
  // At most as many as come with the page: the heaviest two hundred.
  const rows = all ? j.ach.slice(0, 200) : j.ach.slice(0, SHOWN);
  return (
    <>
      <h3>Evidence against hypotheses</h3>
      <Scroll label="Evidence against hypotheses">
        <table class="ach">
          <thead>
            <tr>
              <th scope="col">Item</th>
              {j.alternatives.map((a) => (
                <th key={a.name} scope="col" class="cell-head">
                  {a.name}
                </th>
              ))}
              <th scope="col" class="num">
                Diagnosticity
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.statement}>
                <th scope="row">
                  <Item id={row.statement} />
                </th>
                {j.alternatives.map((a, i) => {
                  const cell = row.cells[i] ?? "N";
                  return (
                    <td key={a.name} class={`cell ${cell}`}>
                      <abbr title={CELL_WORDS[cell]}>{cell}</abbr>
                    </td>
                  );
                })}
                <td class="num">
                  <Linked text={row.diagnosticity.toFixed(2)} of={row.statement} label="diagnosticity" />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Inconsistent items</th>
              {j.alternatives.map((a, i) => (
                <td key={a.name} class="num cell-sum">
                  {j.ach.filter((r) => r.cells[i] === "I" || r.cells[i] === "II").length}
                </td>
              ))}
              <td />
            </tr>
          </tfoot>
        </table>
      </Scroll>
      <p class="small">
        CC very consistent, C consistent, N neutral, I inconsistent, II very inconsistent; most diagnostic first.{" "}
        {j.ach.length > SHOWN && (
          <button type="button" class="linkish no-print" onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show ${Math.min(j.ach.length, 200) - SHOWN} more`}
          </button>
        )}
      </p>
    </>
  );
}
