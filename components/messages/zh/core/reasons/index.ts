/**
 * Errors that people commonly meet, in Chinese: made from the reason and the values in their details. One without a sentence here is
 * a type error. The title is that of the error's code unless it has its own.
 */
import type { Sayings } from "../../../en/errors";
import { edits } from "./edits";
import { explore } from "./explore";
import { models } from "./models";
import { server } from "./server";
import { signIn } from "./sign-in";

export const reasons: Sayings = { ...server, ...edits, ...models, ...explore, ...signIn };
