import { signInByPasskey } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(signInByPasskey, async ({ input, request, services, setCookies }) => {
  const { name, cookies } = await accountsOf(services).ways.signInByPasskey(input, request);
  setCookies(cookies);
  return { name };
});
