import { HistoryView } from "@/components/history";
import { placeMetadata } from "@/components/shell/request-language";

export const generateMetadata = () => placeMetadata("history");

export default function HistoryPage() {
  return <HistoryView />;
}
