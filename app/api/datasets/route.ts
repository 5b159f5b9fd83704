import { listDatasets } from "@/lib/api";
import { datasetCards } from "@/lib/server/cards";
import { route } from "@/lib/server/http/route";

export const GET = route(listDatasets, () => Promise.resolve({ datasets: datasetCards() }));
