import { FuturePlace } from "@/components/shell/future-place";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("merge");

export default function MergePage() {
  return <FuturePlace place="merge" actionPath="/library" />;
}
