import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DeviceForm } from "@/components/accounts";
import { messagesOf } from "@/components/messages/of-language";
import { requestLanguage } from "@/components/shell/request-language";
import { readEnv } from "@/lib/server/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: messagesOf(await requestLanguage()).lab.device.title };
}

export default async function DevicePage({
  searchParams,
}: {
  searchParams: Promise<{ code?: string | string[] }>;
}) {
  if (!readEnv().hasAccounts) notFound();
  const { code } = await searchParams;
  return <DeviceForm code={typeof code === "string" ? code : ""} />;
}
