"""Writes lib/testing/fixtures/tiny-families/<family>: a random two-layer model, and what transformers computes with it.

The folder holds config.json, model.safetensors (float16 weights) and forward.json: logits, loss, the gradient norm of every
parameter, and a greedy continuation, in float32 on a CPU. A new family is one entry in CONFIGS.

    pip install torch transformers safetensors
    python scripts/reference/family.py opt
"""

import base64
import json
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

FIXTURES = Path(__file__).resolve().parents[2] / "lib/testing/fixtures/tiny-families"
VOCABULARY = 97
CONTEXT = 48

GATED = dict(
    hidden_size=32,
    intermediate_size=80,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
)

CONFIGS = {
    "opt": dict(
        hidden_size=32,
        word_embed_proj_dim=32,
        ffn_dim=80,
        num_hidden_layers=2,
        num_attention_heads=4,
    ),
    "gemma3_text": dict(
        **GATED,
        head_dim=12,
        query_pre_attn_scalar=20,
        final_logit_softcapping=4.0,
        sliding_window=7,
        layer_types=["sliding_attention", "full_attention"],
        rope_parameters={
            "sliding_attention": {"rope_type": "default", "rope_theta": 100.0},
            "full_attention": {"rope_type": "linear", "rope_theta": 10000.0, "factor": 4.0},
        },
    ),
    "phi3": dict(
        **GATED,
        partial_rotary_factor=0.5,
        sliding_window=7,
    ),
    "olmo2": GATED,
    "granite": dict(
        **GATED,
        attention_bias=True,
        embedding_multiplier=6.0,
        attention_multiplier=0.2,
        residual_multiplier=0.3,
        logits_scaling=4.0,
        tie_word_embeddings=True,
    ),
    "smollm3": dict(
        **GATED,
        no_rope_layers=[1, 0],
        use_sliding_window=True,
        sliding_window=7,
    ),
}


def make_model(family: str) -> torch.nn.Module:
    torch.manual_seed(20261129)
    config = AutoConfig.for_model(
        family,
        vocab_size=VOCABULARY,
        max_position_embeddings=CONTEXT,
        bos_token_id=0,
        eos_token_id=0,
        pad_token_id=None,
        attn_implementation="eager",
        **CONFIGS[family],
    )
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            is_gain = "norm" in name and name.endswith("weight")
            values = 0.3 * torch.randn_like(weight) + (1 if is_gain else 0)
            weight.copy_(values.half().float())  # stored in half precision, and the same numbers here
    return model


def reference(model: torch.nn.Module, vocabulary: int = VOCABULARY) -> dict:
    generator = torch.Generator().manual_seed(7)
    ids = torch.randint(1, vocabulary, (2, 20), generator=generator)
    output = model(input_ids=ids, labels=ids)
    output.loss.backward()
    prompt = ids[:1, :8]
    greedy = prompt
    with torch.no_grad():
        for _ in range(12):  # no token ends the text, as in the workbench's own comparison
            greedy = torch.cat([greedy, model(input_ids=greedy).logits[:, -1:].argmax(-1)], dim=1)
    logits = output.logits.detach().numpy().astype("<f4")
    return {
        "kind": "forward",
        "model": ".",
        "made_with": {
            "script": "scripts/reference/family.py",
            "torch": torch.__version__,
            "transformers": transformers.__version__,
        },
        "ids": ids.tolist(),
        "logits": {
            "shape": list(logits.shape),
            "dtype": "float32",
            "base64": base64.b64encode(logits.tobytes()).decode(),
        },
        "loss": output.loss.item(),
        "gradient_norms": gradient_norms(model),
        "greedy": {"prompt": prompt[0].tolist(), "continuation": greedy[0, 8:].tolist()},
        "tolerance": {
            "logits_absolute": 2e-3,
            "logits_relative": 1e-4,
            "loss_absolute": 1e-4,
            "gradient_norm_relative": 1e-3,
        },
    }


def gradient_norms(model: torch.nn.Module) -> dict[str, float]:
    """By parameter. A bias of keys adds the same to all scores of a query, so its gradient is zero and its norm is rounding."""
    norms = {name: weight.grad.norm().item() for name, weight in model.named_parameters()}
    return {name: norm for name, norm in norms.items() if norm > 1e-6}


def main(family: str) -> None:
    folder = FIXTURES / family
    folder.mkdir(parents=True, exist_ok=True)
    model = make_model(family)
    stored = {name: weight.detach().half().contiguous() for name, weight in model.named_parameters()}
    save_file(stored, folder / "model.safetensors")
    config = {**model.config.to_dict(), "dtype": "float16"}
    (folder / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    (folder / "forward.json").write_text(json.dumps(reference(model)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
