import { open } from "../shared/office/index.js";
import { Crew } from "./crew.js";
import { Figures } from "./figures.js";
import { FormSheet } from "./form-sheet.js";
import { Group } from "./group.js";
import { Hours } from "./hours.js";
import { Log } from "./log.js";
import { Rules } from "./rules.js";
import { say } from "./say.js";
import { SECTIONS } from "./sections.js";
import { Teams } from "./teams.js";
import { Texts } from "./texts.js";

customElements.define("admin-form", FormSheet);
customElements.define("admin-figures", Figures);
customElements.define("admin-crew", Crew);
customElements.define("admin-teams", Teams);
customElements.define("admin-hours", Hours);
customElements.define("admin-group", Group);
customElements.define("admin-rules", Rules);
customElements.define("admin-texts", Texts);
customElements.define("admin-log", Log);

open("/admin", SECTIONS, say);
