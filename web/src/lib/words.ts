// The sentences around the numbers, in the words of the terminal report.
import type {
  Bearing,
  Commitment,
  DissentSide,
  DocumentRef,
  End,
  Outcome,
  Question,
  Statement,
  TieClass,
} from "../api/types";

/** The proposition judged, without "that". */
export function proposition(question: Question): string {
  const { a, b } = question.tie;
  switch (question.ends) {
    case "break":
      return `the tie between ${a.name} and ${b.name} holds until ${question.until}`;
    case "support":
      return `${b.name} still has support from ${a.name} on ${question.until}`;
    case "hosting":
      return `${b.name} is still hosted by ${a.name} on ${question.until}`;
  }
}

/** How a sentence with this estimative term begins, up to "that". */
export function estimate(term: string): string {
  if (!/(chance|possibility)$/.test(term)) return `It is ${term}`;
  return term.startsWith("almost no") ? `There is ${term}` : `There is a ${term}`;
}

/** Doer, arrow, target. */
export function parties(s: Statement): { from: string; arrow: string; to: string } {
  const turned = s.direction === "b->a";
  return {
    from: turned ? s.b.name : s.a.name,
    arrow: s.direction === "mutual" ? "↔" : "→",
    to: turned ? s.a.name : s.b.name,
  };
}

/** "Taliban → al-Qaeda: shelter, asserted, by UN monitors". */
export function claim(s: Statement): string {
  const { from, arrow, to } = parties(s);
  const speaker = s.said_by ? `, by ${s.said_by.name}` : "";
  return `${from} ${arrow} ${to}: ${s.kind}, ${s.stance}${speaker}${s.costly ? ", costly act" : ""}`;
}

export function bearingWords(bearing: Bearing): string {
  return bearing === "neutral" ? "neutral" : `${bearing} the tie`;
}

/** ▲ for, ▼ against, ◆ neutral: bearing is never told by colour alone. */
export function bearingSign(bearing: Bearing): string {
  return bearing === "for" ? "▲" : bearing === "against" ? "▼" : "◆";
}

export function sideWords(side: DissentSide): string {
  if (!side.remarks || side.remarks.length === 0) return bearingWords(side.bearing);
  return side.bearing === "for" ? "strong or growing" : "weak or weakening";
}

/** Speakers by affiliation: "United Nations (UN monitors)". */
export function speakers(side: DissentSide): string {
  const groups = side.speakers.map((s) => {
    const names = s.names.filter((n) => n !== s.affiliation);
    return names.length === 0 ? s.affiliation : `${s.affiliation} (${names.join(", ")})`;
  });
  return groups.length === 0 ? "no speaker named" : groups.join("; ");
}

export function statusWords(status: Commitment["status"]): string {
  switch (status) {
    case "kept":
      return "kept";
    case "violated":
      return "violated";
    case "mixed":
      return "later evidence points both ways";
    case "unknown":
      return "no later evidence";
  }
}

export function outcomeWords(outcome: Outcome): string {
  return outcome === "held" ? "the tie held" : outcome === "broke" ? "the tie broke" : "void, not scored";
}

/** Publisher, else title, else file, else id. */
export function sourceLabel(document: DocumentRef): string {
  return document.publisher ?? document.title ?? document.origin ?? document.id;
}

export const END_WORDS: Record<End, string> = {
  break: "an explicit break (split, disavowal, expulsion, war between the two)",
  support: "no more material support (money, arms, training, fighters)",
  hosting: "no more hosting (expelled, handed over or gone)",
};

export const CLASS_WORDS: Record<TieClass, string> = {
  "state-group-support": "a state supports an armed group",
  "state-group-shelter": "a state or de facto authority hosts an armed group",
  "group-group": "two armed groups or parties",
  "state-state": "two states",
};

export const RELIABILITY_WORDS: Record<string, string> = {
  A: "completely reliable",
  B: "usually reliable",
  C: "fairly reliable",
  D: "not usually reliable",
  E: "unreliable",
  F: "cannot be judged",
};

export const CREDIBILITY_WORDS: Record<string, string> = {
  "1": "confirmed by other sources",
  "2": "probably true",
  "3": "possibly true",
  "4": "doubtful",
  "5": "improbable",
  "6": "cannot be judged",
};

/** "B2: source usually reliable; item probably true". */
export function gradeTitle(grade: string): string {
  const source = RELIABILITY_WORDS[grade.slice(0, 1)] ?? "";
  const item = CREDIBILITY_WORDS[grade.slice(1)] ?? "";
  return `${grade}: source ${source}; item ${item}`;
}
