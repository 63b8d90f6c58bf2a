// After an edit: judge the open questions it touches again, and say what moved.
import { changed, get, path, send } from "../api/client";
import type { Change, Judgement, Statement, TieRow } from "../api/types";

export interface Moved {
  question: string;
  text: string;
  before: number | null;
  after: number;
  /** What moved it, the largest shifts first. */
  why: Change[];
}

/** The open questions about this pair, and the one the reader comes from. */
export function touched(rows: TieRow[], statement: Statement, from: string | null): TieRow[] {
  const pair = [statement.a.id, statement.b.id].sort().join(" ");
  return rows.filter((row) => {
    if (row.resolution !== null) return false;
    const { a, b } = row.question.tie;
    return row.question.id === from || [a.id, b.id].sort().join(" ") === pair;
  });
}

export async function rejudge(statement: Statement, from: string | null): Promise<Moved[]> {
  const rows = touched(await get<TieRow[]>("/api/ties"), statement, from);
  const moved: Moved[] = [];
  for (const row of rows) {
    const { judgement, changed: appended } = await send<{ judgement: Judgement; changed: boolean }>("POST", path`/api/questions/${row.question.id}/judge`, {});
    moved.push({
      question: row.question.id,
      text: row.question_text,
      before: row.judgement?.probability ?? null,
      after: judgement.probability,
      why: appended ? [...judgement.changes].sort((x, y) => Math.abs(y.points) - Math.abs(x.points)) : [],
    });
  }
  changed();
  return moved;
}
