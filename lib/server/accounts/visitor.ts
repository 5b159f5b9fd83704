/** Who asks, and what they may do. */
import { isEnough, lesser, type Person, type Role } from "../../api";

export interface Visitor {
  readonly person: Person;
  readonly via: "session" | "key";
  /** What the key of the request may do at most. */
  readonly limit?: Role;
  readonly sessionId?: string;
}

/** What a visitor may do with a model; without one, with what belongs to no model. */
export function roleOf({ person, limit }: Visitor, model?: string): Role {
  const role = (model !== undefined && person.models[model]) || person.role;
  return limit === undefined ? role : lesser(role, limit);
}

/** The most that a visitor may do anywhere. */
export function highestRole(visitor: Visitor): Role {
  const roles = [undefined, ...Object.keys(visitor.person.models)].map((model) => roleOf(visitor, model));
  return roles.reduce((a, b) => (isEnough(a, b) ? a : b));
}
