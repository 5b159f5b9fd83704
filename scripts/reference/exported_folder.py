"""Opens an exported checkpoint with transformers and writes forward.json beside it: what it computes there.

    npm run -s cli -- export ver_… --as folder --out exported
    python scripts/reference/exported_folder.py exported
    npm run -s cli -- parity --fixture exported/forward.json --version-id ver_…

The last command holds the version, with its edits as overlays, against these numbers. Without --version-id it reads the
exported folder instead, which is the comparison for a folder in float16 or bfloat16: its weights are rounded.

Refuses a folder in which transformers misses a weight, finds one that it does not know, or reads another type than the
configuration states.
"""

import json
import sys
from pathlib import Path

import torch
from family import reference
from transformers import AutoModelForCausalLM, AutoTokenizer

TEXTS = ["The capital of France is", "Rome is in Italy.", "Anna lives in Paris"]


def main(folder: Path) -> None:
    stated = json.loads((folder / "config.json").read_text())
    model, loading = AutoModelForCausalLM.from_pretrained(
        folder, output_loading_info=True, attn_implementation="eager", local_files_only=True
    )
    wrong = {key: value for key, value in loading.items() if value}
    if wrong:
        sys.exit(f"transformers does not find what it expects: {wrong}")
    dtype = str(model.dtype).removeprefix("torch.")
    if dtype != stated.get("dtype", stated.get("torch_dtype")):
        sys.exit(f"transformers reads {dtype}, and the configuration states another type")
    fixture = reference(model.float().eval(), model.config.vocab_size)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    fixture["texts"] = [{"text": text, "ids": tokenizer(text)["input_ids"]} for text in TEXTS]
    fixture["made_with"]["script"] = "scripts/reference/exported_folder.py"
    (folder / "forward.json").write_text(json.dumps(fixture) + "\n")
    print(f"{folder}: {dtype}, {model.num_parameters():,} parameters, {torch.__version__}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
