import type { Metadata } from "next";
import { FuturePlace } from "@/components/shell/future-place";

export const metadata: Metadata = { title: "Knowledge" };

export default function KnowledgePage() {
  return <FuturePlace place="knowledge" actionPath="/edit" />;
}
