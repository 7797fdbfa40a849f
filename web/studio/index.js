import { open } from "../shared/office/index.js";
import { Examples } from "./examples.js";
import { say } from "./say.js";
import { SECTIONS } from "./sections.js";
import { Try } from "./try.js";

customElements.define("studio-try", Try);
customElements.define("studio-examples", Examples);

open("/studio", SECTIONS, say);
