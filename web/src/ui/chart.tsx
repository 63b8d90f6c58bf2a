// A chart drawn after the text stands, with its figures as a table for whoever can't see it.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export type Draw = (plot: typeof import("../charts/plot"), width: number) => SVGElement | HTMLElement;

export interface ChartProps {
  label: string;
  /** Must change only when the data do. */
  draw: Draw;
  caption?: ComponentChildren;
  head: string[];
  rows: string[][];
}

export function Chart({ label, draw, caption, head, rows }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => {
    const node = place.current;
    if (!node) return;
    let stale = false;
    let drawn = 0;
    const paint = async () => {
      const width = Math.max(280, Math.floor(node.clientWidth));
      if (width === drawn) return;
      drawn = width;
      try {
        const plot = await import("../charts/plot");
        if (stale || drawn !== width) return;
        const chart = draw(plot, width);
        chart.setAttribute("aria-hidden", "true");
        node.replaceChildren(chart);
      } catch (cause) {
        if (!stale) setFault(cause instanceof Error ? cause.message : String(cause));
      }
    };
    const watch = new ResizeObserver(() => void paint());
    watch.observe(node);
    return () => {
      stale = true;
      watch.disconnect();
    };
  }, [draw]);
  return (
    <figure class="chart">
      <div ref={place} class="plot-place" role="img" aria-label={label} />
      {fault !== null && <p class="note fault">The chart could not be drawn ({fault}); its figures stand below.</p>}
      {caption && <figcaption>{caption}</figcaption>}
      <details class="figures">
        <summary>Figures as a table</summary>
        <div class="scroll" role="region" aria-label={`${label}: figures`} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {head.map((h) => (
                  <th key={h} scope="col">
                    {h}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, j) => (
                    <td key={j}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
