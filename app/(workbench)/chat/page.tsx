import { ChatView } from "@/components/chat";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("chat");

export default function ChatPage() {
  return <ChatView />;
}
