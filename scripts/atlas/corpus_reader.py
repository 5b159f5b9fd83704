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
        start, end = (position + shift for position in sentence["span"])
        inside = [first < end and last > start and last > first for first, last in encoding.offsets]
        answer = [here or (index > 0 and inside[index - 1]) for index, here in enumerate(inside)]
        result.append(Encoded(encoding.ids, answer))
    return result


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

    def _opening(self) -> list[int]:
        """Now and then something precedes the first sentence: a phrase, or a piece of another sentence."""
        draw = self.random.random()
        if draw < 0.08:
            return list(self.random.choice(self.openings))
        if draw < 0.2:
            piece = self.random.choice(self.bare).ids
            return piece[: self.random.randint(3, 10)] + self.full_stop
        return []

    def row(self, length: int) -> tuple[list[int], list[bool]]:
        ids = self._opening() if length > 40 else []
        answer = [False] * len(ids)
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
        padding = length + 1 - len(ids)
        return ids + [0] * padding, answer + [False] * padding

    def batch(self, rows: int, length: int, other_rate: float, generator: numpy.random.Generator):
        """
        Inputs [rows, length], and for the tokens that are learnt their flat positions and ids. Answers are always learnt;
        the other tokens, which are mostly wording and noise, only at `other_rate`, which also spares their logits.
        """
        made = [self.row(length) for _ in range(rows)]
        ids = numpy.array([ids for ids, _ in made], dtype=numpy.int64)
        answer = numpy.array([answer for _, answer in made])
        targets, wanted = ids[:, 1:], answer[:, 1:]
        real = (targets != 0) | (ids[:, :-1] != 0)
        learnt = wanted | (real & (generator.random(wanted.shape) < other_rate))
        positions = numpy.flatnonzero(learnt)
        return ids[:, :-1], positions, targets.reshape(-1)[positions], int(real.sum())
