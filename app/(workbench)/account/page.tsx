import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AccountView } from "@/components/accounts";
import { messagesOf } from "@/components/messages/of-language";
import { requestLanguage } from "@/components/shell/request-language";
import { readEnv } from "@/lib/server/env";

export async function generateMetadata(): Promise<Metadata> {
  const { title, purpose } = messagesOf(await requestLanguage()).lab.account;
  return { title, description: purpose };
}

export default function AccountPage() {
  if (!readEnv().hasAccounts) notFound();
  return <AccountView />;
}
