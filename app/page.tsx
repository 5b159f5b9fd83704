import { redirect } from "next/navigation";

/** The front door opens on the main job. */
export default function Home() {
  redirect("/edit");
}
