import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { JoinForm } from "@/components/accounts";
import { messagesOf } from "@/components/messages/of-language";
import { requestLanguage } from "@/components/shell/request-language";
import { readEnv } from "@/lib/server/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: messagesOf(await requestLanguage()).lab.join.title };
}

export default function JoinPage() {
  const { hasAccounts, provider } = readEnv();
  if (!hasAccounts) notFound();
  return <JoinForm provider={provider?.name} />;
}
