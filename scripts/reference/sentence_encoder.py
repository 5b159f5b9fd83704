"""Writes lib/testing/fixtures/tiny-encoder: a random BERT as a sentence encoder, and what the reference gives for some texts.

The model is as small as can be and has the form of all-MiniLM-L6-v2: WordPiece, mean pooling over real tokens, vectors of
length 1. All texts are embedded in one padded batch, cut at `max_seq_length`, as the library sentence-transformers does it.

    pip install torch transformers tokenizers safetensors
    python scripts/reference/sentence_encoder.py
"""

import base64
import json
import string
from pathlib import Path

import tokenizers
import torch
import transformers
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

FOLDER = Path(__file__).resolve().parents[2] / "lib/testing/fixtures/tiny-encoder"
MAX_TOKENS = 48

WORDS = ["the", "capital", "of", "france", "is", "paris", "rome", "new", "fact", "prompt", "city", "##ing", "中", "京"]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

TEXTS = [
    "The capital of France is Paris",
    "the capital of france is rome",
    "New Fact: The city of France is Rome\nPrompt: The city of France is\n\n",
    "Cities, facts and prompts: isn't it so?",
    "Ünïcödé ACCENTS: Zürich, naïve café, Ångström, e\u0301 composed",
    "北京 is 中 and京",
    "tabs\tand\r\nlines,\u00a0no-break\u3000wide, zero\u200bwidth, soft\u00adhyphen, null\u0000 and \ufffd",
    "emoji 🎉 and 👩‍🚀 are unknown",
    "numbers 1984, 3.14 and $5 + 7% = x^2 `code` <a|b> ~ ¿qué? « oui » — “so”…",
    "special [SEP] in [MASK] a text, [cls] too",
    "a word of a hundred letters or more: " + "abc" * 40,
    "İstanbul ǅ ß ﬁ Ω Σίσυφος ДА ﷺ ｆｕｌｌ",
    "long: " + "the capital of france is paris and " * 9,
    "x",
    "",
]


CONFIG_FIELDS = [
    "model_type",
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "max_position_embeddings",
    "type_vocab_size",
    "hidden_act",
    "layer_norm_eps",
]


def make_tokenizer() -> Tokenizer:
    letters = list(string.ascii_lowercase) + [f"##{letter}" for letter in string.ascii_lowercase]
    vocabulary = SPECIAL + letters + list(":,.'?") + WORDS
    tokenizer = Tokenizer(models.WordPiece({token: i for i, token in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = [(token, vocabulary.index(token)) for token in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing("[CLS]:0 $A:0 [SEP]:0", "[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", marks)
    tokenizer.add_special_tokens(SPECIAL)
    # Published files hold the settings of whoever saved them last; sentence encoders go by their own.
    tokenizer.enable_truncation(9)
    tokenizer.enable_padding(length=9)
    return tokenizer


def make_model(vocabulary: int) -> BertModel:
    torch.manual_seed(20261127)
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=64,
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            is_gain = name.endswith("LayerNorm.weight")
            values = 0.4 * torch.randn_like(weight) + (1 if is_gain else 0)
            weight.copy_(values.half().float())  # stored in half precision, and the same numbers here
    return model


def embed(model: BertModel, tokenizer: Tokenizer) -> tuple[list[list[int]], torch.Tensor]:
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding(pad_id=0)
    batch = tokenizer.encode_batch(TEXTS)
    ids = torch.tensor([encoding.ids for encoding in batch])
    real = torch.tensor([encoding.attention_mask for encoding in batch])
    with torch.no_grad():
        hidden = model(input_ids=ids, attention_mask=real).last_hidden_state
    share = real.unsqueeze(-1).float()
    mean = (hidden * share).sum(1) / share.sum(1)
    rows = [row[kept.bool()].tolist() for row, kept in zip(ids, real)]
    return rows, torch.nn.functional.normalize(mean, dim=-1)


def write_json(name: str, value: object) -> None:
    (FOLDER / name).write_text(json.dumps(value, indent=1, ensure_ascii=True) + "\n")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer()
    tokenizer.save(str(FOLDER / "tokenizer.json"))
    model = make_model(tokenizer.get_vocab_size())
    rows, vectors = embed(model, tokenizer)
    save_file({name: weight.half() for name, weight in model.state_dict().items()}, FOLDER / "model.safetensors")
    write_json("config.json", {name: getattr(model.config, name) for name in CONFIG_FIELDS})
    write_json("tokenizer_config.json", {"model_max_length": 512})
    write_json("sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    write_json(
        "embeddings.json",
        {
            "kind": "embeddings",
            "made_with": {
                "script": "scripts/reference/sentence_encoder.py",
                "torch": torch.__version__,
                "transformers": transformers.__version__,
                "tokenizers": tokenizers.__version__,
            },
            "model": ".",
            "texts": [{"text": text, "ids": ids} for text, ids in zip(TEXTS, rows)],
            "vectors": {
                "shape": list(vectors.shape),
                "base64": base64.b64encode(vectors.numpy().astype("<f4").tobytes()).decode(),
            },
            "tolerance": {"absolute": 1e-5},
        },
    )


if __name__ == "__main__":
    main()
