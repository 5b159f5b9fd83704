import type { Metadata } from "next";
import { PeopleView } from "@/components/accounts";
import { messagesOf } from "@/components/messages/of-language";
import { requestLanguage } from "@/components/shell/request-language";

export async function generateMetadata(): Promise<Metadata> {
  const { title, purpose } = messagesOf(await requestLanguage()).lab.people;
  return { title, description: purpose };
}

export default function PeoplePage() {
  return <PeopleView />;
}
