/** A method whose editor is trained: the parts that are the same for every design. */
import { checkCancelled, type Run } from "../../../base";
import { normOf, type WeightDelta } from "../../../model";
import { norm } from "../../../tensor";
import type { EditCall, EditMethod, EditResult, Preflight, PreflightCall } from "../../method";
import { networkOptions, type EditorDesign, type TrainedEditorParameters } from "./editor-design";
import { editorKey, trainedEditor } from "./editor-training";
import { groupModules, transformFeeds } from "./network";
import { editedModules, MODULE_ROLES, tokenGradients } from "./module-gradients";
import { estimate, readingOperations } from "../preflight";

/** The parts of a method that are the same for every trained editor. */
export function trainedMethod<P extends TrainedEditorParameters>(design: EditorDesign<P>) {
  return {
    kind: "meta-learning",
    traits: { batch: true, sequential: false, gradient: true },
    deviations: { batch: "Gradients of all requests are those of the model before any of them." },
    roles: MODULE_ROLES,
    preflight: (call) => preflightTrained(design.id, call),
    async prepare(run, call) {
      await trainedEditor(run, design, call);
    },
    apply: (run, call) => editByNetwork(run, design, call),
  } satisfies Partial<EditMethod<P>>;
}

async function editByNetwork<P extends TrainedEditorParameters>(
  run: Run,
  design: EditorDesign<P>,
  call: EditCall<P>,
): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const editor = await trainedEditor(run, design, call);
  const modules = editedModules(model, parameters.layers, parameters.roles);
  const groups = groupModules(modules);
  const gradients = await tokenGradients(run, model, modules, requests);
  checkCancelled(run.signal);
  const feeds = { ...editor.feeds, ...transformFeeds(groups, editor.normalizers, gradients) };
  const network = networkOptions(design, parameters);
  const changeOf = await design.change(run, {
    model,
    modules,
    groups,
    network,
    gradients,
    feeds,
    parameters,
  });
  const deltas: WeightDelta[] = [];
  for (const i of modules.keys()) {
    deltas.push(await changeOf(i));
    run.progress({ phase: "Writing the changes", step: i + 1, steps: modules.length });
    checkCancelled(run.signal);
  }
  return {
    overlays: [{ kind: "weights", deltas }],
    report: {
      numbers: {
        lossNatsBefore: gradients.lossNats.reduce((sum, loss) => sum + loss, 0) / requests.length,
        tokens: gradients.owners.length,
        deltaNorm: norm(deltas.map(normOf)),
      },
      curves: { trainingLossNats: editor.losses },
    },
  };
}

/** Tokens of an edit in training: its own and those of the texts that judge it, forward and back. */
const TOKENS_A_TEXT = 14;

function preflightTrained<P extends TrainedEditorParameters>(
  id: string,
  call: PreflightCall<P>,
): Promise<Preflight> {
  const { parameters } = call;
  const texts = 2 + parameters.rephrases + parameters.neighbours;
  return estimate(call, {
    layers: parameters.layers,
    steps: 1,
    rows: 1,
    suffix: true,
    artifacts: [
      {
        what: "Trained editor",
        key: editorKey(id, call.facts, call.fingerprint, call.training, parameters),
        operations: readingOperations(
          call.facts,
          2 * texts * TOKENS_A_TEXT * parameters.trainingEdits * parameters.trainingSteps,
        ),
      },
    ],
  });
}
