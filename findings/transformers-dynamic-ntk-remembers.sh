#!/bin/bash
# transformers 5.18.0 with dynamic NTK scaling: the logits of a text depend on the texts that the model read before it.
#
# The rotary module keeps the frequencies of the longest text so far in a buffer. A later text that is shorter, and longer
# than max_position_embeddings, is rotated by the buffer and not by its own length. Only a text shorter than
# max_position_embeddings resets it. Scores of a list of long texts therefore depend on the order of the list, and a text has
# the reference's logits only right after a short one. For the same reason greedy text that grows past the context differs
# with the cache of keys, whose older keys were rotated by earlier frequencies, from reading the whole text again.
#
# Seen, tiny Llama, context 16, factor 4: a text of 20 tokens has other logits after one of 40 (largest difference 16.5),
# and its first logits again, to the bit, after one of 10. LongRoPE has two tables and no memory: no difference.
#
# Needs Python 3.10 or later and pip. Exits 1 when the behaviour is another one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check transformers==5.18.0 torch==2.13.0
"$folder/env/bin/python" - <<'PYTHON'
import sys

import torch
from transformers import LlamaConfig, LlamaForCausalLM


def differences(**scaling):
    """Largest difference of the logits of a text, read first, after a longer text, and after a short one."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=50, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=4, max_position_embeddings=16, initializer_range=1.0, attn_implementation="eager",
        rope_parameters={"rope_theta": 10000.0, **scaling},
    )
    model = LlamaForCausalLM(config).eval()
    ids = torch.arange(1, 41)[None]
    with torch.no_grad():
        first = model(ids[:, :20]).logits
        model(ids)
        after_longer = model(ids[:, :20]).logits
        model(ids[:, :10])
        after_short = model(ids[:, :20]).logits
    return tuple(float((first - other).abs().max()) for other in (after_longer, after_short))


dynamic = differences(rope_type="dynamic", factor=4.0)
longrope = differences(
    rope_type="longrope", short_factor=[1.0] * 4, long_factor=[2.0, 3.0, 4.0, 5.0],
    factor=4.0, original_max_position_embeddings=16,
)
print(f"dynamic NTK: after a longer text {dynamic[0]:.1f}, after a short one {dynamic[1]:.1f}")
print(f"LongRoPE: after a longer text {longrope[0]:.1f}, after a short one {longrope[1]:.1f}")
sys.exit(0 if dynamic[0] > 1 and dynamic[1] == 0 and longrope == (0, 0) else 1)
PYTHON
