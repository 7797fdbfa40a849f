import { save } from "./save.js";
/** @import { Chat } from "./chat.js" */

/** Gives the customer the talk as a text file. @param {Chat} chat */
export function saveTranscript({ messages, say, house, settings }) {
  const lines = messages.map(({ author, name, text, created_at }) => {
    const who = author === "customer" ? say("you") : author === "system" ? settings.company.name : name || house.assistant;
    return `[${new Date(created_at).toLocaleString(settings.locale)}] ${who}: ${text}`;
  });
  save(new Blob([lines.join("\n\n"), "\n"], { type: "text/plain" }), `chat-${new Date().toISOString().slice(0, 10)}.txt`);
}
