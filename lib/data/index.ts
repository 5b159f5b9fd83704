/** Chapter 4. Edit requests and the cases that judge them, and the worlds and datasets they come from. */
export { EditCase, EditRequest, Probe, SUBJECT_SLOT, filledPrompt } from "./request";
