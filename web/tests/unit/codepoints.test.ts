import { describe, expect, it } from "vitest";
import { CodePoints, paragraphs, quoteParts, segments } from "../../src/lib/codepoints";

describe("code points", () => {
  const text = "🛰️ «Ça» – the 𝔽ront said “no”.";

  it("slices as the server counts, not by UTF-16 unit", () => {
    const points = new CodePoints(text);
    const all = Array.from(text);
    expect(points.length).toBe(all.length);
    for (let start = 0; start <= all.length; start += 1) {
      for (let end = start; end <= all.length; end += 1) {
        expect(points.slice(start, end)).toBe(all.slice(start, end).join(""));
      }
    }
  });

  it("stays inside the text", () => {
    const points = new CodePoints("a𝔽b");
    expect(points.slice(-3, 99)).toBe("a𝔽b");
    expect(points.unit(2)).toBe(3);
  });

  it("cuts overlapping and nested marks into stretches that give the text again", () => {
    const points = new CodePoints(text);
    const marks = [
      { start: 3, end: 7, what: "quote" },
      { start: 5, end: 15, what: "across" },
      { start: 14, end: 14, what: "empty" },
      { start: 0, end: points.length, what: "all" },
    ];
    const cut = segments(points, 0, points.length, marks);
    expect(cut.map((s) => s.text).join("")).toBe(text);
    expect(cut.find((s) => s.start === 5)?.marks.sort()).toEqual(["across", "all", "quote"]);
    expect(cut.some((s) => s.marks.includes("empty"))).toBe(false);
    for (const [i, s] of cut.entries()) expect(s.start).toBe(i === 0 ? 0 : cut[i - 1]?.end);
  });

  it("finds paragraphs whatever white space parts them", () => {
    const points = new CodePoints("First 🛰️ line\nstill first.\n\n\n  Second. \n");
    expect(paragraphs(points).map((p) => points.slice(p.start, p.end))).toEqual(["First 🛰️ line\nstill first.", "Second."]);
    expect(paragraphs(new CodePoints(" \n\n "))).toEqual([]);
  });

  it("marks the cue inside its sentence by offset, else by its words", () => {
    const passage = { start: 10, exact: "𝔽 said no and no." };
    // "𝔽 said no and no.": the second "no" begins 14 code points into the sentence.
    expect(quoteParts(passage, { start: 24, exact: "no" })).toEqual({ before: "𝔽 said no and ", cue: "no", after: "." });
    expect(quoteParts(passage, { start: 99, exact: "said" })).toEqual({ before: "𝔽 ", cue: "said", after: " no and no." });
    expect(quoteParts(passage, { start: 10, exact: "absent" })).toEqual({ before: passage.exact, cue: "", after: "" });
  });
});
