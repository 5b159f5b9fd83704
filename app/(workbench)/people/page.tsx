import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PeopleView } from "@/components/accounts";
import { messagesOf } from "@/components/messages/of-language";
import { requestLanguage } from "@/components/shell/request-language";
import { readEnv } from "@/lib/server/env";

export async function generateMetadata(): Promise<Metadata> {
  const { title, purpose } = messagesOf(await requestLanguage()).lab.people;
  return { title, description: purpose };
}

export default function PeoplePage() {
  if (!readEnv().hasAccounts) notFound();
  return <PeopleView />;
}
