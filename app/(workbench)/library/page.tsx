import { LibraryView } from "@/components/library/library-view";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("library");

export default function LibraryPage() {
  return <LibraryView />;
}
