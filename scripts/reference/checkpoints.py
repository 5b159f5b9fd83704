"""Writes tiny checkpoints in the forms that people bring, each with the logits that transformers computes from its files.

OUT/<family>-<form>/ holds the files of a checkpoint and reference.json: token ids with their logits in float32 (eager
attention, on a CPU), or the error with which transformers refuses the files, or the weights that it would draw at random.
check-checkpoints.ts holds Palimpsest against them. Nothing here is needed by the product or its tests.

    pip install torch transformers safetensors
    python scripts/reference/checkpoints.py OUT [prefix ...]
    python scripts/reference/checkpoints.py --held    # the small part that the tests hold
"""

import base64
import copy
import json
import math
import shutil
import sys
import tempfile
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

torch.set_num_threads(1)
transformers.logging.set_verbosity_error()

VOCABULARY = 61
CONTEXT = 64
LENGTH = 40

WIDE = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, max_position_embeddings=CONTEXT)
GATED = dict(WIDE, intermediate_size=48, num_key_value_heads=2, rms_norm_eps=1e-5)
SHORT = dict(n_embd=32, n_layer=2, n_head=4, n_positions=CONTEXT)

# The settings of a tiny model of each family, over the defaults of its class.
FAMILIES = {
    "gpt2": SHORT,
    "gpt_neo": dict(
        hidden_size=32, num_layers=2, num_heads=4, max_position_embeddings=CONTEXT, window_size=8,
        attention_types=[[["global", "local"], 1]],
    ),
    "gptj": dict(SHORT, rotary_dim=4),
    "gpt_neox": dict(WIDE, intermediate_size=48),
    "llama": GATED,
    "mistral": dict(GATED, sliding_window=8),
    "qwen2": dict(GATED, use_sliding_window=True, sliding_window=8, max_window_layers=1),
    "qwen3": dict(GATED, head_dim=16),
    "gemma2": dict(GATED, head_dim=16, query_pre_attn_scalar=16, sliding_window=8),
    "opt": dict(WIDE, ffn_dim=48, word_embed_proj_dim=32),
    "gemma3_text": dict(GATED, head_dim=16, query_pre_attn_scalar=16, sliding_window=8,
                        layer_types=["sliding_attention", "full_attention"]),
    "phi3": dict(GATED, sliding_window=8),
    "olmo2": GATED,
    "granite": dict(GATED, embedding_multiplier=2.0, logits_scaling=3.0, residual_multiplier=0.5, attention_multiplier=0.3),
    "smollm3": dict(GATED, no_rope_layers=[1, 0]),
}

ACTIVATION = {"gpt2": "activation_function", "gpt_neo": "activation_function", "gptj": "activation_function",
              "opt": "activation_function", "gemma2": "hidden_activation", "gemma3_text": "hidden_activation"}
ROTARY = ("llama", "mistral", "qwen2", "qwen3", "gemma2", "gpt_neox", "gemma3_text", "phi3", "olmo2", "granite", "smollm3")
TABLES = ("embed_tokens", "wte", "embed_in")
ABSENT = "(absent)"


def raw_config(family: str, change: dict) -> dict:
    """A configuration as a file states it: the settings above and no more, so that the class's defaults decide the rest."""
    settings = dict(model_type=family, vocab_size=VOCABULARY, bos_token_id=1, eos_token_id=2, pad_token_id=None,
                    **FAMILIES[family])
    settings.update(change)
    return {key: value for key, value in settings.items() if value is not ABSENT}


def spread(model: torch.nn.Module, seed: int) -> torch.nn.Module:
    """Weights so large that a setting which is read wrongly shows in the first digits."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=generator)
            if weight.ndim > 1:
                weight.copy_(noise / math.sqrt(weight.shape[-1]))
            else:
                gain = "norm" in name or "ln_" in name
                weight.copy_(0.15 * noise + (1 if gain and name.endswith("weight") else 0))
    return model.eval()


class Case:
    def __init__(self, family, form, change=None, weights=None, dtype=None, shards=1, build=None, length=LENGTH, files=None):
        self.family, self.form = family, form
        self.change = change or {}
        # The settings that the weights are made for, where those of the file would not build.
        self.build = self.change if build is None else build
        self.weights = weights or (lambda state: state)
        self.dtype, self.shards, self.length = dtype, shards, length
        self.files = files or (lambda folder: None)

    @property
    def name(self) -> str:
        return f"{self.family}-{self.form}"


def head_name(state: dict) -> str:
    return next((name for name in state if name.startswith(("lm_head.weight", "embed_out.weight"))), "lm_head.weight")


def table_name(state: dict) -> str:
    return next(name for name in state if name.split(".")[-2] in TABLES)


def other_head(state: dict) -> dict:
    generator = torch.Generator().manual_seed(9)
    table = state[table_name(state)]
    return {**state, head_name(state): torch.randn(table.shape, generator=generator).to(table.dtype)}


def copied_head(state: dict) -> dict:
    return {**state, head_name(state): state[table_name(state)].clone()}


def only_head(state: dict) -> dict:
    table = table_name(state)
    rest = {name: weight for name, weight in state.items() if name != table}
    return {**rest, head_name(state): state[table]}


def without_head(state: dict) -> dict:
    return {name: weight for name, weight in state.items() if name != head_name(state)}


def without_prefix(state: dict) -> dict:
    prefixes = ("transformer.", "gpt_neox.", "model.")
    bare = {}
    for name, weight in state.items():
        prefix = next((start for start in prefixes if name.startswith(start)), "")
        bare[name[len(prefix):]] = weight
    return bare


def buffers(state: dict) -> dict:
    return {**state, "unread.inv_freq": torch.arange(4).float(), "unread.bias": torch.ones(1, 1, 8, 8).bool(),
            "unread.masked_bias": torch.tensor(-1e4)}


SCALINGS = {
    "linear": dict(factor=4.0),
    "dynamic": dict(factor=2.0),
    "llama3": dict(factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=16),
    "yarn": dict(factor=4.0, original_max_position_embeddings=16),
    "yarn-null": dict(factor=None, original_max_position_embeddings=16),
    "yarn-mscale": dict(factor=4.0, original_max_position_embeddings=16, mscale=0.7, mscale_all_dim=0.4),
    "yarn-mscale-zero": dict(factor=4.0, original_max_position_embeddings=16, mscale=1.0, mscale_all_dim=0),
    "yarn-betas": dict(factor=4.0, original_max_position_embeddings=16, beta_fast=4, beta_slow=2, truncate=False),
    "yarn-attention": dict(factor=4.0, original_max_position_embeddings=16, attention_factor=1.3),
    "default-mrope": dict(mrope_section=[1, 1, 2], type="mrope"),
}


def pairs_of(family: str) -> int:
    settings = FAMILIES[family]
    width = settings.get("head_dim", 32 // 4)
    return width // 2 if family != "gpt_neox" else 1


def cases() -> list[Case]:
    made: list[Case] = []
    add = lambda *args, **more: made.append(Case(*args, **more))
    for family in FAMILIES:
        add(family, "plain")
        add(family, "bf16", dtype=torch.bfloat16)
        add(family, "fp16", dtype=torch.float16)
        add(family, "f64", dtype=torch.float64)
        add(family, "shards", shards=3)
        add(family, "no-prefix", weights=without_prefix)
        add(family, "buffers", weights=buffers)
        add(family, "tied", {"tie_word_embeddings": True}, weights=without_head)
        add(family, "untied", {"tie_word_embeddings": False})
        add(family, "untied-no-head", {"tie_word_embeddings": False}, weights=without_head)
        add(family, "tied-other-head", {"tie_word_embeddings": True}, weights=other_head)
        add(family, "tied-copied-head", {"tie_word_embeddings": True}, weights=copied_head)
        add(family, "tied-only-head", {"tie_word_embeddings": True}, weights=only_head)
        key = ACTIVATION.get(family, "hidden_act")
        for act in ("gelu", "gelu_new", "gelu_fast", "gelu_pytorch_tanh", "relu", "silu", "swish", "mish"):
            add(family, f"act-{act}", {key: act})
        eps = next((k for k in ("rms_norm_eps", "layer_norm_epsilon", "layer_norm_eps")
                    if hasattr(AutoConfig.for_model(family), k)), None)
        if eps is not None:
            add(family, "eps", {eps: 0.05})
            add(family, "eps-absent", {eps: ABSENT})
        add(family, "quantized", {"quantization_config": {"quant_method": "gptq", "bits": 4}}, build={})
        longest = next(k for k in ("n_positions", "max_position_embeddings") if k in FAMILIES[family])
        add(family, "context-absent", {longest: ABSENT})
    for family in ROTARY:
        add(family, "theta-outside", {"rope_theta": 500.0})
        add(family, "theta-inside", {"rope_parameters": {"rope_type": "default", "rope_theta": 500.0}})
        for form, settings in SCALINGS.items():
            kind = form.split("-")[0]
            old = {"type": kind, "rope_type": kind, **settings} if form == "default-mrope" else {"type": kind, **settings}
            add(family, f"rope-scaling-{form}", {"rope_scaling": old, "rope_theta": 500.0})
            now = {"rope_type": kind, "rope_theta": 500.0, **settings}
            add(family, f"rope-parameters-{form}", {"rope_parameters": now})
        factors = dict(short_factor=[1.0 + 0.5 * i for i in range(pairs_of(family))],
                       long_factor=[2.0 + i for i in range(pairs_of(family))])
        for form, original, length in (("short", 48, 40), ("long", 16, 40), ("outside", 48, 40)):
            scaling = {"type": "longrope", **factors}
            where = scaling if form != "outside" else {}
            where["original_max_position_embeddings"] = original
            change = {"rope_scaling": scaling}
            if form == "outside":
                change["original_max_position_embeddings"] = original
            add(family, f"longrope-{form}", change, length=length)
        both = {"rope_parameters": {"rope_type": "linear", "factor": 8.0, "rope_theta": 500.0},
                "rope_scaling": {"type": "linear", "factor": 2.0}}
        add(family, "rope-both", both)
        named = {"rope_type": "linear", "factor": 4.0}
        add(family, "rope-scaling-named", {"rope_scaling": named, "rope_theta": 500.0})
        add(family, "rope-scaling-empty", {"rope_parameters": {"rope_type": "linear", "factor": 8.0}, "rope_scaling": {}})
        add(family, "rope-mrope", {"rope_scaling": {"type": "mrope", "mrope_section": [1, 1, 2]}}, build={})
        add(family, "rope-no-factor", {"rope_scaling": {"type": "linear"}}, build={})
        add(family, "rope-original-outside", {"rope_scaling": {"type": "yarn", "factor": 4.0},
                                              "original_max_position_embeddings": 16})
        add(family, "rope-partial", {"rope_parameters": {"rope_type": "default", "rope_theta": 500.0,
                                                         "partial_rotary_factor": 0.5}})
        add(family, "rope-partial-linear", {"rope_scaling": {"type": "linear", "factor": 2.0},
                                            "partial_rotary_factor": 0.5}, build={})
        add(family, "dynamic-beyond", {"rope_scaling": {"type": "dynamic", "factor": 4.0},
                                       "max_position_embeddings": 16}, length=LENGTH)
    for family in [family for family in ROTARY if family != "gpt_neox"]:
        add(family, "kv-null", {"num_key_value_heads": None})
        add(family, "kv-one", {"num_key_value_heads": 1})
        add(family, "head-dim", {"head_dim": 12})
        add(family, "head-dim-odd", {"head_dim": 7})
        add(family, "attention-bias", {"attention_bias": True})
        add(family, "window-null", {"sliding_window": None})
        add(family, "window-absent", {"sliding_window": ABSENT})
        add(family, "layer-types", {"layer_types": ["sliding_attention", "full_attention"]})
        add(family, "bidirectional", {"use_bidirectional_attention": True}, build={})
        add(family, "not-causal", {"is_causal": False}, build={})
    for flag in (True, False):
        for window in (8, ABSENT, None):
            for family in ("qwen2", "qwen3"):
                form = f"window-{'on' if flag else 'off'}-{'absent' if window is ABSENT else window}"
                add(family, form, {"use_sliding_window": flag, "sliding_window": window, "max_window_layers": 1})
    add("llama", "mlp-bias", {"mlp_bias": True})
    add("gemma2", "caps-absent", {})
    add("gemma2", "caps-null", {"attn_logit_softcapping": None, "final_logit_softcapping": None})
    add("gemma2", "caps-small", {"attn_logit_softcapping": 1.5, "final_logit_softcapping": 2.0})
    add("gemma2", "scalar-absent", {"query_pre_attn_scalar": ABSENT})
    add("gemma2", "activation-null", {"hidden_activation": None}, build={})
    by_layer = {"full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 500.0},
                "sliding_attention": {"rope_type": "default", "rope_theta": 700.0}}
    add("gemma3_text", "rope-by-layer", {"rope_parameters": by_layer})
    add("gemma3_text", "rope-by-layer-and-scaling", {"rope_parameters": by_layer, "rope_scaling": {"rope_type": "linear", "factor": 2.0}})
    add("gemma3_text", "rope-local-base", {"rope_local_base_freq": 700.0, "rope_theta": 900.0})
    add("gpt2", "no-scale", {"scale_attn_weights": False})
    add("gpt2", "by-layer", {"scale_attn_by_inverse_layer_idx": True})
    add("gpt2", "no-scale-by-layer", {"scale_attn_by_inverse_layer_idx": True, "scale_attn_weights": False})
    add("gpt2", "upcast", {"reorder_and_upcast_attn": True})
    add("gpt2", "cross", {"add_cross_attention": True}, build={})
    add("gpt2", "inner", {"n_inner": 40})
    add("gpt2", "shared-names", {"n_embd": ABSENT, "n_layer": ABSENT, "n_head": ABSENT, "n_positions": ABSENT, **WIDE})
    add("gpt2", "both-names", {**WIDE, "hidden_size": 64}, build={})
    add("gptj", "shared-names", {"n_embd": ABSENT, "n_layer": ABSENT, "n_head": ABSENT, "n_positions": ABSENT, **WIDE})
    add("gptj", "theta", {"rope_theta": 500.0})
    add("gptj", "rope", {"rope_parameters": {"rope_type": "linear", "factor": 4.0, "rope_theta": 500.0}})
    add("gptj", "rotary-dim-null", {"rotary_dim": None}, build={})
    add("gptj", "rotary-dim-odd", {"rotary_dim": 3})
    add("gptj", "inner", {"n_inner": 40})
    add("gpt_neo", "inner", {"intermediate_size": 40})
    add("gpt_neo", "types-absent", {"attention_types": ABSENT}, build={})
    add("gpt_neo", "types-local", {"attention_types": [[["local"], 2]]})
    add("gpt_neo", "layers-beside", {"attention_layers": ["local", "local"]})
    add("gpt_neo", "window-absent", {"window_size": ABSENT})
    for form, change in {
        "sequential": {"use_parallel_residual": False}, "no-attention-bias": {"attention_bias": False},
        "whole": {"rotary_pct": 1.0}, "half": {"rotary_pct": 0.5}, "odd": {"rotary_pct": 0.4, "hidden_size": 48},
        "base": {"rotary_emb_base": 500}, "partial-now": {"rope_parameters": {"partial_rotary_factor": 0.5, "rope_theta": 500.0}},
        "pct-and-partial": {"rotary_pct": 1.0, "rope_parameters": {"partial_rotary_factor": 0.5, "rope_theta": 500.0}},
        "partial-outside": {"partial_rotary_factor": 0.5}, "theta-and-base": {"rope_theta": 500.0, "rotary_emb_base": 700},
        "odd-linear": {"rotary_pct": 0.4, "hidden_size": 48, "rope_scaling": {"type": "linear", "factor": 2.0}},
    }.items():
        add("gpt_neox", form, change)
    add("opt", "post-norm", {"do_layer_norm_before": False})
    add("opt", "no-bias", {"enable_bias": False})
    add("opt", "no-affine", {"layer_norm_elementwise_affine": False})
    add("opt", "projected", {"word_embed_proj_dim": 16})
    add("opt", "no-final-norm", {"_remove_final_layer_norm": True})
    return made


def write(out: Path, case: Case) -> dict:
    folder = out / case.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(raw_config(case.family, case.build)))
    model = spread(AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(folder)).float(), len(case.name))
    state = {name: weight.detach().clone() for name, weight in model.state_dict().items()}
    if model.config.tie_word_embeddings:
        state = without_head(state)
    state = {name: weight.clone() for name, weight in case.weights(state).items()}
    if case.dtype is not None:
        state = {name: weight.to(case.dtype) for name, weight in state.items()}
    (folder / "config.json").write_text(json.dumps(raw_config(case.family, case.change)))
    save(folder, state, case.shards)
    case.files(folder)
    return reference(folder, case)


def save(folder: Path, state: dict, shards: int) -> None:
    if shards == 1:
        save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
        return
    names = sorted(state)
    weight_map = {}
    for shard in range(shards):
        file = f"model-{shard + 1:05d}-of-{shards:05d}.safetensors"
        save_file({name: state[name] for name in names[shard::shards]}, folder / file, metadata={"format": "pt"})
        weight_map.update({name: file for name in names[shard::shards]})
    index = {"metadata": {}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def reference(folder: Path, case: Case) -> dict:
    vocabulary = case.change.get("vocab_size", VOCABULARY)
    ids = torch.randint(0, vocabulary, (1, case.length), generator=torch.Generator().manual_seed(5))
    model, info = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True
    )
    missing = sorted(info["missing_keys"])
    if missing:
        return {"drawsAtRandom": missing}
    with torch.no_grad():
        logits = model.eval()(ids).logits[0].float().contiguous()
    return {"ids": ids[0].tolist(), "logits": base64.b64encode(logits.numpy().tobytes()).decode()}


TINY = dict(hidden_size=8, intermediate_size=12, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1,
            max_position_embeddings=32, vocab_size=11)
# The forms that the tests hold, a few kilobytes each.
HELD = [
    Case("gpt2", "no-scale-by-layer", dict(n_embd=8, n_layer=2, n_head=2, n_positions=32, vocab_size=11,
                                           scale_attn_weights=False, scale_attn_by_inverse_layer_idx=True)),
    Case("gpt2", "untied-relu", dict(n_embd=8, n_layer=1, n_head=2, n_positions=32, vocab_size=11,
                                     activation_function="relu", tie_word_embeddings=False)),
    Case("gemma2", "caps-absent", dict(TINY, head_dim=4, query_pre_attn_scalar=1, sliding_window=ABSENT)),
    Case("llama", "tied-other-head", dict(TINY, tie_word_embeddings=True), weights=other_head),
    Case("llama", "rope-both", dict(TINY, rope_parameters={"rope_type": "linear", "factor": 8.0, "rope_theta": 500.0},
                                    rope_scaling={"type": "linear", "factor": 2.0})),
    Case("llama", "longrope", dict(TINY, rope_scaling={"type": "longrope", "short_factor": [1.0, 1.5],
                                                       "long_factor": [2.0, 3.0],
                                                       "original_max_position_embeddings": 24})),
    Case("llama", "longrope-beyond", dict(TINY, rope_scaling={"type": "longrope", "short_factor": [1.0, 1.5],
                                                              "long_factor": [2.0, 3.0],
                                                              "original_max_position_embeddings": 12})),
    Case("llama", "dynamic-beyond", dict(TINY, rope_scaling={"type": "dynamic", "factor": 4.0},
                                         max_position_embeddings=12)),
    Case("llama", "yarn-mscale-zero", dict(TINY, rope_scaling={"type": "yarn", "factor": None, "mscale": 1.0,
                                                               "mscale_all_dim": 0,
                                                               "original_max_position_embeddings": 16})),
    Case("gpt_neox", "odd-rotary", dict(hidden_size=12, intermediate_size=12, num_hidden_layers=1, num_attention_heads=2,
                                        max_position_embeddings=32, vocab_size=11, rotary_pct=0.5)),
    Case("gptj", "tied-silu", dict(n_embd=8, n_layer=1, n_head=2, n_positions=32, vocab_size=11, rotary_dim=2,
                                   activation_function="silu", tie_word_embeddings=True)),
]


def write_held() -> None:
    """lib/testing/fixtures/checkpoint-forms.json: the files of each form in float16, and what transformers computes."""
    forms = {}
    with tempfile.TemporaryDirectory() as folder:
        for case in HELD:
            case.dtype, case.length = torch.float16, 20
            found = write(Path(folder), case)
            weights = (Path(folder) / case.name / "model.safetensors").read_bytes()
            config = json.loads((Path(folder) / case.name / "config.json").read_text())
            forms[case.name] = dict(config=config, weights=base64.b64encode(weights).decode(), **found)
    note = f"scripts/reference/checkpoints.py --held, transformers {transformers.__version__}"
    path = Path(__file__).resolve().parents[2] / "lib/testing/fixtures/checkpoint-forms.json"
    path.write_text(json.dumps(dict(note=note, forms=forms), indent=1) + "\n")


def main() -> None:
    if sys.argv[1] == "--held":
        return write_held()
    out, only = Path(sys.argv[1]), sys.argv[2:]
    for case in cases():
        if only and not case.name.startswith(tuple(only)):
            continue
        try:
            found = write(out, copy.copy(case))
        except Exception as error:  # the error is the reference
            found = {"raises": f"{type(error).__name__}: {error}"[:300]}
        found["transformers"] = transformers.__version__
        (out / case.name).mkdir(parents=True, exist_ok=True)
        (out / case.name / "reference.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
