// The frame around every page, and which page an address shows.
import { useEffect } from "preact/hooks";
import { Link, Route, Switch, useLocation } from "wouter-preact";
import { changed, locked, send } from "./api/client";
import type { CaseInfo } from "./api/types";
import { count } from "./lib/format";
import { ActorPage, ActorsPage } from "./pages/actor";
import { AddPage } from "./pages/add";
import { AskPage } from "./pages/ask";
import { DocumentPage, DocumentsPage, StatementPage } from "./pages/document";
import { LogPage } from "./pages/log";
import { LoginPage } from "./pages/login";
import { SearchPage } from "./pages/search";
import { TiePage } from "./pages/tie";
import { TiesPage } from "./pages/ties";
import { TrackPage } from "./pages/track";
import { useApi } from "./ui/load";
import { Empty, useTitle } from "./ui/parts";
import { ThemeToggle } from "./ui/theme";
import { Notice } from "./ui/toast";

const NAV: [string, string][] = [
  ["/", "Ties"],
  ["/documents", "Documents"],
  ["/actors", "Actors"],
  ["/add", "Add"],
  ["/search", "Search"],
  ["/track-record", "Track record"],
  ["/log", "Log"],
];

export function App() {
  const [here] = useLocation();
  const about = useApi<CaseInfo>("/api/case").data;
  useEffect(() => {
    // A new page begins at its top, unless its address names a place or Back restores one.
    if (window.location.hash === "" && !moving) window.scrollTo(0, 0);
    moving = false;
  }, [here]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="top">
        <div class="brand">
          <Link href="/">unravel</Link>
          {about && (
            <span class="case" title={`${count(about.stats.documents, "document", "documents")}, ${count(about.stats.statements, "statement", "statements")}`}>
              {about.name}
              {about.read_only && " (read only)"}
            </span>
          )}
        </div>
        <nav aria-label="Pages">
          {NAV.map(([to, name]) => {
            const current = to === "/" ? here === "/" || here.startsWith("/ties") || here === "/ask" : here === to || here.startsWith(`${to}/`);
            return (
              <Link key={to} href={to} class={current ? "current" : ""} {...(current ? { "aria-current": "page" as const } : {})}>
                {name}
              </Link>
            );
          })}
        </nav>
        {about?.login === true && (
          <button
            type="button"
            class="plain"
            onClick={() => {
              void send("POST", "/api/logout", {}).finally(() => {
                locked.value = true;
                changed();
              });
            }}
          >
            Sign out
          </button>
        )}
        <ThemeToggle />
      </header>
      <main id="main" tabIndex={-1}>
        {locked.value ? (
          <LoginPage />
        ) : (
          <Switch>
            <Route path="/">
              <TiesPage />
            </Route>
            <Route path="/ask">
              <AskPage />
            </Route>
            <Route path="/ties/:id">{(p) => <TiePage id={decode(p.id)} />}</Route>
            <Route path="/documents">
              <DocumentsPage />
            </Route>
            <Route path="/documents/:id">{(p) => <DocumentPage id={decode(p.id)} />}</Route>
            <Route path="/statements/:id">{(p) => <StatementPage id={decode(p.id)} />}</Route>
            <Route path="/actors">
              <ActorsPage />
            </Route>
            <Route path="/actors/:id">{(p) => <ActorPage id={decode(p.id)} />}</Route>
            <Route path="/add">
              <AddPage />
            </Route>
            <Route path="/search">
              <SearchPage />
            </Route>
            <Route path="/track-record">
              <TrackPage />
            </Route>
            <Route path="/log">
              <LogPage />
            </Route>
            <Route>
              <Missing />
            </Route>
          </Switch>
        )}
      </main>
      <Notice />
    </>
  );
}

/** Whether the browser itself is moving through its history; then it restores the place, too. */
let moving = false;
window.addEventListener("popstate", () => {
  moving = true;
});

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function Missing() {
  useTitle("No such page");
  return (
    <Empty title="There is no page at this address.">
      <p>
        <Link href="/">All ties</Link>
      </p>
    </Empty>
  );
}
