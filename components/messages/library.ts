"use client";

import { placeMessages } from "./context";
import { shelf } from "./en/shelf";

/** Of models, statistics and presets. */
export const useLibraryMessages = placeMessages(shelf, () => import("./zh/shelf").then((file) => file.shelf));
