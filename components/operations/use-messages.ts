"use client";

import { placeMessages } from "@/components/messages/context";
import { operations } from "@/components/messages/en/lab/operations";

export const useOperationsMessages = placeMessages(operations, () =>
  import("@/components/messages/zh/lab/operations").then((file) => file.operations),
);
