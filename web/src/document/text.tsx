// The text with actors, cues and speakers marked. Text only: nothing in it is read as HTML.
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Bearing, DocumentView } from "../api/types";
import { CodePoints, type Mark, paragraphs, segments } from "../lib/codepoints";
import { claim } from "../lib/words";

interface What {
  kind: "actor" | "cue" | "speaker" | "sentence";
  id: string;
  bearing: Bearing;
  title: string;
  rejected: boolean;
}

export function MarkedText({ view, selected, select }: { view: DocumentView; selected: string | null; select: (id: string) => void }) {
  const points = useMemo(() => new CodePoints(view.document.text), [view.document.text]);
  const blocks = useMemo(() => paragraphs(points), [points]);
  const marks = useMemo(() => marksOf(view), [view]);
  const place = useRef<HTMLDivElement>(null);
  const chosen = view.statements.find((r) => r.statement.id === selected)?.statement;
  const sentence: Mark<What>[] = chosen
    ? [{ start: chosen.passage.start, end: chosen.passage.end, what: { kind: "sentence", id: chosen.id, bearing: chosen.bearing, title: "", rejected: false } }]
    : [];
  useEffect(() => {
    place.current?.querySelector(".sentence-mark")?.scrollIntoView({ block: "center" });
  }, [selected]);
  return (
    <div class="text" ref={place} lang={view.document.language}>
      {blocks.map((block) => (
        <p key={block.start}>
          {segments(points, block.start, block.end, [...sentence, ...marks]).map((s) => (
            <Piece key={s.start} text={s.text} marks={s.marks} selected={selected} select={select} />
          ))}
        </p>
      ))}
    </div>
  );
}

function marksOf(view: DocumentView): Mark<What>[] {
  const out: Mark<What>[] = [];
  for (const actor of view.coded.actors) {
    for (const m of actor.mentions) {
      out.push({ start: m.start, end: m.end, what: { kind: "actor", id: actor.id, bearing: "neutral", title: `${actor.name} (${actor.kind})`, rejected: false } });
    }
  }
  for (const a of view.coded.attributions) {
    for (const [span, title] of [
      [a.source, "speaker"],
      [a.cue, "says so"],
    ] as const) {
      out.push({ start: span.start, end: span.end, what: { kind: "speaker", id: "", bearing: "neutral", title, rejected: false } });
    }
  }
  for (const r of view.statements) {
    const s = r.statement;
    out.push({ start: s.cue.start, end: s.cue.end, what: { kind: "cue", id: s.id, bearing: s.bearing, title: claim(s), rejected: r.review === "rejected" } });
  }
  return out;
}

function Piece({ text, marks, selected, select }: { text: string; marks: What[]; selected: string | null; select: (id: string) => void }) {
  if (marks.length === 0) return <>{text}</>;
  const cues = marks.filter((m) => m.kind === "cue");
  const classes = new Set<string>(marks.map((m) => `${m.kind}-mark`));
  const cue = cues.find((c) => c.id === selected) ?? cues.find((c) => !c.rejected) ?? cues[0];
  const title = marks
    .map((m) => m.title)
    .filter(Boolean)
    .join("\n");
  if (!cue) {
    return (
      <span class={[...classes].join(" ")} title={title}>
        {text}
      </span>
    );
  }
  classes.add(cue.bearing);
  if (cue.id === selected) classes.add("chosen");
  if (cue.rejected) classes.add("rejected");
  return (
    <a
      class={[...classes].join(" ")}
      title={title}
      href={`#${cue.id}`}
      onClick={(event) => {
        event.preventDefault();
        select(cue.id);
      }}
    >
      {text}
    </a>
  );
}
