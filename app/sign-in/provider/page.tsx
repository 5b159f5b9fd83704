import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ProviderReturn } from "@/components/accounts";
import { messagesOf } from "@/components/messages/of-language";
import { requestLanguage } from "@/components/shell/request-language";
import { readEnv } from "@/lib/server/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: messagesOf(await requestLanguage()).lab.signIn.title };
}

/** Where the provider sends the browser back to. */
export default function ProviderReturnPage() {
  const { hasAccounts, provider } = readEnv();
  if (!hasAccounts || provider === undefined) notFound();
  return <ProviderReturn provider={provider.name} />;
}
