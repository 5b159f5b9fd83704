#!/bin/bash
# tokenizers 0.23.2 (PyPI): where BPE drops a character without a token, the ranges behind it point at other characters.
#
# A BPE model without unk_token drops the characters that its vocabulary lacks. Offsets are summed over the tokens that are
# left, so every token behind a dropped character in its word has the range of a character before its own:
#
#     "a÷b"   tokens ["a", "b"], offsets [(0, 1), (1, 2)]: the second is the range of "÷"
#
# Exits with 1 when the behaviour changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-deps tokenizers==0.23.2
"$folder/venv/bin/python" - <<'PY'
import sys
from tokenizers import Tokenizer
from tokenizers.models import BPE

encoded = Tokenizer(BPE(vocab={"a": 0, "b": 1}, merges=[])).encode("a÷b")
print(encoded.tokens, encoded.offsets)
sys.exit(0 if (encoded.tokens, encoded.offsets) == (["a", "b"], [(0, 1), (1, 2)]) else 1)
PY
