/** The merge operators. To add one: a file beside these, and a line in this list. */
import { defineCatalog } from "../../base";
import { arceeFusion } from "./interpolation/arcee-fusion";
import { karcher } from "./interpolation/karcher";
import { linear } from "./interpolation/linear";
import { modelStock } from "./interpolation/model-stock";
import { multislerp } from "./interpolation/multislerp";
import { nearswap } from "./interpolation/nearswap";
import { nuslerp } from "./interpolation/nuslerp";
import { passthrough } from "./interpolation/passthrough";
import { slerp } from "./interpolation/slerp";
import type { MergeOperator } from "./operator";
import { breadcrumbs } from "./task-vectors/breadcrumbs";
import { breadcrumbsTies } from "./task-vectors/breadcrumbs-ties";
import { dareLinear } from "./task-vectors/dare-linear";
import { dareTies } from "./task-vectors/dare-ties";
import { della } from "./task-vectors/della";
import { dellaLinear } from "./task-vectors/della-linear";
import { ram } from "./task-vectors/ram";
import { ramplusTl } from "./task-vectors/ramplus-tl";
import { sce } from "./task-vectors/sce";
import { taskArithmetic } from "./task-vectors/task-arithmetic";
import { ties } from "./task-vectors/ties";

export const MERGE_OPERATORS = defineCatalog<MergeOperator>("merge operator", [
  linear,
  slerp,
  nuslerp,
  multislerp,
  karcher,
  taskArithmetic,
  ties,
  dareLinear,
  dareTies,
  della,
  dellaLinear,
  breadcrumbs,
  breadcrumbsTies,
  sce,
  modelStock,
  nearswap,
  passthrough,
  ram,
  ramplusTl,
  arceeFusion,
]);
