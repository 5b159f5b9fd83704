/** The Chat place: any version of a model, asked in chat form or with the beginning of a text. */
export { ChatView } from "./chat-view";
