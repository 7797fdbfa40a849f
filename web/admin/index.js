import { open } from "../shared/office/index.js";
import { Crew } from "./crew.js";
import { Figures } from "./figures.js";
import { FormSheet } from "./form-sheet.js";
import { Log } from "./log.js";
import { say } from "./say.js";
import { SECTIONS } from "./sections.js";
import { Teams } from "./teams.js";

customElements.define("admin-form", FormSheet);
customElements.define("admin-figures", Figures);
customElements.define("admin-crew", Crew);
customElements.define("admin-teams", Teams);
customElements.define("admin-log", Log);

open("/admin", SECTIONS, say);
