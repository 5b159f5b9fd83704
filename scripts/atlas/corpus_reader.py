"""Sentences as token rows: the tokenizer, the weight of every token, and how sentences are packed."""

import json
import random
from dataclasses import dataclass

import numpy
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from model import SPECIAL

# Openings that say nothing, so that a fact does not depend on standing at the start.
OPENINGS = ["In fact,", "As we know,", "Yes,", "It is said that", "Therefore,", "Because of this,", "I think that"]

# Each Chinese character is a piece of its own. Otherwise a run of characters would be one word to the tokenizer, and the
# tokens of a prompt would depend on the answer that follows it.
HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"

# Up to this many tokens a sentence counts as a short one, which every row can hold.
SHORT = 40


def read_lines(path: str) -> list[dict]:
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def train_tokenizer(sentences: list[dict], vocabulary: int) -> Tokenizer:
    """
    Byte-level BPE. Every sentence is shown with and without a leading space, because it occurs both ways. Texts that pair
    names and values at random are left out, since their words occur in the facts as well.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(HAN), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[SPECIAL],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    kept = [sentence["text"] for sentence in sentences if "reading" not in sentence["kind"]]
    # The heads of reading texts are words as well.
    kept += [sentence["text"] for sentence in sentences if "reading" in sentence["kind"]][:2000]
    tokenizer.train_from_iterator((space + text for text in kept for space in ("", " ")), trainer)
    return tokenizer


ANSWER, DRAWN = 1, 2


class Encoded:
    """All sentences in flat arrays: token ids, marks (answer or drawn at random), and the number of a subject or 0."""

    def __init__(self, tokenizer: Tokenizer, sentences: list[dict], spaced: bool):
        pieces, marks, subjects, starts = [], [], [], [0]
        for begin in range(0, len(sentences), 4096):
            some = sentences[begin : begin + 4096]
            # Chinese sentences follow one another without a space.
            shifts = [1 if spaced and not sentence["kind"].startswith("zh-") else 0 for sentence in some]
            texts = [" " * shift + sentence["text"] for shift, sentence in zip(shifts, some)]
            for sentence, shift, encoding in zip(some, shifts, tokenizer.encode_batch(texts)):
                first, last = numpy.array(encoding.offsets, numpy.int32).T - shift
                inside = numpy.zeros(len(first), bool)
                for start, end in sentence["answers"]:
                    inside |= (first < end) & (last > start)
                # The token after the answer says that it has ended.
                answer = inside | numpy.concatenate([[False], inside[:-1]])
                drawn = numpy.zeros_like(inside)
                for start, end in sentence["drawn"]:
                    drawn |= (first < end) & (last > start)
                number = numpy.zeros(len(first), numpy.uint8)
                for index, (start, end) in enumerate(sentence["about"]):
                    number[(first < end) & (last > start)] = index + 1
                pieces.append(numpy.array(encoding.ids, numpy.uint16))
                marks.append((answer * ANSWER + drawn * DRAWN).astype(numpy.uint8))
                subjects.append(number)
                starts.append(starts[-1] + len(inside))
        self.ids, self.marks, self.subjects = (numpy.concatenate(part) for part in (pieces, marks, subjects))
        self.starts = numpy.array(starts)

    def length(self, index: int) -> int:
        return int(self.starts[index + 1] - self.starts[index])

    def slice(self, index: int) -> slice:
        return slice(self.starts[index], self.starts[index + 1])


@dataclass(frozen=True)
class Batch:
    ids: numpy.ndarray  # [rows, length]
    subjects: numpy.ndarray  # [rows, length]: which subject of the row, 0 outside
    last: numpy.ndarray  # [rows, length]: whether it is the last token of its subject
    positions: numpy.ndarray  # flat places whose next token is learnt
    targets: numpy.ndarray  # those next tokens
    kinds: numpy.ndarray  # of each learnt token, the number of its sentence's kind
    answers: numpy.ndarray  # whether each learnt token is part of an answer
    real: int  # tokens that are not padding


class Queue:
    """Sentences of one sort in a random order, each as often in an epoch as its weight says."""

    def __init__(self, members: list[int], weights: list[float]):
        self.members, self.weights = members, weights
        self.waiting: list[int] = []
        self.epoch = 0

    def next(self, chooser: random.Random) -> int:
        while not self.waiting:
            for index, weight in zip(self.members, self.weights):
                whole = int(weight)
                self.waiting += [index] * (whole + (chooser.random() < weight - whole))
            chooser.shuffle(self.waiting)
            self.epoch += 1
        return self.waiting.pop()


class Packer:
    """
    Packs whole sentences into rows of a given length. The first one has no leading space and stands at position 0, as a
    prompt does; the next follow after a space or after the special token. Rows up to 64 tokens hold short sentences; longer
    rows hold mostly texts to be read, and other long texts. `state` and `restore` continue to the token.
    """

    def __init__(self, tokenizer: Tokenizer, sentences: list[dict], seed: int, emphasis: dict[str, float] | None = None):
        self.emphasis = emphasis or {}
        self.bare = Encoded(tokenizer, sentences, spaced=False)
        self.spaced = Encoded(tokenizer, sentences, spaced=True)
        self.openings = [tokenizer.encode(text).ids for text in OPENINGS]
        self.full_stop = tokenizer.encode(".").ids
        kinds = [sentence["kind"] for sentence in sentences]
        self.kind_names = sorted(set(kinds))
        number = {name: index for index, name in enumerate(self.kind_names)}
        self.kind_numbers = [number[kind] for kind in kinds]
        sorts: dict[str, list[int]] = {"short": [], "long": [], "reading": []}
        for index, kind in enumerate(kinds):
            short = "short" if self.spaced.length(index) <= SHORT else "long"
            sorts["reading" if "reading" in kind else short].append(index)
        self.queues = {
            name: Queue(members, [sentences[index]["weight"] * self.emphasis.get(kinds[index], 1) for index in members])
            for name, members in sorts.items()
            if members
        }
        self.random = random.Random(seed)

    def state(self) -> dict:
        queues = {name: (queue.waiting, queue.epoch) for name, queue in self.queues.items()}
        return {"random": self.random.getstate(), "queues": queues, "emphasis": self.emphasis}

    def restore(self, state: dict) -> None:
        self.random.setstate(state["random"])
        # What waits was drawn by the emphasis of that time: under another one an epoch begins.
        goes_on = state.get("emphasis", {}) == self.emphasis
        for name, (waiting, epoch) in state["queues"].items():
            self.queues[name].waiting, self.queues[name].epoch = list(waiting) if goes_on else [], epoch

    @property
    def epoch(self) -> int:
        return self.queues["short"].epoch

    def _queue(self, length: int) -> Queue:
        if length <= 64:
            return self.queues["short"]
        draw = self.random.random()
        name = "reading" if draw < 0.6 else "long" if draw < 0.75 else "short"
        return self.queues.get(name, self.queues["short"])

    def _opening(self) -> tuple[list[int], list[int]]:
        """Now and then something precedes the first sentence: a phrase, or a piece of another sentence."""
        draw = self.random.random()
        if draw < 0.08:
            ids = self.random.choice(self.openings)
            return list(ids), [0] * len(ids)
        if draw < 0.2:
            place = self.bare.slice(self.random.choice(self.queues["short"].members))
            cut = self.random.randint(3, 10)
            stop = self.full_stop
            return [*self.bare.ids[place][:cut], *stop], [*self.bare.subjects[place][:cut], *[0] * len(stop)]
        return [], []

    def row(self, length: int) -> tuple[numpy.ndarray, ...]:
        """Token ids, marks, subject numbers and kinds of length + 1 tokens, padded with the special token."""
        ids, marks, subjects, kinds = (numpy.zeros(length + 1, numpy.int64) for _ in range(4))
        start, numbers = self._opening() if length > 48 else ([], [])
        at = len(start)
        ids[:at], subjects[:at] = start, numbers
        separated = self.random.random() < 0.4
        misses = 0
        while misses < 3:
            queue = self._queue(length)
            index = queue.next(self.random)
            source = self.bare if at == 0 or separated else self.spaced
            gap = 1 if at > 0 and separated else 0
            size = source.length(index)
            if at + gap + size > length + 1:
                # Kept for a later row rather than cut: half a fact teaches nothing.
                queue.waiting.insert(self.random.randrange(len(queue.waiting) + 1), index)
                misses += 1
                continue
            place, here = source.slice(index), slice(at + gap, at + gap + size)
            ids[here] = source.ids[place]
            marks[here] = source.marks[place]
            numbers = source.subjects[place].astype(numpy.int64)
            subjects[here] = numpy.where(numbers > 0, numbers + subjects.max(), 0)
            kinds[at + gap : at + gap + size] = self.kind_numbers[index]
            at += gap + size
        return ids, marks, subjects, kinds

    def batch(self, rows: int, length: int, other_rate: float, generator: numpy.random.Generator) -> Batch:
        """
        Answers are always learnt; wording only at `other_rate`, which also spares its logits; names and values that were
        drawn at random never.
        """
        made = [self.row(length) for _ in range(rows)]
        ids, marks, subjects, kinds = (numpy.stack(part) for part in zip(*made))
        targets, target_marks = ids[:, 1:], marks[:, 1:]
        real = (targets != 0) | (ids[:, :-1] != 0)
        answers = (target_marks & ANSWER) > 0
        wording = real & (target_marks == 0) & (generator.random(targets.shape) < other_rate)
        positions = numpy.flatnonzero(answers | wording)
        last = (subjects[:, :-1] > 0) & (subjects[:, :-1] != subjects[:, 1:])
        return Batch(
            ids[:, :-1],
            subjects[:, :-1],
            last,
            positions,
            targets.reshape(-1)[positions],
            kinds[:, 1:].reshape(-1)[positions],
            answers.reshape(-1)[positions],
            int(real.sum()),
        )
