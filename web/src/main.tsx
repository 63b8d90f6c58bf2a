import { render } from "preact";
import { App } from "./app";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/tables.css";
import "./styles/tie.css";
import "./styles/pages.css";
import "./styles/print.css";

const place = document.getElementById("app");
if (place) render(<App />, place);
