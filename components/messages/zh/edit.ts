import type { edit as english } from "../en/edit";

export const edit: typeof english = {};
