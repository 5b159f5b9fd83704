/** Every edit method. What is listed here gets its card, form, preflight, flags, conformance tests and undo. */
import { defineCatalog } from "../../base";
import type { AnyEditMethod } from "../method";
import { adaLora } from "./adalora";
import { alphaEdit } from "./alphaedit";
import { core } from "./core";
import { defer } from "./defer";
import { dinm } from "./dinm";
import { eamet } from "./eamet";
import { emmet } from "./emmet";
import { grace } from "./grace";
import { ftL, ftM } from "./ft";
import { ike } from "./ike";
import { kn } from "./kn";
import { lora } from "./lora";
import { melo } from "./melo";
import { memit } from "./memit";
import { memitFe } from "./memit-fe";
import { malmen } from "./malmen";
import { mend } from "./mend";
import { pmet } from "./pmet";
import { rRome } from "./r-rome";
import { rome } from "./rome";
import { serac } from "./serac";
import { simie } from "./simie";
import { sphere } from "./sphere";
import { ultraedit } from "./ultraedit";
import { unke } from "./unke";
import { wise } from "./wise";

export const EDIT_METHODS = defineCatalog("edit method", [
  rome,
  rRome,
  memit,
  memitFe,
  pmet,
  eamet,
  core,
  emmet,
  alphaEdit,
  sphere,
  simie,
  ftL,
  ftM,
  lora,
  adaLora,
  kn,
  unke,
  dinm,
  mend,
  malmen,
  ultraedit,
  grace,
  wise,
  melo,
  defer,
  ike,
  serac,
] as unknown as readonly AnyEditMethod[]);
