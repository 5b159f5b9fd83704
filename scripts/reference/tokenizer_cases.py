"""Writes tokenizers of every kind, and the tokens that Hugging Face's tokenizers give for texts.

For each tokenizer one file FOLDER/<name>.json: the tokenizer.json, and for each text its ids, the decoded ids, and the range
of every token in UTF-16 units. Vocabularies are trained on the few sentences below, so that they are small. Ranges are those
with trim_offsets off: a token that begins with a space has its range from the space on.

    pip install tokenizers==0.23.2 sentencepiece protobuf
    python scripts/reference/tokenizer_cases.py FOLDER            all of them, some 30 MB
    python scripts/reference/tokenizer_cases.py --small FILE      one file of some kilobytes, for the tests
    npx tsx scripts/reference/check-tokenizers.ts FOLDER     compares the project's with them
"""

import base64
import io
import json
import sys
import tempfile
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer
from tokenizers import decoders, models, normalizers, pre_tokenizers, trainers

SENTENCES = """The capital of France is Paris, and the city of Rome lies in Italy.
A river runs from the mountains to the harbour town of Wexlow; it's 412 km long.
Zürich liegt in der Schweiz, Łódź in Polen. Where's the café? They'll know, we've been there.
北京是中国的首都。 東京は日本の首都です。 서울은 한국의 수도이다.
The mother of Anna Schmidt was born in 1984 (or 1985), I don't recall which one!
def square(x):\n    return x ** 2  # a comment\n
Столица России находится в Москве. Η Αθήνα είναι πρωτεύουσα της Ελλάδας.
the theme of these other things there then, in an inn, on one's own\n
""".splitlines(keepends=True)

TEXTS = [
    "",
    " ",
    "a",
    "The capital of France is Paris.",
    " The capital",
    "The capital ",
    "two  spaces and   three",
    "a tab\there, a line\nand\r\nanother\n\nend",
    "isn't it? They'll say we've been, I'd",
    "1984 and 3.14159, 12,345,678",
    "x = [a_1, b-2]; // 100% {ok}",
    "Zürich, Ærøskøbing, naïve café",
    "Zu\u0308rich, cafe\u0301 nai\u0308ve",
    "The cafe\u0301 called Paris is in",
    "e\u0323\u0301 and q\u0307\u0323 and \u1e0b\u0323",
    "ﬁnd ½ ² ① ｆｕｌｌ Ⅷ",
    "カ\u3099 ｶﾞ 가 \u1100\u1161\u11a8 각",
    "北京是中国的首都。",
    "東京は日本の首都です",
    "서울은 한국의 수도",
    "Столица России — Москва",
    "ΟΔΥΣΣΕΥΣ ΣΑΣ İstanbul",
    "emoji 🎉 and 👩‍🚀 and 🇨🇭🇫🇷 done",
    "☃☃ снег привет",
    "a\u00a0b\u3000c\u2003d\u200be\u2028f",
    "\ufeffbegins with a mark and \ufeff has one",
    "a literal ▁ and ▁▁two",
    "zero\u0000byte \u0007bell \u001besc \u0085nel",
    "soft\u00adhyphen, \u2212 minus, … dots, “quotes”",
    "𝒜 𝔘𝔫𝔦 𠮷野家 𐍈",
    "عربي مَرْحَبًا שלום नमस्ते ไทย",
    "one <gap> two",
    "<s>Hello</s> <mask>  world <unk> [MASK]",
    "a <mask>  b <mask>c <mask>",
    "theend the end the_end (the) thé",
    "the the  the",
    "ThE CaPiTaL OF FRANCE",
    "Ａ fullwidth Ｃ",
    "a" * 130,
    "Anna Schmidt was born in Wexlow in 1984.",
    "\n\n  indented\n\tmore   ",
    "don't do not . , ! ? ' s 's",
    "x²y³ ٣٤٥ ⅳ Ⅷ",
]

SPECIAL = ["<unk>", "<s>", "</s>", "<mask>"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
NFC, NFKC, NFD, NFKD = ({"type": form} for form in ("NFC", "NFKC", "NFD", "NFKD"))
LOWER, ACCENTS = {"type": "Lowercase"}, {"type": "StripAccents"}
SPLIT_WORDS = {"Regex": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"}
SPLIT_QWEN = {"Regex": SPLIT_WORDS["Regex"].replace("{1,3}", "")}


def added(token, id, **flags):
    base = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {"id": id, "content": token, **base, **flags}


def sequence(kind, *parts):
    key = {"normalizer": "normalizers", "pre": "pretokenizers", "post": "processors", "decoder": "decoders"}[kind]
    return {"type": "Sequence", key: list(parts)}


def replace(pattern, content, regex=False):
    return {"type": "Replace", "pattern": {"Regex" if regex else "String": pattern}, "content": content}


def byte_level(space=False, regex=True):
    return {"type": "ByteLevel", "add_prefix_space": space, "trim_offsets": False, "use_regex": regex}


def metaspace(scheme="always", split=True):
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": split}


def split(pattern, behavior, invert=False):
    return {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}


def template(*ids):
    """Names of special tokens around "A"."""
    single = [
        {"Sequence": {"id": "A", "type_id": 0}} if name == "A" else {"SpecialToken": {"id": name, "type_id": 0}}
        for name in ids
    ]
    named = {n: {"id": n, "ids": [SPECIAL.index(n)], "tokens": [n]} for n in ids if n != "A"}
    return {"type": "TemplateProcessing", "single": single, "pair": [], "special_tokens": named}


TO_SPACE = replace("▁", " ")
SPM_DECODER = sequence(
    "decoder", TO_SPACE, {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}
)
LLAMA_NORMALIZER = sequence("normalizer", {"type": "Prepend", "prepend": "▁"}, replace(" ", "▁"))
BOS = template("<s>", "A")


def assemble(model, normalizer=None, pre=None, post=None, decoder=None, tokens=()):
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": list(tokens),
        "normalizer": normalizer,
        "pre_tokenizer": pre,
        "post_processor": post,
        "decoder": decoder,
        "model": model,
    }


def trained(kind, normalizer, pre, size=420, special=SPECIAL, sentences=SENTENCES, **settings):
    """A model of one kind, trained on the sentences behind these steps."""
    empty = {
        "BPE": models.BPE(), "Unigram": models.Unigram(), "WordPiece": models.WordPiece(), "WordLevel": models.WordLevel()
    }[kind]
    tokenizer = Tokenizer(empty)
    whole = json.loads(tokenizer.to_str())
    whole["normalizer"], whole["pre_tokenizer"] = normalizer, pre
    tokenizer = Tokenizer.from_str(json.dumps(whole))
    options = {"vocab_size": size, "special_tokens": list(special), "show_progress": False}
    trainer = {
        "BPE": lambda: trainers.BpeTrainer(**options, **settings),
        "Unigram": lambda: trainers.UnigramTrainer(**options, unk_token="<unk>", **settings),
        "WordPiece": lambda: trainers.WordPieceTrainer(**options, **settings),
        "WordLevel": lambda: trainers.WordLevelTrainer(**options, **settings),
    }[kind]()
    tokenizer.train_from_iterator(sentences, trainer)
    return json.loads(tokenizer.to_str())["model"]


def with_bytes(model):
    """Adds one token for each byte, and falls back to them."""
    if model["type"] == "Unigram":
        model["vocab"] += [[token, -20.0] for token in BYTES]
    else:
        for token in BYTES:
            model["vocab"][token] = len(model["vocab"])
    return {**model, "byte_fallback": True}


def charsmap(rule=None, rows=None):
    """SentencePiece's own map of a rule, or of rows of (from, to)."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, table = Path(folder, "corpus"), Path(folder, "rows")
        corpus.write_text("".join(SENTENCES * 20))
        options = {"normalization_rule_name": rule} if rule else {"normalization_rule_tsv": str(table)}
        hexed = lambda text: " ".join(f"{ord(c):X}" for c in text)
        table.write_text("".join(f"{hexed(a)}\t{hexed(b)}\n" for a, b in rows or []))
        out = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus), model_writer=out, vocab_size=200, hard_vocab_limit=False, minloglevel=2,
            character_coverage=1.0, **options
        )
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(out.getvalue())
    encoded = base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()
    return {"type": "Precompiled", "precompiled_charsmap": encoded}


SPECIALS = [added(token, id) for id, token in enumerate(SPECIAL)]
ALPHABET = pre_tokenizers.ByteLevel.alphabet()


def byte_bpe(pre=None, normalizer=None, post=None, tokens=SPECIALS, **model):
    pre = pre or byte_level()
    made = {**trained("BPE", normalizer, pre, initial_alphabet=ALPHABET), **model}
    return assemble(made, normalizer, pre, post or byte_level(), byte_level(), tokens)


def spm_bpe(normalizer=None, pre=None, decoder=SPM_DECODER, post=BOS, fallback=True, tokens=SPECIALS, **model):
    made = {**trained("BPE", normalizer, pre or metaspace("first", True)), "unk_token": "<unk>", "fuse_unk": True}
    return assemble({**(with_bytes(made) if fallback else made), **model}, normalizer, pre, post, decoder, tokens)


def unigram(normalizer=None, pre=None, decoder=None, post=BOS, fallback=False, tokens=SPECIALS):
    pre = pre or metaspace()
    made = trained("Unigram", normalizer, pre)
    return assemble(with_bytes(made) if fallback else made, normalizer, pre, post, decoder or metaspace(), tokens)


BERT_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def wordpiece(normalizer, pre={"type": "BertPreTokenizer"}, post=None, tokens=None, **model):
    made = {**trained("WordPiece", normalizer, pre, special=BERT_SPECIAL), "unk_token": "[UNK]", **model}
    post = post or {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}
    decoder = {"type": "WordPiece", "prefix": "##", "cleanup": True}
    tokens = tokens or [added(token, id) for id, token in enumerate(BERT_SPECIAL)]
    return assemble(made, normalizer, pre, post, decoder, tokens)


def bert(clean=True, chinese=True, accents=None, lower=True):
    return {
        "type": "BertNormalizer", "clean_text": clean, "handle_chinese_chars": chinese, "strip_accents": accents, "lowercase": lower
    }


def word_bpe(pre, normalizer=None, **model):
    made = {**trained("BPE", normalizer, pre), "unk_token": "<unk>", **model}
    return assemble(made, normalizer, pre, None, None, SPECIALS)


def next_ids(make, *tokens):
    """The tokenizer with more added tokens, numbered after its vocabulary."""
    vocab = make["model"]["vocab"]
    fresh = [content for content, _ in tokens if content not in vocab]
    id_of = lambda content: vocab[content] if content in vocab else len(vocab) + fresh.index(content)
    more = [added(content, id_of(content), **flags) for content, flags in tokens]
    return {**make, "added_tokens": make["added_tokens"] + more}


def clip():
    pre = sequence("pre", split({"Regex": r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"}, "Removed", True), byte_level())
    normalizer = sequence("normalizer", NFC, replace(r"\s+", " ", True), LOWER)
    model = trained("BPE", normalizer, pre, end_of_word_suffix="</w>", initial_alphabet=ALPHABET)
    decoder = sequence("decoder", byte_level(), {"type": "Replace", "pattern": {"String": "</w>"}, "content": " "})
    post = {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1], "trim_offsets": False, "add_prefix_space": False}
    return assemble({**model, "end_of_word_suffix": "</w>", "unk_token": "<unk>"}, normalizer, pre, post, decoder, SPECIALS)


FLAGS = {"normalized": True, "special": False}
SMALL_MAP = [("A", "a"), ("Ａ", "a"), ("e\u0301", "é"), ("\u3000", " "), ("♥", "<3"), ("\u00ad", ""), ("ﬁ", "fi"), ("²", "2")]


def all_tokenizers():
    """Name to a function, so that one that cannot be made stops nothing else."""
    nmt, folded = charsmap("nmt_nfkc"), charsmap("nmt_nfkc_cf")
    squeeze = replace(" {2,}", " ", True)
    yield "gpt2", lambda: byte_bpe()
    yield "gpt2-prefix-space", lambda: byte_bpe(byte_level(space=True))
    yield "gpt2-bos-template", lambda: byte_bpe(post=BOS)
    yield "gpt2-bos-eos-template", lambda: byte_bpe(post=template("<s>", "A", "</s>"))
    yield "roberta", lambda: byte_bpe(post={"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 1], "trim_offsets": False, "add_prefix_space": True})
    yield "neox", lambda: byte_bpe(normalizer=NFC)
    yield "neox-space-runs", lambda: next_ids(byte_bpe(normalizer=NFC), *[(" " * n, FLAGS) for n in range(8, 1, -1)])
    yield "llama3", lambda: byte_bpe(sequence("pre", split(SPLIT_WORDS, "Isolated"), byte_level(regex=False)), post=sequence("post", byte_level(), BOS), ignore_merges=True)
    yield "qwen2", lambda: byte_bpe(sequence("pre", split(SPLIT_QWEN, "Isolated"), byte_level(regex=False)), NFC)
    yield "falcon", lambda: byte_bpe(sequence("pre", {"type": "Punctuation", "behavior": "Contiguous"}, byte_level(), {"type": "Digits", "individual_digits": False}, split({"Regex": "[0-9][0-9][0-9]"}, "Isolated")))
    yield "starcoder", lambda: byte_bpe(sequence("pre", {"type": "Digits", "individual_digits": True}, byte_level()))
    yield "byte-nfkc", lambda: byte_bpe(normalizer=NFKC)
    yield "byte-nfd", lambda: byte_bpe(normalizer=NFD)
    yield "byte-nfkd-strip-accents", lambda: byte_bpe(normalizer=sequence("normalizer", NFKD, ACCENTS))
    yield "byte-lowercase", lambda: byte_bpe(normalizer=LOWER)
    yield "byte-strip", lambda: byte_bpe(normalizer={"type": "Strip", "strip_left": True, "strip_right": True})
    yield "byte-replace-regex", lambda: byte_bpe(normalizer=sequence("normalizer", NFC, replace(r"\s+", " ", True)))
    yield "clip", clip
    yield "llama2", lambda: spm_bpe(LLAMA_NORMALIZER)
    yield "llama2-first", lambda: spm_bpe(pre=metaspace("first", False))
    yield "llama2-always", lambda: spm_bpe(pre=metaspace("always", True))
    yield "llama2-eos", lambda: spm_bpe(LLAMA_NORMALIZER, post=template("<s>", "A", "</s>"))
    yield "mistral", lambda: next_ids(spm_bpe(pre=metaspace("first", False)), ("[INST]", {}), ("[/INST]", {}))
    yield "gemma", lambda: spm_bpe(replace(" ", "▁"), split({"String": " "}, "MergedWithPrevious"), sequence("decoder", TO_SPACE, {"type": "ByteFallback"}, {"type": "Fuse"}))
    yield "llama2-no-fallback", lambda: spm_bpe(LLAMA_NORMALIZER, fallback=False)
    yield "llama2-unfused", lambda: spm_bpe(LLAMA_NORMALIZER, fallback=False, fuse_unk=False)
    yield "metaspace-never", lambda: spm_bpe(pre=metaspace("never", True), decoder=metaspace("never", True))
    yield "metaspace-always-decoder", lambda: spm_bpe(pre=metaspace(), decoder=metaspace(), fallback=False)
    yield "metaspace-unk-words", lambda: spm_bpe(pre=metaspace("always", True), fallback=False)
    yield "t5", lambda: unigram(nmt, sequence("pre", {"type": "WhitespaceSplit"}, metaspace()))
    yield "xlnet", lambda: unigram(sequence("normalizer", replace("``", '"'), replace("''", '"'), NFKD, ACCENTS, nmt, squeeze))
    yield "mbart-nmt-nfkc", lambda: unigram(sequence("normalizer", nmt, squeeze), post=template("A", "</s>"))
    yield "albert-folded", lambda: unigram(sequence("normalizer", folded, squeeze))
    yield "unigram-plain", lambda: unigram()
    yield "unigram-first", lambda: unigram(pre=metaspace("first", False))
    yield "unigram-byte-fallback", lambda: unigram(fallback=True, decoder=sequence("decoder", {"type": "ByteFallback"}, metaspace()))
    yield "japanese-unigram", lambda: unigram(sequence("normalizer", nmt, squeeze), metaspace("always", False), SPM_DECODER, fallback=True)
    yield "small-map", lambda: unigram(charsmap(rows=SMALL_MAP))
    yield "whitespace-unigram", lambda: unigram(pre=sequence("pre", {"type": "Whitespace"}, metaspace()))
    yield "bert-uncased", lambda: wordpiece(bert())
    yield "bert-cased", lambda: wordpiece(bert(lower=False))
    yield "bert-unclean", lambda: wordpiece(bert(clean=False))
    yield "bert-no-chinese", lambda: wordpiece(bert(chinese=False))
    yield "bert-accents-kept", lambda: wordpiece(bert(accents=False))
    yield "bert-accents-stripped", lambda: wordpiece(bert(accents=True, lower=False))
    yield "wordpiece-short-words", lambda: wordpiece(bert(), max_input_chars_per_word=8)
    yield "wordpiece-whitespace", lambda: wordpiece(None, {"type": "Whitespace"})
    yield "wordlevel", lambda: assemble({**trained("WordLevel", LOWER, {"type": "Whitespace"}), "unk_token": "<unk>"}, LOWER, {"type": "Whitespace"}, BOS, None, SPECIALS)
    yield "whitespace", lambda: word_bpe({"type": "Whitespace"})
    yield "whitespace-split", lambda: word_bpe({"type": "WhitespaceSplit"})
    yield "bert-words", lambda: word_bpe({"type": "BertPreTokenizer"}, NFC)
    yield "char-delimiter", lambda: word_bpe({"type": "CharDelimiterSplit", "delimiter": " "})
    for behavior in ("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"):
        yield f"split-{behavior}", lambda b=behavior: byte_bpe(sequence("pre", split({"Regex": r"\s|[,.!?]"}, b), byte_level(regex=False)))
        yield f"punctuation-{behavior}", lambda b=behavior: byte_bpe(sequence("pre", {"type": "Punctuation", "behavior": b}, byte_level(regex=False)))
        yield f"split-inverted-{behavior}", lambda b=behavior: byte_bpe(sequence("pre", split({"Regex": r"\w+"}, b, True), byte_level(regex=False)))
    yield "fixed-length", lambda: byte_bpe(sequence("pre", {"type": "FixedLength", "length": 5}, byte_level(regex=False)))
    yield "scripts", lambda: byte_bpe(sequence("pre", {"type": "UnicodeScripts"}, byte_level(regex=False)))
    yield "bpe-decoder", lambda: {**word_bpe({"type": "WhitespaceSplit"}), "decoder": {"type": "BPEDecoder", "suffix": "</w>"}}
    yield "subword-prefix", lambda: assemble({**trained("BPE", None, {"type": "Whitespace"}, continuing_subword_prefix="##"), "unk_token": "<unk>"}, None, {"type": "Whitespace"}, None, None, SPECIALS)
    yield "dropout", lambda: byte_bpe(dropout=0.5)
    yield "fuse-unk-words", lambda: word_bpe({"type": "WhitespaceSplit"}, fuse_unk=True)
    yield "no-unk-token", lambda: {**word_bpe({"type": "WhitespaceSplit"}, unk_token=None)}
    yield "mask-strips", lambda: byte_bpe(tokens=[*SPECIALS[:3], added("<mask>", 3, lstrip=True)])
    yield "mask-strips-both", lambda: byte_bpe(tokens=[*SPECIALS[:3], added("<mask>", 3, lstrip=True, rstrip=True)])
    yield "mask-strips-llama2", lambda: spm_bpe(LLAMA_NORMALIZER, tokens=[*SPECIALS[:3], added("<mask>", 3, rstrip=True)])
    yield "single-word", lambda: next_ids(byte_bpe(), ("the", {**FLAGS, "single_word": True}))
    yield "added-normalized", lambda: next_ids(byte_bpe(normalizer=sequence("normalizer", NFC, LOWER)), ("CaPiTaL", FLAGS), ("Zürich", FLAGS))
    yield "added-overlapping", lambda: next_ids(byte_bpe(), ("the", FLAGS), ("the end", FLAGS), ("end", {"special": False}))
    yield "added-llama2", lambda: next_ids(spm_bpe(LLAMA_NORMALIZER), ("Anna", FLAGS), ("<|im_start|>", {}), ("born", {"special": False}))
    yield "added-first", lambda: next_ids(spm_bpe(pre=metaspace("first", False)), ("Anna", FLAGS), ("capital", FLAGS))
    yield "added-gap", lambda: {**byte_bpe(), "added_tokens": [*SPECIALS, added("<gap>", 900)]}
    yield "byte-level-normalizer", lambda: assemble(trained("BPE", {"type": "ByteLevel"}, None, initial_alphabet=ALPHABET), {"type": "ByteLevel"}, None, None, byte_level(), SPECIALS)
    yield "nmt-normalizer", lambda: byte_bpe(normalizer={"type": "Nmt"})


SMALL_TEXTS = [
    "the  inn, then",
    "isn't _x ÷2",
    "cafe\u0301 e\u0323\u0301 ﬁ ½",
    "カ\u3099 ｶﾞ \u1100\u1161",
    "🎉☃☃ 東京 a",
    "a\u00a0b\u3000c\u00ad♥ Ａ",
    "\ufeffa ▁b\u0085\u0000c",
    "a <mask>  the, thethe th <s>b",
    "ΑΣ Σ İ",
]
SMALL_SENTENCES = ["the then there is in inn on one the\n", "a b c an and \u2603\n"]


def small_tokenizers():
    """Tiny vocabularies; each setting on which the library for JavaScript and this one part is in one of them."""
    def tiny(kind, normalizer, pre, **settings):
        return trained(kind, normalizer, pre, 48, SPECIAL, SMALL_SENTENCES, **settings)

    def made(name, model, **steps):
        return name, lambda: assemble(model, tokens=SPECIALS, **steps)

    bpe = lambda pre, normalizer=None, **rest: {**tiny("BPE", normalizer, pre), "unk_token": "<unk>", **rest}
    yield made("whitespace", bpe({"type": "Whitespace"}, fuse_unk=True), pre={"type": "Whitespace"})
    for behavior in ("MergedWithPrevious", "MergedWithNext", "Contiguous"):
        step = split({"Regex": r"\s|[,.]"}, behavior)
        yield made(f"split-{behavior}", bpe(step), pre=step)
    yield made("punctuation", bpe({"type": "Punctuation", "behavior": "Isolated"}), pre={"type": "Punctuation", "behavior": "Isolated"})
    yield made("nfc", bpe(metaspace(), NFC), normalizer=NFC, pre=metaspace(), decoder=metaspace())
    yield made("nfkc-lower", bpe(metaspace(), NFKC), normalizer=sequence("normalizer", NFKC, LOWER), pre=metaspace("first"), decoder=metaspace("first"))
    yield made("bert-unclean", {**tiny("WordPiece", None, {"type": "BertPreTokenizer"}), "unk_token": "<unk>"}, normalizer=bert(clean=False), pre={"type": "BertPreTokenizer"}, decoder={"type": "WordPiece", "prefix": "##", "cleanup": True})
    small = charsmap(rows=SMALL_MAP)
    yield made("map", tiny("Unigram", small, metaspace()), normalizer=small, pre=metaspace(), decoder=metaspace())
    fallback = tiny("Unigram", None, metaspace())
    fallback["vocab"] += [[token, -20.0] for token in BYTES if token[3] in "9CDEF"]
    yield made("unigram-bytes", {**fallback, "byte_fallback": True}, pre=metaspace(), decoder=sequence("decoder", {"type": "ByteFallback"}, metaspace()))
    stripped = [*SPECIALS[:3], added("<mask>", 3, lstrip=True, rstrip=True)]
    word = bpe({"type": "WhitespaceSplit"})
    yield "single-word", lambda: next_ids(assemble(word, pre={"type": "WhitespaceSplit"}, tokens=stripped), ("th", {**FLAGS, "single_word": True}), ("the", {**FLAGS, "single_word": True}))


def units(text):
    """Code points to UTF-16 units."""
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if ord(character) > 0xFFFF else 1))
    return places


def is_byte_level(tokenizer):
    return '"ByteLevel"' in tokenizer.to_str()


def cases_of(tokenizer, texts):
    for text in texts:
        encoded = tokenizer.encode(text)
        places = units(text)
        offsets = [[places[start], places[end]] for start, end in encoded.offsets]
        # Where characters without a token are dropped, the ranges behind them are not those of the tokens' characters.
        drops = getattr(tokenizer.model, "unk_token", "") is None and len(encoded) > 0
        yield {
            "text": text,
            "ids": encoded.ids,
            "offsets": None if drops and not is_byte_level(tokenizer) else offsets,
            "decoded": tokenizer.decode(encoded.ids, skip_special_tokens=False),
        }


def entries(makers, texts):
    for name, make in makers:
        whole = make()
        tokenizer = Tokenizer.from_str(json.dumps(whole))
        yield {"name": name, "tokenizer": whole, "cases": list(cases_of(tokenizer, texts))}


if __name__ == "__main__":
    *flags, place = sys.argv[1:]
    if flags == ["--small"]:
        found = list(entries(small_tokenizers(), SMALL_TEXTS))
        Path(place).write_text(json.dumps(found, ensure_ascii=True, separators=(",", ":")) + "\n")
        print(f"{len(found)} tokenizers x {len(SMALL_TEXTS)} texts")
    else:
        folder = Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        for entry in entries(all_tokenizers(), TEXTS):
            (folder / f"{entry['name']}.json").write_text(json.dumps(entry))
            count += 1
        print(f"{count} tokenizers x {len(TEXTS)} texts")
