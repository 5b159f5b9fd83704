"use client";

import { BookOpen } from "lucide-react";
import dynamic from "next/dynamic";
import { useMessages } from "@/components/messages";
import { PlaceHeader } from "@/components/shell/place-header";
import { useTour } from "@/components/tour/use-tour";
import { Button } from "@/components/ui";
import { EditSkeleton } from "./edit-skeleton";
import { EditWorkspace } from "./edit-workspace";

// Most visits are not the first.
const Tour = dynamic(() => import("@/components/tour/tour").then((file) => file.Tour), {
  ssr: false,
  loading: () => <EditSkeleton />,
});

/** The composer, or on a first visit the stories that lead to it. */
export function EditPlace() {
  const t = useMessages().tour;
  const { story, isTold, open } = useTour();
  if (story) return <Tour story={story} />;
  return (
    <>
      <PlaceHeader
        place="edit"
        actions={
          isTold && (
            <Button size="sm" variant="quiet" icon={<BookOpen />} onClick={() => open(1)}>
              {t.open}
            </Button>
          )
        }
      />
      <EditWorkspace />
    </>
  );
}
