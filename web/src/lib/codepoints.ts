// The server counts characters in Unicode code points; JavaScript strings count UTF-16 units.

/** A text that can be sliced by code point, in constant memory for text of the basic plane. */
export class CodePoints {
  readonly text: string;
  readonly length: number;
  /** Code point index of every character that takes two units, rising. */
  readonly #wide: number[] = [];

  constructor(text: string) {
    this.text = text;
    let at = 0;
    for (const character of text) {
      if (character.length === 2) this.#wide.push(at);
      at += 1;
    }
    this.length = at;
  }

  /** UTF-16 offset of a code point offset, kept inside the text. */
  unit(point: number): number {
    const inside = Math.min(Math.max(point, 0), this.length);
    let [low, high] = [0, this.#wide.length];
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((this.#wide[mid] ?? 0) < inside) low = mid + 1;
      else high = mid;
    }
    return inside + low;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

/** A range of code points with what it marks. */
export interface Mark<T> {
  start: number;
  end: number;
  what: T;
}

/** A stretch of text under the same marks. */
export interface Segment<T> {
  start: number;
  end: number;
  text: string;
  marks: T[];
}

/** Cuts `[from, to)` of the text at every edge of a mark; marks may overlap and nest. */
export function segments<T>(points: CodePoints, from: number, to: number, marks: Mark<T>[]): Segment<T>[] {
  const inside = marks.filter((m) => m.start < to && m.end > from && m.end > m.start);
  const edges = new Set([from, to]);
  for (const m of inside) {
    if (m.start > from) edges.add(m.start);
    if (m.end < to) edges.add(m.end);
  }
  const sorted = [...edges].sort((x, y) => x - y);
  // Marks by start, so that each is looked at only while it is open.
  const waiting = [...inside].sort((x, y) => x.start - y.start);
  let open: Mark<T>[] = [];
  let next = 0;
  const out: Segment<T>[] = [];
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const [start, end] = [sorted[i] ?? from, sorted[i + 1] ?? to];
    open = open.filter((m) => m.end > start);
    for (let mark = waiting[next]; mark && mark.start <= start; mark = waiting[next]) {
      if (mark.end > start) open.push(mark);
      next += 1;
    }
    out.push({ start, end, text: points.slice(start, end), marks: open.map((m) => m.what) });
  }
  return out;
}

/** Paragraphs (parted by blank lines) as code point ranges without the line breaks at their ends. */
export function paragraphs(points: CodePoints): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = [];
  let at = 0;
  let begun: number | null = null;
  let last = 0;
  let breaks = 0;
  for (const character of points.text) {
    if (character === "\n") {
      breaks += 1;
      if (breaks >= 2 && begun !== null) {
        out.push({ start: begun, end: last });
        begun = null;
      }
    } else if (character.trim() !== "" || begun !== null) {
      if (character.trim() !== "") {
        breaks = 0;
        begun ??= at;
        last = at + 1;
      }
    }
    at += 1;
  }
  if (begun !== null) out.push({ start: begun, end: last });
  return out;
}

/** A sentence as before, cue, after; the cue is empty where it does not lie in the sentence. */
export function quoteParts(
  passage: { start: number; exact: string },
  cue: { start: number; exact: string },
): { before: string; cue: string; after: string } {
  const sentence = new CodePoints(passage.exact);
  const from = cue.start - passage.start;
  const length = new CodePoints(cue.exact).length;
  if (length > 0 && from >= 0 && sentence.slice(from, from + length) === cue.exact) {
    return {
      before: sentence.slice(0, from),
      cue: cue.exact,
      after: sentence.slice(from + length, sentence.length),
    };
  }
  const found = cue.exact === "" ? -1 : passage.exact.indexOf(cue.exact);
  if (found < 0) return { before: passage.exact, cue: "", after: "" };
  return {
    before: passage.exact.slice(0, found),
    cue: cue.exact,
    after: passage.exact.slice(found + cue.exact.length),
  };
}
