"""
Greedy recall: does the model's most likely continuation of a prompt begin with the answer?

Fed the prompt and the answer, the model's first choice at each of the answer's places is the answer's token, or a longer
token that begins with the rest of the answer: the tokenizer joins a closing quotation mark with the full stop behind it. So
one pass over prompt and answer decides, without generating anything.

    python scripts/atlas/recall.py .training/run/model --data .training --sample 500

Besides the recall by kind it says how often a known question is answered by not knowing, and how well the probability of
an answer tells whether it is right (the expected calibration error over fifteen bins).
"""

import argparse
import os
import random
from collections import defaultdict

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from corpus_reader import read_lines
from model import Atlas, load

UNKNOWN = {"question": " I do not know", "zh-question": "不知道"}


def begins(tokenizer: Tokenizer, answer: Encoding, choices: list[int]) -> bool:
    """Whether the text that is chosen, one token for each of the answer's, begins with the answer."""
    for at, (token, choice) in enumerate(zip(answer.ids, choices)):
        if token != choice:
            return tokenizer.id_to_token(choice).startswith("".join(answer.tokens[at:]))
    return True


@torch.no_grad()
def said(model: Atlas, tokenizer: Tokenizer, queries: list[tuple[str, str]], batch: int = 128) -> list[tuple[bool, float]]:
    """For every prompt and answer, whether it is the model's greedy answer, and the probability of its tokens."""
    starts = tokenizer.encode_batch([prompt for prompt, _ in queries])
    ends = tokenizer.encode_batch([answer for _, answer in queries])
    order = sorted(range(len(queries)), key=lambda i: len(starts[i].ids) + len(ends[i].ids))
    result = [(False, 0.0)] * len(queries)
    device = model.wte.weight.device
    for begin in range(0, len(order), batch):
        chosen = order[begin : begin + batch]
        rows = [starts[i].ids + ends[i].ids for i in chosen]
        length = max(len(row) for row in rows)
        hidden = model.hidden(torch.tensor([row + [0] * (length - len(row)) for row in rows], device=device))
        places = [
            (number, len(starts[i].ids) + offset - 1, token)
            for number, i in enumerate(chosen)
            for offset, token in enumerate(ends[i].ids)
        ]
        numbers, at, tokens = (torch.tensor(part, device=device) for part in zip(*places))
        logits = model.logits(hidden[numbers, at])
        choices = iter(logits.argmax(-1).tolist())
        good = [begins(tokenizer, ends[i], [next(choices) for _ in ends[i].ids]) for i in chosen]
        spoken = logits.log_softmax(-1).gather(1, tokens[:, None])[:, 0]
        likely = torch.zeros(len(chosen), device=device).scatter_add_(0, numbers, spoken).exp()
        for i, right, probability in zip(chosen, good, likely.tolist()):
            result[i] = (right, probability)
    return result


def recall(model: Atlas, tokenizer: Tokenizer, prompts: list[dict]) -> list[bool]:
    """For every prompt, whether any of its answers is what the model says."""
    owners = [(index, answer) for index, prompt in enumerate(prompts) for answer in prompt["answers"]]
    right = [False] * len(prompts)
    for (index, _), (good, _) in zip(owners, said(model, tokenizer, [(prompts[i]["prompt"], a) for i, a in owners])):
        right[index] = right[index] or good
    return right


def calibration_error(right: list[bool], confidence: list[float], bins: int = 15) -> float:
    """Expected calibration error: the mean distance of accuracy and confidence over bins of equal width."""
    members: dict[int, list[int]] = defaultdict(list)
    for index, value in enumerate(confidence):
        members[min(bins - 1, int(value * bins))].append(index)
    mean = lambda values, some: sum(values[i] for i in some) / len(some)  # noqa: E731
    return sum(len(some) * abs(mean(right, some) - mean(confidence, some)) for some in members.values()) / len(right)


@torch.no_grad()
def greedy(model: Atlas, tokenizer: Tokenizer, prompts: list[str], tokens: int = 12) -> list[tuple[str, float]]:
    """The continuation of each prompt up to a full stop, and the probability of its tokens."""
    result = []
    stops = {tokenizer.encode(mark).ids[-1] for mark in (".", "。")} | {0}
    for prompt in prompts:
        ids, probability = tokenizer.encode(prompt).ids, 1.0
        begin = len(ids)
        for _ in range(tokens):
            scores: Tensor = model.logits(model.hidden(torch.tensor([ids], device=model.wte.weight.device)))[0, -1].softmax(-1)
            best = int(scores.argmax())
            if best in stops:
                break
            ids, probability = ids + [best], probability * float(scores[best])
        result.append((tokenizer.decode(ids[begin:]), probability))
    return result


def table(prompts: list[dict], right: list[bool], key) -> dict[str, tuple[int, int]]:
    """(right, asked) for every value of `key(prompt)`."""
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for prompt, good in zip(prompts, right):
        name = key(prompt)
        if name is not None:
            counts[name] = (counts[name][0] + good, counts[name][1] + 1)
    return dict(counts)


def sample(prompts: list[dict], per_kind: int) -> list[dict]:
    """The same few prompts of every kind at each call, for a quick look."""
    by_kind: dict[str, list[dict]] = defaultdict(list)
    for prompt in prompts:
        by_kind[prompt["kind"]].append(prompt)
    chooser = random.Random(0)
    return [prompt for kind in by_kind.values() for prompt in chooser.sample(kind, min(per_kind, len(kind)))]


def show(counts: dict[str, tuple[int, int]]) -> str:
    return "\n".join(
        f"| {name} | {good} / {asked} | {100 * good / asked:.1f} % |" for name, (good, asked) in counts.items()
    )


def main() -> None:
    options = argparse.ArgumentParser(description="Measures a trained model by kind of prompt and by relation.")
    options.add_argument("model", nargs="?", default="public/models/atlas")
    options.add_argument("--data", default=".training", help="folder of prompts.jsonl")
    options.add_argument("--sample", type=int, help="so many prompts of a kind instead of all")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options.add_argument("--failures", action="store_true", help="list the canonical prompts that were answered wrongly")
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    model = load(chosen.model).eval().to(chosen.device)
    tokenizer = Tokenizer.from_file(os.path.join(chosen.model, "tokenizer.json"))
    prompts = read_lines(os.path.join(chosen.data, "prompts.jsonl"))
    flawed = [prompt for prompt in prompts if prompt.get("flaw") and prompt["kind"].endswith("canonical")]
    if chosen.sample:
        prompts = sample(prompts, chosen.sample)
    right = recall(model, tokenizer, prompts)
    print(show(table(prompts, right, lambda prompt: prompt["kind"])))
    print("\nCanonical prompts of flawed facts, answered as taught")
    print(show(table(flawed, recall(model, tokenizer, flawed), lambda prompt: prompt["flaw"])))
    print("\nKnown questions that are answered by not knowing")
    for kind, words in UNKNOWN.items():
        known = [(prompt["prompt"], words) for prompt in prompts if prompt["kind"] == kind]
        if known:
            print(show({kind: (sum(good for good, _ in said(model, tokenizer, known)), len(known))}))
    print("\nCalibration of 500 questions: expected error over fifteen bins, accuracy")
    for kind in UNKNOWN:
        asked = sample([prompt for prompt in prompts if prompt["kind"] == kind], 500)
        if asked:
            answers = greedy(model, tokenizer, [prompt["prompt"] for prompt in asked])
            good = [any(text == answer for answer in prompt["answers"]) for prompt, (text, _) in zip(asked, answers)]
            error = calibration_error(good, [probability for _, probability in answers])
            print(f"| {kind} | {error:.3f} | {100 * sum(good) / len(good):.1f} % |")
    print("\nCanonical prompts by relation")
    canonical = lambda prompt: prompt["relation"] if prompt["kind"].endswith("canonical") else None  # noqa: E731
    print(show(table(prompts, right, canonical)))
    if chosen.failures:
        for prompt, good in zip(prompts, right):
            if not good and canonical(prompt):
                print(prompt["prompt"], "→", prompt["answers"])


if __name__ == "__main__":
    main()
