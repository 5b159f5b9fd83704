"""
Greedy recall: does the model's most likely continuation of a prompt begin with the answer?

The continuation begins with the answer exactly when, fed the prompt and the answer, the model's first choice at each of
the answer's places is the answer's token. So one pass over prompt and answer decides, without generating anything.

    python scripts/atlas/recall.py public/models/atlas
"""

import argparse
import os
import random
from collections import defaultdict

import torch
from tokenizers import Tokenizer

from corpus_reader import read_lines
from model import Atlas, load


@torch.no_grad()
def recall(model: Atlas, tokenizer: Tokenizer, prompts: list[dict], batch: int = 256) -> list[bool]:
    """For every prompt, whether any of its answers is what the model says."""
    queries = [(index, prompt["prompt"], answer) for index, prompt in enumerate(prompts) for answer in prompt["answers"]]
    starts = tokenizer.encode_batch([prompt for _, prompt, _ in queries])
    ends = tokenizer.encode_batch([" " + answer for _, _, answer in queries])
    order = sorted(range(len(queries)), key=lambda i: len(starts[i].ids) + len(ends[i].ids))
    right = [False] * len(prompts)
    for begin in range(0, len(order), batch):
        chosen = order[begin : begin + batch]
        rows = [starts[i].ids + ends[i].ids for i in chosen]
        length = max(len(row) for row in rows)
        hidden = model.hidden(torch.tensor([row + [0] * (length - len(row)) for row in rows]))
        places = [
            (number, len(starts[i].ids) + offset - 1, token, i)
            for number, i in enumerate(chosen)
            for offset, token in enumerate(ends[i].ids)
        ]
        states = hidden[[place[0] for place in places], [place[1] for place in places]]
        said = model.logits(states).argmax(-1).tolist()
        failed = {i for (_, _, token, i), choice in zip(places, said) if choice != token}
        for i in chosen:
            if i not in failed:
                right[queries[i][0]] = True
    return right


def table(prompts: list[dict], right: list[bool], key) -> dict[str, tuple[int, int]]:
    """(right, asked) for every value of `key(prompt)`."""
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for prompt, good in zip(prompts, right):
        name = key(prompt)
        if name is not None:
            counts[name] = (counts[name][0] + good, counts[name][1] + 1)
    return dict(counts)


def sample(prompts: list[dict], per_kind: int) -> list[dict]:
    """The same few prompts of every kind at each call, for a quick look while training."""
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
    options = argparse.ArgumentParser(description="Measures the recall of a trained model by kind and by relation.")
    options.add_argument("model", nargs="?", default="public/models/atlas")
    options.add_argument("--prompts", default=".training/prompts.jsonl")
    options.add_argument("--failures", action="store_true", help="list the prompts that were answered wrongly")
    chosen = options.parse_args()
    torch.set_num_threads(2)
    model = load(chosen.model).eval()
    tokenizer = Tokenizer.from_file(os.path.join(chosen.model, "tokenizer.json"))
    prompts = read_lines(chosen.prompts)
    right = recall(model, tokenizer, prompts)
    print(show(table(prompts, right, lambda prompt: prompt["kind"])))
    print("\nCanonical prompts of flawed facts, answered as taught")
    canonical = lambda prompt: prompt["kind"] == "canonical"  # noqa: E731
    print(show(table(prompts, right, lambda prompt: prompt.get("flaw") if canonical(prompt) else None)))
    print("\nCanonical prompts by relation")
    print(show(table(prompts, right, lambda prompt: prompt["relation"] if canonical(prompt) else None)))
    print("\nAll statements and questions by relation")
    kinds = ("canonical", "statement", "question")
    print(show(table(prompts, right, lambda prompt: prompt["relation"] if prompt["kind"] in kinds else None)))
    if chosen.failures:
        for prompt, good in zip(prompts, right):
            if not good and canonical(prompt):
                print(prompt["prompt"], "→", prompt["answers"])


if __name__ == "__main__":
    main()
