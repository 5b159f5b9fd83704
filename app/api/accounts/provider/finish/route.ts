import { finishProvider } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(finishProvider, async ({ input, request, services, setCookies }) => {
  const { name, to, cookies } = await accountsOf(services).ways.finishProvider(input, request);
  setCookies(cookies);
  return { name, to };
});
