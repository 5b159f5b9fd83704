#!/bin/bash
# tokenizers 0.23.2 (PyPI): the id that tokenizer.json writes for an added token is not used; the library counts.
#
# An added token whose content is not in the vocabulary gets the next free id, whatever "id" says. A file with a vocabulary
# of 2 and an added token of id 900 loads without an error and encodes that token as 2; saving it writes 2. A reader that
# takes the written id disagrees with the library, so a gap in the ids of added tokens is a file with two meanings.
#
# Exits with 1 when the behaviour changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-deps tokenizers==0.23.2
"$folder/venv/bin/python" - <<'PY'
import json
import sys
from tokenizers import Tokenizer

flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
whole = {
    "version": "1.0", "truncation": None, "padding": None, "normalizer": None, "pre_tokenizer": None,
    "post_processor": None, "decoder": None,
    "added_tokens": [{"id": 900, "content": "<gap>", **flags}],
    "model": {"type": "WordLevel", "vocab": {"<unk>": 0, "a": 1}, "unk_token": "<unk>"},
}
ids = Tokenizer.from_str(json.dumps(whole)).encode("<gap>").ids
print(ids)
sys.exit(0 if ids == [2] else 1)
PY
