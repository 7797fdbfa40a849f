import { App } from "./app.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Customer } from "./customer.js";
import { Desk } from "./desk.js";
import { List } from "./list.js";
import { SignIn } from "./sign-in.js";

customElements.define("desk-sign-in", SignIn);
customElements.define("desk-list", List);
customElements.define("desk-conversation", Conversation);
customElements.define("desk-composer", Composer);
customElements.define("desk-customer", Customer);
customElements.define("desk-app", App);

const app = new App();
app.desk = new Desk();
document.body.append(app);
