import { FuturePlace } from "@/components/shell/future-place";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("knowledge");

export default function KnowledgePage() {
  return <FuturePlace place="knowledge" actionPath="/edit" />;
}
