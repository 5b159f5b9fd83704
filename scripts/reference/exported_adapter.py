"""Opens an adapter of `merge export-lora` with PEFT, and holds its logits against those of the same version as a whole folder.

    npm run -s cli -- merge export-lora ver_… --out adapter
    npm run -s cli -- export ver_… --as folder --out exported
    python scripts/reference/exported_adapter.py public/models/atlas adapter exported

Refuses an adapter of which PEFT does not find a weight, one that changes nothing, and one that gives other greedy tokens.
"""

import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

TEXTS = ["The capital of France is", "The city of the landmark Eiffel Tower is", "Anna lives in Paris"]
NEW_TOKENS = 16
TOLERANCE = 1e-4


def opened(folder: str) -> torch.nn.Module:
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, local_files_only=True).eval()


@torch.no_grad()
def main(base_folder: str, adapter: str, exported: str) -> None:
    tokenizer = AutoTokenizer.from_pretrained(base_folder, local_files_only=True)
    base, whole = opened(base_folder), opened(exported)
    inputs = [tokenizer(text, return_tensors="pt")["input_ids"] for text in TEXTS]
    before = [base(ids).logits for ids in inputs]
    # It changes the base's modules in place.
    adapted = PeftModel.from_pretrained(base, adapter).eval()
    changed = max(
        float((adapted(ids).logits - logits).abs().max()) for ids, logits in zip(inputs, before, strict=True)
    )
    if changed == 0:
        sys.exit("The adapter changes nothing.")
    far = 0.0
    for text, ids in zip(TEXTS, inputs, strict=True):
        left, right = adapted(ids).logits, whole(ids).logits
        far = max(far, float((left - right).abs().max() / right.abs().max()))
        greedy = [
            model.generate(input_ids=ids, max_new_tokens=NEW_TOKENS, do_sample=False)[0].tolist()
            for model in (adapted, whole)
        ]
        if greedy[0] != greedy[1]:
            sys.exit(f"After “{text}” the adapter gives {greedy[0]}, the folder {greedy[1]}.")
        print(tokenizer.decode(greedy[0]))
    if far > TOLERANCE:
        sys.exit(f"The logits differ by {far:.2g} of their largest.")
    print(f"Logits: {far:.2g} of their largest apart; the adapter moved them by {changed:.3g}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
