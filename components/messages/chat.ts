"use client";

import { placeMessages } from "./context";
import { chat } from "./en/chat";

export const useChatMessages = placeMessages(chat, () => import("./zh/chat").then((file) => file.chat));
