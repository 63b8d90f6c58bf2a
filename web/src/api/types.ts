// The JSON forms of the Rust types in crates/evidence, crates/casefile and crates/judge.

/** `1999`, `1999-05`, `1999-05-12`, or two of these joined by `/`. */
export type DateRange = string;
/** `YYYY-MM-DD`. */
export type Day = string;

export type Kind =
  | "alliance"
  | "allegiance"
  | "shelter"
  | "support"
  | "agreement"
  | "contact"
  | "affinity"
  | "hostility"
  | "break";
export type Stance = "asserted" | "denied" | "hedged" | "promised" | "predicted" | "hypothetical";
export type Bearing = "for" | "against" | "neutral";
export type Direction = "a->b" | "b->a" | "mutual";
export type TieClass = "state-group-support" | "state-group-shelter" | "group-group" | "state-state";
export type End = "break" | "support" | "hosting";
export type Outcome = "held" | "broke" | "void";
export type ConfidenceLevel = "low" | "moderate" | "high";
export type AchCell = "CC" | "C" | "N" | "I" | "II";
export type Review = "open" | "accepted" | "rejected";
export type ActorKind = "government" | "igo" | "party" | "armed group" | "person" | "other";
export type Interval = [number, number];

export interface ActorRef {
  id: string;
  name: string;
}

export interface Passage {
  document: string;
  /** First character, counted in Unicode code points. */
  start: number;
  /** One past the last character. */
  end: number;
  exact: string;
  prefix: string;
  suffix: string;
}

export interface Statement {
  id: string;
  a: ActorRef;
  b: ActorRef;
  kind: Kind;
  direction: Direction;
  stance: Stance;
  said_by: ActorRef | null;
  when: DateRange | null;
  place?: string;
  bearing: Bearing;
  costly: boolean;
  event: { type: string; mode: string | null; cameo?: string } | null;
  passage: Passage;
  cue: Passage;
  score: number;
}

export interface DocumentRef {
  id: string;
  title: string | null;
  publisher: string | null;
  published: DateRange | null;
  url: string | null;
  origin?: string;
}

export interface Question {
  id: string;
  tie: { a: ActorRef; b: ActorRef; class: TieClass; began: DateRange | null };
  ends: End;
  as_of: Day;
  until: Day;
  rule: string;
}

export interface Resolution {
  question: string;
  outcome: Outcome;
  date: Day;
  source: string;
}

export interface BaseRate {
  probability: number;
  interval90: Interval;
  row: string;
  hazard: number;
  ends: number;
  exposure: number;
  source: string;
}

export interface Change {
  what: string;
  points: number;
  statement?: string;
}

export interface Driver {
  label: string;
  kind: Kind;
  bearing: Bearing;
  log_odds: number;
  points: number;
  statements: string[];
}

export interface EvidenceItem {
  statement: Statement;
  document: DocumentRef;
  grade: string;
  cluster: number;
  weight: number;
  note?: string;
  review?: Review | "corrected" | null;
  version?: number;
}

export interface Alternative {
  name: string;
  probability: number;
  inconsistency: number;
  most_diagnostic: string | null;
}

export interface AchRow {
  statement: string;
  cells: AchCell[];
  diagnosticity: number;
}

export interface CitedRemark {
  document: DocumentRef;
  remark: {
    actor: ActorRef;
    strong: boolean;
    said_by: ActorRef | null;
    passage: Passage;
    cue: Passage;
    score: number;
  };
}

export interface DissentSide {
  bearing: Bearing;
  speakers: { affiliation: string; names: string[] }[];
  statements: string[];
  remarks?: CitedRemark[];
}

export interface Dissent {
  proposition: string;
  sides: DissentSide[];
  note: string;
}

export interface Commitment {
  by: ActorRef;
  to: ActorRef;
  when: DateRange | null;
  statement: string;
  status: "kept" | "violated" | "mixed" | "unknown";
  complied: string[];
  violated: string[];
}

export interface Assumption {
  text: string;
  if_false: number | null;
}

export interface Indicator {
  text: string;
  kind: Kind;
  stance: Stance;
  direction: Bearing;
  points: number;
  deadline: Day;
}

export interface Judgement {
  id: string;
  made_at: string;
  question: Question;
  question_text: string;
  probability: number;
  term: string;
  yardstick: "icd203" | "phia";
  interval50: Interval;
  interval90: Interval;
  confidence: { level: ConfidenceLevel; reasons: string[] };
  base_rate: BaseRate;
  changes: Change[];
  previous?: number;
  drivers: Driver[];
  evidence: EvidenceItem[];
  leave_one_out: { source: string; probability: number; points: number }[];
  alternatives: Alternative[];
  ach: AchRow[];
  dissent: Dissent[];
  commitments: Commitment[];
  assumptions: Assumption[];
  indicators: Indicator[];
  gaps: string[];
  track_record: {
    resolved: number;
    brier: number | null;
    base_rate_brier: number | null;
    this_question?: Outcome;
  };
  model: { weights: string; draws: number; seed: number; notes: string[] };
}

export interface HistoryPoint {
  id: string;
  made_at: string;
  as_of: Day;
  probability: number;
  interval50?: Interval;
  interval90: Interval;
}

export interface SurvivalPoint {
  years: number;
  hold: number;
  lo90: number;
  hi90: number;
}

export interface EventMark {
  date: DateRange;
  label: string;
  bearing: Bearing;
  statement: string;
}

export interface TieView {
  question: Question;
  question_text: string;
  judgement: Judgement | null;
  evidence_total?: number;
  history: HistoryPoint[];
  survival: SurvivalPoint[];
  age_years: number | null;
  events: EventMark[];
  resolution: Resolution | null;
}

export interface TieRow {
  question: Question;
  question_text: string;
  judgement: {
    id: string;
    made_at: string;
    probability: number;
    term: string;
    interval90: Interval;
    confidence: ConfidenceLevel;
  } | null;
  previous: number | null;
  points: number | null;
  sparkline: number[];
  last_evidence: Day | null;
  due: Day;
  resolution: Resolution | null;
}

export interface Stats {
  files: number;
  sources: number;
  documents: number;
  near_duplicates: number;
  actors: number;
  statements: number;
  rejected: number;
  by_hand: number;
  questions: number;
  judgements: number;
  resolutions: number;
  changes: number;
  bytes: number;
}

export interface CaseInfo {
  name: string;
  revision: number;
  read_only: boolean;
  /** Whether this server asks for a password. */
  login?: boolean;
  stats: Stats;
  version: string;
}

export interface DocumentSummary extends DocumentRef {
  language: string;
  characters: number;
  statements: number;
  duplicate_of: string | null;
  by_hand: boolean;
  added_at: string;
}

export interface MentionedActor extends ActorRef {
  aliases: string[];
  kind: ActorKind;
  mentions: { start: number; end: number; text: string }[];
}

export interface Span {
  start: number;
  end: number;
}

export interface Role {
  person: ActorRef;
  role: string;
  organization: ActorRef;
  since?: DateRange;
  until?: DateRange;
  documents?: number;
}

export interface Coded {
  actors: MentionedActor[];
  roles: Role[];
  statements: Statement[];
  attributions: { source: Span; cue: Span; content: Span }[];
}

export interface StatementRecord {
  statement: Statement;
  document: DocumentRef;
  grade: string;
  credibility_reason: string | null;
  review: Review;
  review_reason: string | null;
  coded: Statement | null;
  correction_reason: string | null;
  by_hand: boolean;
  cluster: string | null;
  version: number;
}

export interface DocumentView {
  document: DocumentRef & { authors?: string[]; language: string; text: string };
  coded: Coded;
  statements: StatementRecord[];
}

export interface ActorSummary extends ActorRef {
  kind: ActorKind | null;
  aliases: string[];
  documents: number;
  mentions: number;
  statements: number;
}

export interface ActorView {
  actor: ActorRef & {
    kind: ActorKind | null;
    aliases: string[];
    codes: { iso3?: string; cameo?: string };
    parents: { in: string; name: string; since?: DateRange; until?: DateRange }[];
  };
  roles: Role[];
  ties: { other: ActorRef; year: number | null; for: number; against: number; neutral: number }[];
  statements_total: number;
}

export interface NetworkView {
  nodes: { id: string; name: string; kind: ActorKind | null; x?: number; y?: number }[];
  edges: { a: string; b: string; years: { year: number | null; for: number; against: number }[] }[];
  /** Neighbours that were not drawn, the least told ones. */
  left_out?: number;
}

export interface SourceSummary {
  name: string;
  reliability: string;
  note?: string;
  documents: number;
  statements: number;
  version: number;
}

export interface Snippet {
  text: string;
  hits: Span[];
}

export interface SearchResults {
  documents: { document: DocumentRef; snippet: Snippet }[];
  statements: { id: string; document: DocumentRef; rejected: boolean; snippet: Snippet }[];
}

export interface ReliabilityBin {
  from: number;
  to: number;
  n: number;
  forecast: number | null;
  held: number | null;
  wilson95: Interval;
}

export interface TrackView {
  score: {
    n: number;
    void: number;
    early: number;
    open: number;
    unjudged: number;
    brier: number | null;
    log_score: number | null;
    base_rate_brier: number | null;
    base_rate_log_score: number | null;
    persistence_brier: number | null;
    persistence_log_score: number | null;
    skill_base_rate: number | null;
    skill_persistence: number | null;
    auc: number | null;
    reliability: ReliabilityBin[];
  };
  questions: {
    question?: string;
    question_text: string;
    probability: number;
    base_rate: number;
    outcome: Outcome;
    date: Day;
  }[];
  brier_over_time: { date: Day; brier: number; base_rate_brier: number; n: number }[];
}

export interface AuditEntry {
  id: number;
  change: number;
  at: string;
  who: string;
  action: string;
  entity: string;
  entity_id: string;
  reason: string | null;
  before: unknown;
  after: unknown;
  undoable: boolean;
  undoes: number | null;
}

export interface JobView {
  done: boolean;
  /** Why it ended early. */
  error?: string;
  files: {
    name: string;
    status: "waiting" | "reading" | "added" | "known" | "skipped";
    documents: number;
    statements: number;
    why?: string;
  }[];
  moved: { question: string; question_text: string; before: number | null; after: number | null; points: number | null; why?: string }[];
}

export interface WhatIf {
  probability: number;
  points: number;
  interval90: Interval;
}

export interface Patch {
  kind?: Kind;
  stance?: Stance;
  direction?: Direction;
  bearing?: Bearing;
  when?: DateRange | null;
}

export interface Edit {
  version: number;
  reason?: string;
  review?: "accepted" | "rejected";
  patch?: Patch;
  grade?: string;
}
