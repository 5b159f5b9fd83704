import { askingDevice, startDevice } from "@/lib/api";
import { accountsOf, visitorOf } from "@/lib/server/accounts/caller";
import { originOf } from "@/lib/server/http/access";
import { route } from "@/lib/server/http/route";

export const GET = route(askingDevice, async ({ input: { code }, services, caller }) =>
  accountsOf(services).devices.asks(visitorOf(caller), code),
);

export const POST = route(startDevice, async ({ input, services, address, request }) =>
  accountsOf(services).devices.start(input, { from: address, origin: originOf(request) }),
);
