/** The release that is running. */
import { version } from "../../../package.json" with { type: "json" };

export const RELEASE: string = version;
