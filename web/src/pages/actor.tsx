// One actor with its ties over time; the list of actors.
import { useMemo } from "preact/hooks";
import { Link, useLocation, useSearch } from "wouter-preact";
import { path } from "../api/client";
import type { ActorSummary, ActorView, NetworkView, Role } from "../api/types";
import { count } from "../lib/format";
import { edgeIn, years } from "../lib/network";
import { fold } from "../lib/ties";
import { useApi, Wait } from "../ui/load";
import { Empty, useTitle, When } from "../ui/parts";
import { NetworkView as Drawing } from "../ui/network";

export function ActorPage({ id }: { id: string }) {
  const loaded = useApi<ActorView>(path`/api/actors/${id}`);
  useTitle(loaded.data?.actor.name ?? "Actor");
  return <Wait of={loaded} what="the actor">{(view) => <Whole view={view} />}</Wait>;
}

function Whole({ view }: { view: ActorView }) {
  const { actor } = view;
  const codes = [actor.codes.iso3 && `ISO ${actor.codes.iso3}`, actor.codes.cameo && `CAMEO ${actor.codes.cameo}`].filter(Boolean).join(", ");
  return (
    <article class="actor">
      <header>
        <h1>{actor.name}</h1>
        <p class="byline">
          {actor.kind ?? "kind unknown"}
          {codes !== "" && ` · ${codes}`} · {count(view.statements_total, "statement", "statements")}
        </p>
      </header>
      <dl class="facts">
        <div class="long">
          <dt>Other names</dt>
          <dd>{actor.aliases.length > 0 ? actor.aliases.join("; ") : <span class="quiet">none known</span>}</dd>
        </div>
        <div class="long">
          <dt>Belongs to</dt>
          <dd>
            {actor.parents.length > 0 ? (
              actor.parents.map((m, i) => (
                <span key={m.in}>
                  {i > 0 && "; "}
                  <Link href={path`/actors/${m.in}`}>{m.name}</Link>
                  {(m.since ?? m.until) !== undefined && (
                    <>
                      {" "}
                      (<When date={m.since} none="?" /> to <When date={m.until} none="now" />)
                    </>
                  )}
                </span>
              ))
            ) : (
              <span class="quiet">nothing known</span>
            )}
          </dd>
        </div>
      </dl>
      <Network id={actor.id} name={actor.name} />
      <Roles actor={actor.id} roles={view.roles} />
    </article>
  );
}

function Network({ id, name }: { id: string; name: string }) {
  const loaded = useApi<NetworkView>(`/api/network?${new URLSearchParams({ actor: id, depth: "1" }).toString()}`);
  return (
    <section aria-labelledby="network-h">
      <h2 id="network-h">Ties over time</h2>
      <Wait of={loaded} what="the network">
        {(network) =>
          network.edges.length === 0 ? (
            <Empty title="No statement ties this actor to another.">
              <p>
                <Link href="/add">Add documents</Link> that name both.
              </p>
            </Empty>
          ) : (
            <Drawn network={network} id={id} name={name} />
          )
        }
      </Wait>
    </section>
  );
}

function Drawn({ network, id, name }: { network: NetworkView; id: string; name: string }) {
  const all = useMemo(() => years(network), [network]);
  const [first = 0, last = 0] = [all[0], all.at(-1)];
  const search = new URLSearchParams(useSearch());
  const asked = Number(search.get("year"));
  const year = all.length > 0 && Number.isInteger(asked) && asked >= first && asked <= last ? asked : null;
  const [here, navigate] = useLocation();
  const go = (next: number | null) => navigate(next === null ? here : `${here}?year=${next}`, { replace: true });
  const names = useMemo(() => new Map(network.nodes.map((n) => [n.id, n.name])), [network]);
  const rows = network.edges
    .map((edge) => ({ edge, other: edge.a === id ? edge.b : edge.b === id ? edge.a : null, sum: edgeIn(edge, year) }))
    .filter((r) => r.other !== null && r.sum.sign !== "none")
    .sort((x, y) => y.sum.for + y.sum.against - (x.sum.for + x.sum.against));
  return (
    <>
      {all.length > 0 && (
        <div class="years">
          <label class="year">
            Year <output>{year ?? "all"}</output>
            <input type="range" min={first} max={last} step={1} value={year ?? last} aria-valuetext={year === null ? "all years" : String(year)} onInput={(e) => go(Number(e.currentTarget.value))} />
          </label>
          <button type="button" aria-pressed={year === null} onClick={() => go(null)}>
            All years
          </button>
        </div>
      )}
      <Drawing network={network} ego={id} year={year} />
      <ul class="legend" aria-label="Lines">
        <li>
          <span class="line-sample for" aria-hidden="true" /> more for the tie
        </li>
        <li>
          <span class="line-sample against" aria-hidden="true" /> more against it
        </li>
        <li>
          <span class="line-sample both" aria-hidden="true" /> as many for as against
        </li>
        <li>width: number of statements</li>
        {network.left_out !== undefined && network.left_out > 0 && <li>{network.left_out} more actors, the least told, are not drawn</li>}
      </ul>
      {rows.length === 0 ? (
        <p>Nothing is dated to {year}.</p>
      ) : (
        <table class="narrow">
          <caption class="hidden-text">
            Ties of {name}, {year ?? "all years"}
          </caption>
          <thead>
            <tr>
              <th scope="col">With</th>
              <th scope="col" class="num">
                For
              </th>
              <th scope="col" class="num">
                Against
              </th>
              <th scope="col">Balance</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, 60).map(({ other, sum }) => (
              <tr key={other}>
                <th scope="row">
                  <Link href={path`/actors/${other ?? ""}`}>{names.get(other ?? "") ?? other}</Link>
                </th>
                <td class="num">{sum.for}</td>
                <td class="num">{sum.against}</td>
                <td>
                  <span class={`bearing ${sum.sign}`}>{sum.sign === "for" ? "▲ for" : sum.sign === "against" ? "▼ against" : "◆ both"}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Roles({ actor, roles }: { actor: string; roles: Role[] }) {
  return (
    <section aria-labelledby="roles-h">
      <h2 id="roles-h">Roles</h2>
      {roles.length === 0 ? (
        <p>No role is told in the documents.</p>
      ) : (
        <ul class="plain-list">
          {roles.map((r, i) => (
            <li key={i}>
              {r.person.id === actor ? (
                <>
                  {r.role === "" ? "member" : r.role} of <Link href={path`/actors/${r.organization.id}`}>{r.organization.name}</Link>
                </>
              ) : (
                <>
                  <Link href={path`/actors/${r.person.id}`}>{r.person.name}</Link>
                  {r.role === "" ? "" : `, ${r.role}`}
                </>
              )}
              {(r.since ?? r.until) !== undefined && (
                <span class="quiet">
                  {" "}
                  (<When date={r.since} none="?" /> to <When date={r.until} none="now" />)
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function ActorsPage() {
  useTitle("Actors");
  const loaded = useApi<ActorSummary[]>("/api/actors");
  const q = new URLSearchParams(useSearch()).get("q") ?? "";
  const [here, navigate] = useLocation();
  return (
    <>
      <h1>Actors</h1>
      <form class="controls" role="search" onSubmit={(e) => e.preventDefault()}>
        <label class="grow">
          Name{" "}
          <input
            type="search"
            value={q}
            onInput={(e) => {
              const text = e.currentTarget.value;
              navigate(text === "" ? here : `${here}?${new URLSearchParams({ q: text }).toString()}`, { replace: true });
            }}
            placeholder="part of a name or alias"
          />
        </label>
      </form>
      <Wait of={loaded} what="the actors">
        {(actors) => {
          const words = fold(q);
          const shown = actors.filter((a) => words === "" || [a.name, ...a.aliases].some((n) => fold(n).includes(words)));
          if (actors.length === 0) {
            return (
              <Empty title="The case names no actor yet.">
                <p>
                  <Link href="/add">Add documents</Link>; who they name is listed here.
                </p>
              </Empty>
            );
          }
          return (
            <>
              <p class="small" role="status">
                {count(shown.length, "actor", "actors")}
                {shown.length > 300 && ", the most named 300 shown"}.
              </p>
              <table class="cards">
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Kind</th>
                    <th scope="col" class="num">
                      Statements
                    </th>
                    <th scope="col" class="num">
                      Documents
                    </th>
                    <th scope="col" class="num">
                      Times named
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {shown.slice(0, 300).map((a) => (
                    <tr key={a.id}>
                      <th scope="row">
                        <Link href={path`/actors/${a.id}`}>{a.name}</Link>
                        {a.aliases.length > 0 && <span class="small">{a.aliases.slice(0, 4).join("; ")}</span>}
                      </th>
                      <td data-label="Kind">{a.kind ?? ""}</td>
                      <td data-label="Statements" class="num">
                        {a.statements}
                      </td>
                      <td data-label="Documents" class="num">
                        {a.documents}
                      </td>
                      <td data-label="Times named" class="num">
                        {a.mentions}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          );
        }}
      </Wait>
    </>
  );
}
