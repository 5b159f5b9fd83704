"use client";

import { placeMessages } from "@/components/messages/context";
import { lab } from "@/components/messages/en/lab";

export const useLabMessages = placeMessages(lab, () =>
  import("@/components/messages/zh/lab").then((file) => file.lab),
);
