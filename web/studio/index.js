import { SignIn } from "../shared/sign-in.js";
import { Account } from "./account.js";
import { App } from "./app.js";
import { Examples } from "./examples.js";
import { Studio } from "./studio.js";
import { Try } from "./try.js";

customElements.define("staff-sign-in", SignIn);
customElements.define("studio-account", Account);
customElements.define("studio-try", Try);
customElements.define("studio-examples", Examples);
customElements.define("studio-app", App);

const app = new App();
app.studio = new Studio();
document.body.append(app);
