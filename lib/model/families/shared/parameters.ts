/** Helpers that list a family's parameters: a projection, a norm or a table in one line each. */
import type { ParameterSpec, Role } from "../../family";

interface Projection {
  readonly role: Role;
  readonly layer?: number;
  readonly from: number;
  readonly to: number;
  readonly bias?: boolean;
  /** How the checkpoint stores it; [out, in] unless it says otherwise. */
  readonly layout?: "in-out" | "out-in";
  readonly tiedTo?: string;
}

interface Norm {
  readonly role: Role;
  readonly layer?: number;
  readonly width: number;
  readonly bias?: boolean;
}

interface ParameterList {
  readonly specs: readonly ParameterSpec[];
  /** A table of vectors, [rows, D]. */
  table(name: string, role: Role, rows: number, width: number): void;
  /** `<module>.weight` and, where there is one, `<module>.bias`. */
  projection(module: string, projection: Projection): void;
  norm(module: string, norm: Norm): void;
}

/** A list to which parameters are added in the order of the pass. */
export function parameterList(): ParameterList {
  const specs: ParameterSpec[] = [];
  const vector = (
    name: string,
    role: Role,
    part: ParameterSpec["part"],
    layer: number | undefined,
    size: number,
  ) => specs.push({ name, role, part, layer, shape: [size], layout: "vector" });
  return {
    specs,
    table(name, role, rows, width) {
      specs.push({ name, role, part: "weight", shape: [rows, width], layout: "out-in" });
    },
    projection(module, { role, layer, from, to, bias = false, layout = "out-in", tiedTo }) {
      const shape = layout === "in-out" ? [from, to] : [to, from];
      const tie = tiedTo === undefined ? {} : { tiedTo };
      specs.push({ name: `${module}.weight`, role, part: "weight", layer, shape, layout, ...tie });
      if (bias) vector(`${module}.bias`, role, "bias", layer, to);
    },
    norm(module, { role, layer, width, bias = false }) {
      vector(`${module}.weight`, role, "weight", layer, width);
      if (bias) vector(`${module}.bias`, role, "bias", layer, width);
    },
  };
}
