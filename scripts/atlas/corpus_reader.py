"""Sentences as token rows: the tokenizer, the weight of every token, and how sentences are packed."""

import json
import random
from dataclasses import dataclass

import numpy
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from model import SPECIAL

# Openings that say nothing, so that a fact does not depend on standing at the start.
OPENINGS = ["In fact,", "As we know,", "Yes,", "It is said that", "Therefore,", "Because of this,", "I think that"]


@dataclass(frozen=True)
class Encoded:
    ids: list[int]
    # Whether the token belongs to the answer or is the one after it.
    answer: list[bool]
    # Whether the token belongs to what the sentence is about.
    about: list[bool]


def read_lines(path: str) -> list[dict]:
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def train_tokenizer(sentences: list[dict], vocabulary: int) -> Tokenizer:
    """Byte-level BPE. Every sentence is shown with and without a leading space, because it occurs both ways."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[SPECIAL],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = (space + sentence["text"] for sentence in sentences for space in ("", " "))
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def encode(tokenizer: Tokenizer, sentences: list[dict], leading_space: bool) -> list[Encoded]:
    shift = 1 if leading_space else 0
    texts = [" " * shift + sentence["text"] for sentence in sentences]
    result = []
    for sentence, encoding in zip(sentences, tokenizer.encode_batch(texts)):
        inside = _tokens_in(encoding.offsets, sentence["span"], shift)
        answer = [here or (index > 0 and inside[index - 1]) for index, here in enumerate(inside)]
        result.append(Encoded(encoding.ids, answer, _tokens_in(encoding.offsets, sentence["about"], shift)))
    return result


def _tokens_in(offsets: list[tuple[int, int]], span: list[int], shift: int) -> list[bool]:
    start, end = (position + shift for position in span)
    return [first < end and last > start and last > first for first, last in offsets]


@dataclass(frozen=True)
class Batch:
    ids: numpy.ndarray  # [rows, length]
    subjects: numpy.ndarray  # [rows, length]: which subject of the row, 0 outside
    last: numpy.ndarray  # [rows, length]: whether it is the last token of its subject
    positions: numpy.ndarray  # flat places whose next token is learnt
    targets: numpy.ndarray  # those next tokens
    real: int  # tokens that are not padding


class Packer:
    """
    Packs whole sentences into rows of a given length. The first one has no leading space and stands at position 0, as a
    prompt does; the next follow after a space or after the special token. Object-first sentences teach a causal model
    little about the object, so each is used in every second epoch only.
    """

    def __init__(self, tokenizer: Tokenizer, sentences: list[dict], seed: int):
        self.bare = encode(tokenizer, sentences, leading_space=False)
        self.spaced = encode(tokenizer, sentences, leading_space=True)
        self.openings = [tokenizer.encode(text).ids for text in OPENINGS]
        self.full_stop = tokenizer.encode(".").ids
        self.kinds = [sentence["kind"] for sentence in sentences]
        self.random = random.Random(seed)
        self.queue: list[int] = []
        self.epoch = 0

    def _next(self) -> int:
        if not self.queue:
            self.queue = [
                index
                for index, kind in enumerate(self.kinds)
                if kind != "object-first" or (index + self.epoch) % 2 == 0
            ]
            self.random.shuffle(self.queue)
            self.epoch += 1
        return self.queue.pop()

    def _opening(self) -> tuple[list[int], list[bool]]:
        """Now and then something precedes the first sentence: a phrase, or a piece of another sentence."""
        draw = self.random.random()
        if draw < 0.08:
            ids = self.random.choice(self.openings)
            return list(ids), [False] * len(ids)
        if draw < 0.2:
            piece = self.random.choice(self.bare)
            cut = self.random.randint(3, 10)
            return piece.ids[:cut] + self.full_stop, piece.about[:cut] + [False] * len(self.full_stop)
        return [], []

    def row(self, length: int) -> tuple[list[int], list[bool], list[int]]:
        """Token ids, whether each belongs to an answer, and the number of its subject or 0."""
        ids, about = self._opening() if length > 40 else ([], [])
        answer = [False] * len(ids)
        subjects = [int(inside) for inside in about]
        separated = self.random.random() < 0.4
        while True:
            index = self._next()
            bare = not ids or separated
            sentence = (self.bare if bare else self.spaced)[index]
            gap = [0] if ids and separated else []
            if len(ids) + len(gap) + len(sentence.ids) > length + 1:
                # Kept for the next row rather than cut: half a fact teaches nothing.
                self.queue.append(index)
                break
            ids += gap + sentence.ids
            answer += [False] * len(gap) + sentence.answer
            number = max(subjects, default=0) + 1
            subjects += [0] * len(gap) + [number if inside else 0 for inside in sentence.about]
        padding = [0] * (length + 1 - len(ids))
        return ids + padding, answer + [False] * len(padding), subjects + padding

    def batch(self, rows: int, length: int, other_rate: float, generator: numpy.random.Generator) -> Batch:
        """
        Answers are always learnt; the other tokens, which are mostly wording and noise, only at `other_rate`, which also
        spares their logits.
        """
        made = [self.row(length) for _ in range(rows)]
        ids, answer, subjects = (numpy.array(part) for part in zip(*made))
        targets, wanted = ids[:, 1:], answer[:, 1:]
        real = (targets != 0) | (ids[:, :-1] != 0)
        learnt = wanted | (real & (generator.random(wanted.shape) < other_rate))
        positions = numpy.flatnonzero(learnt)
        last = (subjects[:, :-1] > 0) & (subjects[:, :-1] != subjects[:, 1:])
        learnt_ids = targets.reshape(-1)[positions]
        return Batch(ids[:, :-1], subjects[:, :-1], last, positions, learnt_ids, int(real.sum()))
