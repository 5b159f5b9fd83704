import { EditWorkspace } from "@/components/edit/edit-workspace";
import { PlaceHeader } from "@/components/shell/place-header";

export const metadata = { title: "Edit" };

export default function EditPage() {
  return (
    <>
      <PlaceHeader place="edit" />
      <EditWorkspace />
    </>
  );
}
