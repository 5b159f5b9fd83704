import { pollDevice } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(pollDevice, async ({ input: { deviceCode }, services }) =>
  accountsOf(services).devices.poll(deviceCode),
);
