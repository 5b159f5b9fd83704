import { startProvider } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(startProvider, async ({ input, request, services, setCookies }) => {
  const { address, cookies } = await accountsOf(services).ways.startProvider(input, request);
  setCookies(cookies);
  return { address };
});
