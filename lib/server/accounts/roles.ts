import { ROLES, type Role } from "../../api";

/** A stored role. One that this release does not know may do least. */
export function asRole(role: string): Role {
  return ROLES.find((one) => one === role) ?? "viewer";
}
