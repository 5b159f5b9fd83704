import { ExploreView } from "@/components/explore";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("explore");

export default function ExplorePage() {
  return <ExploreView />;
}
