import { EditWorkspace } from "@/components/edit/edit-workspace";
import { PlaceHeader } from "@/components/shell/place-header";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("edit");

export default function EditPage() {
  return (
    <>
      <PlaceHeader place="edit" />
      <EditWorkspace />
    </>
  );
}
