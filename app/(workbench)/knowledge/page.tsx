import { KnowledgeView } from "@/components/knowledge";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("knowledge");

export default function KnowledgePage() {
  return <KnowledgeView />;
}
