import { FuturePlace } from "@/components/shell/future-place";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("evaluate");

export default function EvaluatePage() {
  return <FuturePlace place="evaluate" actionPath="/edit" />;
}
