import { removePerson, setRole } from "@/lib/api";
import { accountsOf } from "@/lib/server/accounts/caller";
import { route } from "@/lib/server/http/route";

export const PATCH = route(setRole, async ({ params: { personId }, input, services }) =>
  accountsOf(services).setRole(personId, input),
);

export const DELETE = route(removePerson, async ({ params: { personId }, services }) => {
  const { name } = await accountsOf(services).remove(personId);
  return { removed: personId, name };
});
