import { EvaluateView } from "@/components/evaluate";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("evaluate");

export default function EvaluatePage() {
  return <EvaluateView />;
}
