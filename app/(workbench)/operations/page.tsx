import type { Metadata } from "next";
import { messagesOf } from "@/components/messages/of-language";
import { OperationsView } from "@/components/operations";
import { requestLanguage } from "@/components/shell/request-language";

export async function generateMetadata(): Promise<Metadata> {
  const { title, purpose } = messagesOf(await requestLanguage()).operations;
  return { title, description: purpose };
}

export default function OperationsPage() {
  return <OperationsView />;
}
