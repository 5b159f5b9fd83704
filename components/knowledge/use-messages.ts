"use client";

import { placeMessages } from "@/components/messages/context";
import { knowledge } from "@/components/messages/en/knowledge";

export const useKnowledgeMessages = placeMessages(knowledge, () =>
  import("@/components/messages/zh/knowledge").then((file) => file.knowledge),
);
