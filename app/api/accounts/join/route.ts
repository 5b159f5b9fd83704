import { joinLab } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(joinLab, async ({ input, request, services, setCookies }) => {
  const { name, cookies } = await accountsOf(services).ways.join(input, request);
  setCookies(cookies);
  return { name };
});
