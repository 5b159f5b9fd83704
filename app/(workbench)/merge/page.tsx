import { MergeView } from "@/components/merge";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("merge");

export default function MergePage() {
  return <MergeView />;
}
