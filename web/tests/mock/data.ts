// An invented case: no actor, publisher or event in it exists.
import type { ActorRef, Bearing, DocumentRef, Kind, Passage, Stance, Statement, StatementRecord } from "../../src/api/types";

export const HOST: ActorRef = { id: "northmark", name: "Northmark" };
export const GUEST: ActorRef = { id: "ember-front", name: "Ember Front" };
const COUNCIL: ActorRef = { id: "lake-council", name: "Lake Council" };
const RIVAL: ActorRef = { id: "harbour-league", name: "Harbour League" };
export const ACTORS: ActorRef[] = [HOST, GUEST, COUNCIL, RIVAL];
export const QUESTION_ID = "northmark--ember-front--hosting--2027-12-31";

interface Said {
  text: string;
  cue: string;
  kind: Kind;
  stance: Stance;
  bearing: Bearing;
  weight: number;
  a?: ActorRef;
  b?: ActorRef;
  by?: ActorRef;
  when?: string;
  costly?: boolean;
}

interface Source {
  title: string;
  publisher: string;
  published: string;
  grade: string;
  said: Said[];
}

// The first title holds characters of two UTF-16 units, so that offsets are tried on them.
const SOURCES: Source[] = [
  {
    title: "Monitors: the Ember Front keeps its camps 🏕️ in Northmark",
    publisher: "Lake Council Monitors",
    published: "2025-11-06",
    grade: "A2",
    said: [
      { text: "🛰️ Satellite images show that Northmark still shelters the Ember Front in the hills of Ostrava Vale.", cue: "still shelters", kind: "shelter", stance: "asserted", bearing: "for", weight: 0.52, when: "2025-10" },
      { text: "The Lake Council said the Ember Front renewed its pledge of allegiance to the rulers of Northmark.", cue: "renewed its pledge of allegiance", kind: "allegiance", stance: "asserted", bearing: "for", weight: 0.48, a: GUEST, b: HOST, by: COUNCIL, when: "2025-09-14", costly: true },
    ],
  },
  {
    title: "Northmark promises to send foreign fighters away",
    publisher: "Tern Gazette",
    published: "2024-05-02",
    grade: "B3",
    said: [
      { text: "Northmark pledged to expel the Ember Front within two years.", cue: "pledged to expel", kind: "break", stance: "promised", bearing: "against", weight: -0.31, by: HOST, when: "2024-04-30" },
      { text: "Officials of Northmark denied that any camp of the Ember Front is left.", cue: "denied", kind: "shelter", stance: "denied", bearing: "against", weight: -0.12, by: HOST },
      { text: "The Harbour League and the Ember Front fought near the coast.", cue: "fought", kind: "hostility", stance: "asserted", bearing: "against", weight: 0, a: RIVAL, b: GUEST, when: "2024-03" },
    ],
  },
  {
    title: "Payments continue, says an audit",
    publisher: "Audit Office of the Lakes",
    published: "2025-02",
    grade: "B2",
    said: [
      { text: "Northmark sent money to the Ember Front in three instalments.", cue: "sent money", kind: "support", stance: "asserted", bearing: "for", weight: 0.36, when: "2024-08/2024-12" },
      { text: "Both sides met in secret, an aide said.", cue: "met in secret", kind: "contact", stance: "hedged", bearing: "for", weight: 0.07 },
    ],
  },
];

function passage(document: string, text: string, start: number, exact: string): Passage {
  const all = Array.from(text);
  const end = start + Array.from(exact).length;
  return { document, start, end, exact, prefix: all.slice(Math.max(0, start - 32), start).join(""), suffix: all.slice(end, end + 32).join("") };
}

export interface MockDocument {
  ref: DocumentRef;
  text: string;
  records: StatementRecord[];
  weights: Map<string, number>;
}

function build(source: Source, index: number): MockDocument {
  const id = `doc${index + 1}`;
  const text = source.said.map((s) => s.text).join("\n\n");
  const ref: DocumentRef = { id, title: source.title, publisher: source.publisher, published: source.published, url: null, origin: `pages/${id}.md` };
  const weights = new Map<string, number>();
  const records = source.said.map((said, k): StatementRecord => {
    const start = Array.from(text.slice(0, text.indexOf(said.text))).length;
    const cueAt = start + Array.from(said.text.slice(0, said.text.indexOf(said.cue))).length;
    const statement: Statement = {
      id: `${id}-s${k + 1}`,
      a: said.a ?? HOST,
      b: said.b ?? GUEST,
      kind: said.kind,
      direction: "a->b",
      stance: said.stance,
      said_by: said.by ?? null,
      when: said.when ?? null,
      bearing: said.bearing,
      costly: said.costly ?? false,
      event: null,
      passage: passage(id, text, start, said.text),
      cue: passage(id, text, cueAt, said.cue),
      score: 0.7,
    };
    weights.set(statement.id, said.weight);
    return { statement, document: ref, grade: source.grade, credibility_reason: null, review: "open", review_reason: null, coded: null, correction_reason: null, by_hand: false, cluster: null, version: 1 };
  });
  return { ref, text, records, weights };
}

export function documents(): MockDocument[] {
  return SOURCES.map(build);
}
