import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SignInForm } from "@/components/accounts";
import { messagesOf } from "@/components/messages/of-language";
import { requestLanguage } from "@/components/shell/request-language";
import { readEnv } from "@/lib/server/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: messagesOf(await requestLanguage()).lab.signIn.title };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>;
}) {
  const { hasAccounts, provider } = readEnv();
  if (!hasAccounts) notFound();
  return <SignInForm to={ownPath((await searchParams).to)} provider={provider?.name} />;
}

/** A page of ours that was asked for, and never an address elsewhere. */
function ownPath(to: string | string[] | undefined): string {
  return typeof to === "string" && /^\/(?![/\\])[^\\]*$/.test(to) ? to : "/";
}
