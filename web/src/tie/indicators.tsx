// Indicators with "what if": tick one and see the number move. Nothing is stored.
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError, path, send } from "../api/client";
import type { Judgement, WhatIf } from "../api/types";
import { interval, percent, points } from "../lib/format";
import { Fault } from "../ui/load";
import { BearingTag, When } from "../ui/parts";

export function Indicators({ j, live, onLive }: { j: Judgement; live: WhatIf | null; onLive: (w: WhatIf | null) => void }) {
  const [ticked, setTicked] = useState<number[]>([]);
  const [error, setError] = useState<ApiError | null>(null);
  const asked = useRef(0);
  // A new judgement has other indicators.
  useEffect(() => {
    setTicked([]);
    onLive(null);
  }, [j.id, onLive]);
  const tick = (index: number, on: boolean) => {
    const next = on ? [...ticked, index].sort((a, b) => a - b) : ticked.filter((i) => i !== index);
    setTicked(next);
    asked.current += 1;
    const turn = asked.current;
    if (next.length === 0) {
      onLive(null);
      return;
    }
    send<WhatIf>("POST", path`/api/questions/${j.question.id}/what-if`, { indicators: next }).then(
      (answer) => {
        setError(null);
        if (turn === asked.current) onLive(answer);
      },
      (cause: unknown) => cause instanceof ApiError && setError(cause),
    );
  };
  return (
    <section id="indicators" aria-labelledby="indicators-h">
      <h2 id="indicators-h">Indicators</h2>
      {j.indicators.length === 0 ? (
        <p>No indicator recorded.</p>
      ) : (
        <>
          <p>
            What would move the judgement, were it seen. <span class="no-print">Tick to see it; nothing is stored.</span>
          </p>
          <p class={`what-if ${live ? "on" : ""}`} role="status" aria-live="polite">
            {live ? (
              <>
                What if: <strong>{percent(live.probability)}</strong> ({points(live.points)}; 90 % interval {interval(live.interval90)})
                instead of {percent(j.probability)}.
              </>
            ) : (
              <>What if: none ticked; the judgement stands at {percent(j.probability)}.</>
            )}
          </p>
          {error && <Fault error={error} />}
          <ul class="indicators">
            {j.indicators.map((i, index) => (
              <li key={index}>
                <label>
                  <input type="checkbox" checked={ticked.includes(index)} onChange={(e) => tick(index, e.currentTarget.checked)} />
                  <span>{i.text}</span>
                </label>
                <span class="indicator-facts">
                  <BearingTag bearing={i.direction} short /> <strong class="number">{points(i.points)}</strong>
                  <span class="quiet">
                    {i.kind}, {i.stance}, until <When date={i.deadline} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
