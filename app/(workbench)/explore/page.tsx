import type { Metadata } from "next";
import { FuturePlace } from "@/components/shell/future-place";

export const metadata: Metadata = { title: "Explore" };

export default function ExplorePage() {
  return <FuturePlace place="explore" actionPath="/edit" />;
}
