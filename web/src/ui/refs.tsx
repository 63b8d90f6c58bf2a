// From a number to the sentence it rests on.
import { createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import { Link } from "wouter-preact";
import { path } from "../api/client";
import type { EvidenceItem } from "../api/types";
import { claim } from "../lib/words";

export interface References {
  /** Number in the evidence table and the item, by statement id. */
  places: Map<string, { number: number; item: EvidenceItem }>;
  /** The question the reader comes from; an edit judges it again. */
  question: string | null;
}

export const ReferencesContext = createContext<References>({ places: new Map(), question: null });

export function useReferences(evidence: EvidenceItem[], question: string): References {
  return useMemo(() => {
    const places: References["places"] = new Map();
    evidence.forEach((item, i) => {
      if (!places.has(item.statement.id)) places.set(item.statement.id, { number: i + 1, item });
    });
    return { places, question };
  }, [evidence, question]);
}

/** The address of a statement's sentence. */
export function sentencePath(document: string, statement: string, question: string | null): string {
  const from = question === null ? "" : `?from=${encodeURIComponent(question)}`;
  return `${path`/documents/${document}`}${from}#${statement}`;
}

/** Where the sentence of a statement stands, even if only its id is known. */
export function useSentence(statement: string | null | undefined): { href: string; title: string; number: number | null } | null {
  const { places, question } = useContext(ReferencesContext);
  if (!statement) return null;
  const place = places.get(statement);
  if (!place) return { href: path`/statements/${statement}`, title: "To the sentence", number: null };
  const { item, number } = place;
  return {
    href: sentencePath(item.document.id, statement, question),
    title: `${claim(item.statement)}: “${item.statement.cue.exact}”`,
    number,
  };
}

/** "[3]", a link to the sentence. */
export function Ref({ id }: { id: string }) {
  const to = useSentence(id);
  if (!to) return null;
  return (
    <Link href={to.href} class="ref" title={to.title} aria-label={`Evidence ${to.number ?? "elsewhere"}: ${to.title}`}>
      [{to.number ?? "…"}]
    </Link>
  );
}

/** "[1] [4]", at most `most`, the others behind a click. */
export function Refs({ ids, most = 6 }: { ids: string[]; most?: number }) {
  const rest = ids.slice(most);
  return (
    <span class="refs">
      {ids.slice(0, most).map((id) => (
        <Ref key={id} id={id} />
      ))}
      {rest.length > 0 && (
        <details class="more">
          <summary>and {rest.length} more</summary>
          {rest.map((id) => (
            <Ref key={id} id={id} />
          ))}
        </details>
      )}
    </span>
  );
}

/** A number that leads to the heaviest sentence it rests on; plain where it rests on none. */
export function Linked({ text, of, label, class: kind = "" }: { text: string; of: string | null | undefined; label: string; class?: string }) {
  const to = useSentence(of);
  if (!to) return <span class={`number ${kind}`}>{text}</span>;
  return (
    <Link href={to.href} class={`number ${kind}`} title={to.title} aria-label={`${text}, ${label}; to the heaviest sentence behind it`}>
      {text}
    </Link>
  );
}
