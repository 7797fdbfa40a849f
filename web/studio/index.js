import { open } from "../shared/office/index.js";
import { Around } from "./around.js";
import { Changes } from "./changes.js";
import { Examples } from "./examples.js";
import { Flips } from "./flips.js";
import { Inbox } from "./inbox.js";
import { Intent } from "./intent.js";
import { Item } from "./item.js";
import { Models } from "./models.js";
import { RunPage } from "./run.js";
import { Runs } from "./runs.js";
import { say } from "./say.js";
import { SECTIONS } from "./sections.js";
import { Try } from "./try.js";

customElements.define("studio-around", Around);
customElements.define("studio-item", Item);
customElements.define("studio-inbox", Inbox);
customElements.define("studio-try", Try);
customElements.define("studio-intent", Intent);
customElements.define("studio-changes", Changes);
customElements.define("studio-examples", Examples);
customElements.define("studio-flips", Flips);
customElements.define("studio-run", RunPage);
customElements.define("studio-runs", Runs);
customElements.define("studio-models", Models);

open("/studio", SECTIONS, say);
