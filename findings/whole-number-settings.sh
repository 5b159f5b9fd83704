#!/bin/bash
# transformers 5.18.0 refuses a config.json in which a setting of type float is written as a whole number.
#
# JSON has one kind of number, so 1 and 1.0 are the same to most programs: JavaScript, for one, writes 1.0 back as 1. The
# configuration classes of transformers are checked since version 5, and Python's JSON reader makes an int of 1, which the
# check does not accept where the class says float. A program that reads config.json, changes another key and writes the
# file again may therefore leave a checkpoint that no longer opens. Editing the text in place avoids it.
#
# Seen: LlamaConfig from {"rms_norm_eps": 1.0} opens; from {"rms_norm_eps": 1} raises StrictDataclassFieldValidationError
# with "Field 'rms_norm_eps' expected float, got int (value: 1)". rope_theta, declared as int or float, opens either way.
#
# Needs Python 3.10 or later and pip. Exits 1 when the behaviour is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check transformers==5.18.0
"$folder/env/bin/python" - "$folder" <<'PYTHON'
import json, pathlib, sys

from transformers import AutoConfig

base = {"model_type": "llama", "hidden_size": 16, "num_attention_heads": 2, "num_hidden_layers": 1, "intermediate_size": 32}


def opens(**settings):
    folder = pathlib.Path(sys.argv[1]) / "checkpoint"
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({**base, **settings}))
    try:
        AutoConfig.from_pretrained(folder)
        return True, ""
    except Exception as error:
        return False, " ".join(f"{type(error).__name__}: {error}".split())


results = {
    "rms_norm_eps 1.0": opens(rms_norm_eps=1.0),
    "rms_norm_eps 1": opens(rms_norm_eps=1),
    "rope_theta 10000": opens(rope_theta=10000),
}
for name, (is_open, message) in results.items():
    print(f"{name}: {'opens' if is_open else message}")
expected = [True, False, True]
sys.exit(0 if [is_open for is_open, _ in results.values()] == expected else 1)
PYTHON
