import { EditPlace } from "@/components/edit/edit-place";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("edit");

export default function EditPage() {
  return <EditPlace />;
}
