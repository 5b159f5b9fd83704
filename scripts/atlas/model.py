"""
GPT-2 in the few lines that training needs, and the way in and out of Hugging Face files.

Weights are kept as [out, in], which is what the optimizer's orthogonalization and torch's linear layers want. The files
have GPT-2's names and its [in, out] matrices, so that any other tool opens them.
"""

import json
import os
from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

SPECIAL = "<|endoftext|>"


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    layers: int = 6
    width: int = 256
    heads: int = 8
    positions: int = 128


class Lesson:
    """
    Where a fact should live, for one batch.

    A small model left to itself copies the subject to the end of the prompt in its first block and looks the answer up
    there. Nothing then depends on the subject's own tokens, and no edit at them can work. In models trained on natural
    text the subject's last token gathers what is known before anything reads it. So while training, attention in the
    first blocks does not cross a subject's border, and later ones read a subject at its last token only:

        first `apart` blocks   from inside a subject: only its own tokens; from outside: no token of any subject
        later blocks           from outside: of a subject only the last token

    The finished model has no such mask. It must attend like this by itself, which the `leak` teaches where the mask is
    off: −log of the attention that stays within the borders, the divergence between attention with and without it.
    """

    def __init__(self, subjects: Tensor, last: Tensor, masked: bool, apart: int):
        """`subjects` [B, T] numbers the subjects of a row, 0 outside; `last` [B, T] is true at the last token of each."""
        same = subjects[:, :, None] == subjects[:, None, :]  # [B, T, T], query by key
        causal = torch.ones(same.shape[1:], dtype=torch.bool, device=subjects.device).tril()
        self.causal = causal
        self.early = (same & causal)[:, None]
        self.late = ((same | (subjects == 0)[:, None, :] | last[:, None, :]) & causal)[:, None]
        self.masked = masked
        self.apart = apart
        self.power: list[Tensor] = []
        self.leak: list[Tensor] = []

    def attend(self, q: Tensor, k: Tensor, v: Tensor, block: int) -> Tensor:
        borders = self.early if block < self.apart else self.late
        scores = (q * q.shape[-1] ** -0.5) @ k.transpose(2, 3)
        seen = borders if self.masked else self.causal
        weights = scores.masked_fill(~seen, -1e4).softmax(-1, dtype=torch.float32)
        if not self.masked:
            self.leak.append(-(weights * borders).sum(-1).clamp_min(1e-20).log().mean())
        return weights.to(v.dtype) @ v


class Block(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.heads = shape.heads
        self.ln_1 = nn.LayerNorm(shape.width)
        self.ln_2 = nn.LayerNorm(shape.width)
        self.c_attn = nn.Linear(shape.width, 3 * shape.width)
        self.attn_out = nn.Linear(shape.width, shape.width)
        self.c_fc = nn.Linear(shape.width, 4 * shape.width)
        self.mlp_out = nn.Linear(4 * shape.width, shape.width)

    def forward(self, x: Tensor, lesson: "Lesson | None" = None, block: int = 0) -> Tensor:  # [B, T, D]
        B, T, D = x.shape
        q, k, v = self.c_attn(self.ln_1(x)).view(B, T, 3, self.heads, D // self.heads).unbind(2)  # [B, T, H, K]
        q, k, v = q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)  # [B, H, T, K]
        if lesson is None:
            mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            mixed = lesson.attend(q, k, v, block)
        attended = self.attn_out(mixed.transpose(1, 2).reshape(B, T, D))
        x = x + attended
        recalled = self.mlp_out(functional.gelu(self.c_fc(self.ln_2(x)), approximate="tanh"))
        if lesson is not None:
            lesson.power.append(attended.float().square().mean() + recalled.float().square().mean())
        return x + recalled


class Atlas(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.wte = nn.Embedding(shape.vocabulary, shape.width)
        self.wpe = nn.Embedding(shape.positions, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.ln_f = nn.LayerNorm(shape.width)
        for name, parameter in self.named_parameters():
            if parameter.ndim == 2:
                # Residual branches start smaller, as in GPT-2, so that depth does not raise the variance.
                small = name.endswith("_out.weight")
                nn.init.normal_(parameter, std=0.02 / (2 * shape.layers) ** 0.5 if small else 0.02)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def hidden(self, ids: Tensor, lesson: "Lesson | None" = None) -> Tensor:
        """The normed state at every token, [B, T, D]; `logits` turns any of them into scores."""
        x = self.wte(ids) + self.wpe.weight[: ids.shape[1]]
        for number, block in enumerate(self.blocks):
            x = block(x, lesson, number)
        return self.ln_f(x)

    def logits(self, hidden: Tensor) -> Tensor:
        return hidden @ self.wte.weight.t()


# Name here → (name in the files, whether the matrix is stored transposed).
_BLOCK_NAMES = {
    "ln_1": ("ln_1", False),
    "ln_2": ("ln_2", False),
    "c_attn": ("attn.c_attn", True),
    "attn_out": ("attn.c_proj", True),
    "c_fc": ("mlp.c_fc", True),
    "mlp_out": ("mlp.c_proj", True),
}


def file_name(name: str) -> tuple[str, bool]:
    """The GPT-2 name of a parameter, and whether the file holds its transpose."""
    if not name.startswith("blocks."):
        return f"transformer.{name}", False
    _, layer, module, part = name.split(".")
    theirs, transposed = _BLOCK_NAMES[module]
    return f"transformer.h.{layer}.{theirs}.{part}", transposed and part == "weight"


def export(model: Atlas, tokenizer_json: str, folder: str) -> None:
    """Writes the four files of a model. Each appears whole or not at all, so a reader never sees half of one."""
    os.makedirs(folder, exist_ok=True)
    tensors = {}
    for name, parameter in model.state_dict().items():
        theirs, transposed = file_name(name)
        tensors[theirs] = (parameter.t() if transposed else parameter).contiguous().to(torch.float16)
    shape = model.shape
    config = {
        "architectures": ["GPT2LMHeadModel"],
        "model_type": "gpt2",
        "activation_function": "gelu_new",
        "attn_pdrop": 0,
        "bos_token_id": 0,
        "dtype": "float16",
        "embd_pdrop": 0,
        "eos_token_id": 0,
        "initializer_range": 0.02,
        "layer_norm_epsilon": 1e-05,
        "n_ctx": shape.positions,
        "n_embd": shape.width,
        "n_head": shape.heads,
        "n_inner": None,
        "n_layer": shape.layers,
        "n_positions": shape.positions,
        "resid_pdrop": 0,
        "scale_attn_by_inverse_layer_idx": False,
        "scale_attn_weights": True,
        "tie_word_embeddings": True,
        "vocab_size": shape.vocabulary,
    }
    about_tokenizer = {
        "bos_token": SPECIAL,
        "eos_token": SPECIAL,
        "unk_token": SPECIAL,
        "add_prefix_space": False,
        "model_max_length": shape.positions,
        "tokenizer_class": "PreTrainedTokenizerFast",
    }
    _write(folder, "model.safetensors", lambda path: save_file(tensors, path, metadata={"format": "pt"}))
    _write(folder, "config.json", lambda path: _write_text(path, json.dumps(config, indent=2) + "\n"))
    _write(folder, "tokenizer.json", lambda path: _write_text(path, tokenizer_json))
    _write(folder, "tokenizer_config.json", lambda path: _write_text(path, json.dumps(about_tokenizer, indent=2) + "\n"))


def load(folder: str) -> Atlas:
    """The model of a folder that `export` wrote, in float32."""
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
        config = json.load(file)
    shape = Shape(config["vocab_size"], config["n_layer"], config["n_embd"], config["n_head"], config["n_positions"])
    model = Atlas(shape)
    tensors = load_file(os.path.join(folder, "model.safetensors"))
    state = {}
    for name in model.state_dict():
        theirs, transposed = file_name(name)
        state[name] = (tensors[theirs].t() if transposed else tensors[theirs]).float()
    model.load_state_dict(state)
    return model


def _write(folder: str, name: str, write) -> None:
    path = os.path.join(folder, name)
    write(path + ".part")
    os.replace(path + ".part", path)


def _write_text(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
