/** A form from a JSON Schema; the only place that knows how a field kind looks. */
export { ParameterForm } from "./parameter-form";
export { isWhole, WholeNumber } from "./whole-number";
export { faultText } from "./fault-text";
export { defaultsOf, faultOf, fieldsOf } from "./schema";
export type { FieldFault, FormField } from "./schema";
