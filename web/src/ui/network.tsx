// The ego network, drawn by Cytoscape, which is fetched only here.
import type { Core, StylesheetJson } from "cytoscape";
import { useEffect, useRef, useState } from "preact/hooks";
import { navigate } from "wouter-preact/use-browser-location";
import { path } from "../api/client";
import type { NetworkView as Network } from "../api/types";
import { edgeIn, positions } from "../lib/network";

/** Cytoscape would insert this style element itself, which the Content-Security-Policy forbids; pages.css has the rule. */
const ITS_STYLE = "__________cytoscape_stylesheet";

function color(name: string): string {
  const probe = document.createElement("span");
  probe.className = `probe probe-${name}`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function stylesheet(): StylesheetJson {
  const [ink, paper, pro, contra, muted] = ["ink", "paper", "for", "against", "muted"].map(color) as [string, string, string, string, string];
  return [
    { selector: "node", style: { label: "data(name)", "font-size": 13, color: ink, "background-color": muted, width: 14, height: 14, "text-valign": "bottom", "text-margin-y": 5, "text-wrap": "wrap", "text-max-width": "120px", "text-background-color": paper, "text-background-opacity": 0.85, "text-background-padding": "2px", "font-family": "system-ui, sans-serif" } },
    { selector: "node.ego", style: { width: 22, height: 22, "background-color": ink, "font-weight": "bold" } },
    { selector: "node.quiet", style: { opacity: 0.35 } },
    { selector: "edge", style: { width: "data(width)", "curve-style": "straight", "line-color": muted, opacity: 0.85 } },
    { selector: "edge.for", style: { "line-color": pro, "line-style": "solid" } },
    { selector: "edge.against", style: { "line-color": contra, "line-style": "dashed", "line-dash-pattern": [8, 5] } },
    { selector: "edge.both", style: { "line-color": muted, "line-style": "dotted" } },
    { selector: "edge.none", style: { visibility: "hidden" } },
  ];
}

export function NetworkView({ network, ego, year }: { network: Network; ego: string; year: number | null }) {
  const place = useRef<HTMLDivElement>(null);
  const core = useRef<Core | null>(null);
  const [ready, setReady] = useState(0);
  useEffect(() => {
    const node = place.current;
    if (!node) return;
    let stale = false;
    const repaint = () => core.current?.style(stylesheet());
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const themed = new MutationObserver(repaint);
    void import("cytoscape").then(({ default: cytoscape }) => {
      if (stale) return;
      if (!document.getElementById(ITS_STYLE)) {
        const stand = document.createElement("meta");
        stand.id = ITS_STYLE;
        document.head.append(stand);
      }
      const at = positions(network, ego);
      core.current = cytoscape({
        container: node,
        elements: [
          ...network.nodes.map((n) => ({ data: { id: n.id, name: n.name }, position: { ...(at.get(n.id) ?? { x: 0, y: 0 }) }, classes: n.id === ego ? "ego" : "" })),
          ...network.edges.map((e, i) => ({ data: { id: `edge-${i}`, source: e.a, target: e.b, width: 2, index: i } })),
        ],
        layout: { name: "preset", fit: true, padding: 40 },
        style: stylesheet(),
        autoungrabify: true,
        userZoomingEnabled: false,
        minZoom: 0.35,
        maxZoom: 1.25,
        boxSelectionEnabled: false,
      });
      core.current.on("tap", "node", (event) => {
        const target = event.target as { id: () => string };
        navigate(path`/actors/${target.id()}`);
      });
      dark.addEventListener("change", repaint);
      themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
      setReady((n) => n + 1);
    });
    return () => {
      stale = true;
      dark.removeEventListener("change", repaint);
      themed.disconnect();
      core.current?.destroy();
      core.current = null;
    };
  }, [network, ego]);
  useEffect(() => {
    const cy = core.current;
    if (!cy) return;
    cy.batch(() => {
      cy.nodes().addClass("quiet");
      cy.edges().forEach((edge) => {
        const its = network.edges[edge.data("index") as number];
        if (!its) return;
        const sum = edgeIn(its, year);
        edge.removeClass("for against both none");
        edge.addClass(sum.sign);
        edge.data("width", 1.5 + 1.6 * Math.log2(1 + sum.for + sum.against));
        if (sum.sign !== "none") edge.connectedNodes().removeClass("quiet");
      });
      cy.getElementById(ego).removeClass("quiet");
    });
  }, [network, ego, year, ready]);
  return <div ref={place} class="network" role="img" aria-label={`Network of ${network.nodes.length} actors; the table below says the same`} />;
}
