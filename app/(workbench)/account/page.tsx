import type { Metadata } from "next";
import { AccountView } from "@/components/accounts";
import { messagesOf } from "@/components/messages/of-language";
import { requestLanguage } from "@/components/shell/request-language";

export async function generateMetadata(): Promise<Metadata> {
  const { title, purpose } = messagesOf(await requestLanguage()).lab.account;
  return { title, description: purpose };
}

export default function AccountPage() {
  return <AccountView />;
}
