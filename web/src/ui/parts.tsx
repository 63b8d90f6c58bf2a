// Small parts that every page uses.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Bearing, Statement } from "../api/types";
import { quoteParts } from "../lib/codepoints";
import { dateTitle, minute, rangeDays } from "../lib/dates";
import { bearingSign, bearingWords, gradeTitle } from "../lib/words";

/** Sets the title of the browser's window. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? "unravel" : `${title} · unravel`;
  }, [title]);
}

/** A date or range as ISO; its weekday on hover. */
export function When({ date, none = "undated" }: { date: string | null | undefined; none?: string }) {
  if (!date) return <span class="quiet">{none}</span>;
  const days = rangeDays(date);
  const machine = date.includes("/") ? days?.[0] : date;
  return (
    <time dateTime={machine ?? date} title={dateTitle(date)}>
      {date}
    </time>
  );
}

/** A moment as "2026-03-01 14:05 UTC"; its weekday on hover. */
export function Moment({ time }: { time: string }) {
  return (
    <time dateTime={time} title={dateTitle(time.slice(0, 10))}>
      {minute(time)}
    </time>
  );
}

export function BearingTag({ bearing, short = false }: { bearing: Bearing; short?: boolean }) {
  return (
    <span class={`bearing ${bearing}`}>
      <span aria-hidden="true">{bearingSign(bearing)}</span> {short ? bearing : bearingWords(bearing)}
    </span>
  );
}

export function GradeTag({ grade }: { grade: string }) {
  return (
    <abbr class="grade" title={gradeTitle(grade)}>
      {grade}
    </abbr>
  );
}

/** The quoted sentence with the words that carry the claim marked. */
export function Quote({ statement }: { statement: Statement }) {
  const parts = quoteParts(statement.passage, statement.cue);
  return (
    <q class="quote">
      {parts.before}
      {parts.cue !== "" && <mark class={statement.bearing}>{parts.cue}</mark>}
      {parts.after}
    </q>
  );
}

/** An empty state: what is missing and what to do. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>
        <strong>{title}</strong>
      </p>
      {children}
    </div>
  );
}

/** Text with its hits marked, cut by code point on the server. */
export function Marked({ pieces }: { pieces: { text: string; hit: boolean }[] }) {
  return (
    <>
      {pieces.map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : <span key={i}>{p.text}</span>))}
    </>
  );
}

/** A table that scrolls sideways inside itself, reachable by keyboard. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
