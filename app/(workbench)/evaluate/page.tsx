import type { Metadata } from "next";
import { FuturePlace } from "@/components/shell/future-place";

export const metadata: Metadata = { title: "Evaluate" };

export default function EvaluatePage() {
  return <FuturePlace place="evaluate" actionPath="/edit" />;
}
