import { FuturePlace } from "@/components/shell/future-place";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("explore");

export default function ExplorePage() {
  return <FuturePlace place="explore" actionPath="/edit" />;
}
