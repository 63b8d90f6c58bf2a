// The ego network: where nodes stand and what an edge says in a year.
import type { NetworkView } from "../api/types";

export interface Position {
  x: number;
  y: number;
}

/**
 * Fixed places: the server's where it gives them, else the ego in the middle and the others on a
 * circle in the order of their ids, so that nothing moves when the year does.
 */
export function positions(network: NetworkView, ego: string): Map<string, Position> {
  const out = new Map<string, Position>();
  const others = network.nodes.filter((n) => n.id !== ego).sort((m, n) => (m.id < n.id ? -1 : m.id > n.id ? 1 : 0));
  const radius = Math.max(170, others.length * 15);
  others.forEach((node, i) => {
    const angle = (2 * Math.PI * i) / others.length + Math.PI;
    out.set(node.id, { x: Math.round(radius * Math.cos(angle)), y: Math.round(radius * 0.72 * Math.sin(angle)) });
  });
  out.set(ego, { x: 0, y: 0 });
  // The server's rings have the radius 1; wider than high, as the drawing is.
  for (const node of network.nodes) {
    if (node.x !== undefined && node.y !== undefined) out.set(node.id, { x: Math.round(node.x * radius * 1.3), y: Math.round(node.y * radius * 0.8) });
  }
  return out;
}

export interface EdgeSum {
  for: number;
  against: number;
  sign: "for" | "against" | "both" | "none";
}

/** What an edge adds up to in one year, or in all years and the undated (`year` null). */
export function edgeIn(edge: NetworkView["edges"][number], year: number | null): EdgeSum {
  let [pro, contra] = [0, 0];
  for (const y of edge.years) {
    if (year === null || y.year === year) {
      pro += y.for;
      contra += y.against;
    }
  }
  const sign = pro + contra === 0 ? "none" : pro > contra ? "for" : contra > pro ? "against" : "both";
  return { for: pro, against: contra, sign };
}

/** Every year that an edge speaks of, rising. */
export function years(network: NetworkView): number[] {
  const all = new Set(network.edges.flatMap((e) => e.years.flatMap((y) => (y.year === null ? [] : [y.year]))));
  return [...all].sort((a, b) => a - b);
}
