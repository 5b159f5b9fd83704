import { signOut } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const POST = route(signOut, async ({ request, services, setCookies }) => {
  const { cookies } = await accountsOf(services).ways.signOut(request);
  setCookies(cookies);
  return {};
});
