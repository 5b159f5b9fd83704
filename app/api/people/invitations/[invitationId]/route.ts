import { withdrawInvitation } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const DELETE = route(withdrawInvitation, async ({ params: { invitationId }, services }) => {
  await accountsOf(services).withdraw(invitationId);
  return { withdrawn: invitationId };
});
