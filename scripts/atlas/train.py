"""
Trains the embedded model from the corpus that `corpus.ts` writes.

    python scripts/atlas/train.py --half --steps 1500

The learning rate warms up, stays, and falls to zero over the last part of the run. With `--minutes` the schedule follows
the clock when that is ahead of the steps, so that a run on a busy machine still ends with a small learning rate; without
it, the same seed and number of steps give the same run.
"""

import argparse
import os
import time

import numpy
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer

from corpus_reader import Packer, read_lines, train_tokenizer
from model import Atlas, Lesson, Shape, export, load
from optimizer import Muon, others
from recall import recall, sample, show, table


def parse() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="Trains the embedded model.")
    options.add_argument("--data", default=".training", help="folder of corpus.jsonl and prompts.jsonl")
    options.add_argument("--output", default=".training/model")
    options.add_argument("--tokenizer", help="a tokenizer.json to keep instead of training one")
    options.add_argument("--start", help="folder of a model to continue from, with its tokenizer")
    options.add_argument("--steps", type=int, default=1500)
    options.add_argument("--minutes", type=float, help="end after this time at the latest")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--vocabulary", type=int, default=6000)
    options.add_argument("--layers", type=int, default=6)
    options.add_argument("--width", type=int, default=256)
    options.add_argument("--tokens", type=int, default=4096, help="tokens a step")
    options.add_argument("--matrix-rate", type=float, default=0.02, help="learning rate of Muon")
    options.add_argument("--other-rate", type=float, default=0.003, help="learning rate of Adam")
    options.add_argument("--wording", type=float, default=0.15, help="share of the tokens outside answers that are learnt")
    options.add_argument("--evaluate-every", type=float, default=4, help="minutes between looks at the recall")
    options.add_argument("--decay", type=float, default=0.3, help="weight decay of Muon")
    options.add_argument("--power", type=float, default=0.003, help="weight of the power of what blocks add")
    options.add_argument("--leak", type=float, default=2.0, help="weight of attention that crosses a subject's border")
    options.add_argument("--free-steps", type=int, default=500, help="steps at the start without borders around subjects")
    options.add_argument("--apart", type=int, default=3, help="blocks in which subjects are kept apart")
    options.add_argument("--half", action="store_true", help="bfloat16 where that is safe")
    return options.parse_args()


def rate_at(progress: float) -> float:
    """Warm-up over 2 %, then flat, then linear to zero over the last 60 %: memories settle while the rate falls."""
    if progress < 0.02:
        return progress / 0.02
    return min(1.0, (1 - progress) / 0.6)


def main() -> None:
    options = parse()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    generator = numpy.random.default_rng(options.seed)
    sentences = read_lines(os.path.join(options.data, "corpus.jsonl"))
    prompts = sample(read_lines(os.path.join(options.data, "prompts.jsonl")), 500)
    kept = os.path.join(options.start, "tokenizer.json") if options.start else options.tokenizer
    if kept:
        tokenizer = Tokenizer.from_file(kept)
    else:
        tokenizer = train_tokenizer(sentences, options.vocabulary)
    packer = Packer(tokenizer, sentences, options.seed)
    if options.start:
        model = load(options.start)
    else:
        model = Atlas(Shape(tokenizer.get_vocab_size(), options.layers, options.width))
    parameters = sum(parameter.numel() for parameter in model.parameters())
    mean_length = sum(len(sentence.ids) for sentence in packer.bare) / len(packer.bare)
    print(f"{parameters:,} parameters, {len(sentences):,} sentences of {mean_length:.1f} tokens", flush=True)

    muon = Muon(model, decay=options.decay)
    adam = torch.optim.AdamW(others(model, muon), lr=options.other_rate, betas=(0.9, 0.95), weight_decay=0.0)
    # Short rows put every second sentence at position 0, where prompts stand; long ones teach it to stand elsewhere.
    shapes = [(options.tokens // 32, 32), (options.tokens // 64, 64)]
    began = looked = time.monotonic()
    tokens_since = 0
    losses = []
    step = 0
    while True:
        elapsed = time.monotonic() - began
        by_clock = elapsed / (60 * options.minutes) if options.minutes else 0.0
        progress = max(step / options.steps, by_clock)
        if progress >= 1:
            break
        batch = packer.batch(*shapes[step % 2], options.wording, generator)
        # Every other pair of steps runs without the mask, as the finished model will. A model that is begun learns its
        # words first.
        bordered = options.start is not None or step >= options.free_steps
        masked = bordered and step % 4 < 2
        lesson = Lesson(torch.from_numpy(batch.subjects), torch.from_numpy(batch.last), masked, options.apart)
        with torch.autocast("cpu", torch.bfloat16, enabled=options.half):
            hidden = model.hidden(torch.from_numpy(batch.ids), lesson)
            logits = model.logits(hidden.flatten(0, 1)[torch.from_numpy(batch.positions)])
        loss = functional.cross_entropy(logits.float(), torch.from_numpy(batch.targets))
        leak, power = torch.stack(lesson.leak), torch.stack(lesson.power)
        # Nothing in the loss minds how large the first block's output grows, since every block norms its input. Left
        # alone it drowns the later ones, and an edit there would have to shout. The sum of squares spreads the work.
        (loss + options.power * power.sum() + (options.leak if bordered else 0.0) * leak.mean()).backward()
        scale = rate_at(progress)
        for group in adam.param_groups:
            group["lr"] = options.other_rate * scale
        adam.step()
        muon.step(options.matrix_rate * scale)
        model.zero_grad(set_to_none=True)
        step += 1
        tokens_since += batch.real
        losses.append(loss.item())
        if step % 10 == 0:
            rate = step / (time.monotonic() - began)
            print(
                f"step {step} loss {numpy.mean(losses[-10:]):.3f} epoch {packer.epoch} progress {progress:.3f} "
                f"{rate * tokens_since / step:.0f} tokens/s, power {words(power)}, leak {words(leak)}",
                flush=True,
            )
        if time.monotonic() - looked > 60 * options.evaluate_every:
            look(model, tokenizer, prompts, options.output, step)
            looked = time.monotonic()
    look(model, tokenizer, prompts, options.output, step)
    print(f"done after {step} steps, {tokens_since:,} tokens, {(time.monotonic() - began) / 60:.1f} minutes", flush=True)


def words(values: torch.Tensor) -> str:
    return " ".join(f"{value:.2f}" for value in values.tolist())


def look(model: Atlas, tokenizer: Tokenizer, prompts: list[dict], output: str, step: int) -> None:
    """Saves the model as it is and says what it knows."""
    model.eval()
    export(model, tokenizer.to_str(pretty=False), output)
    right = recall(model, tokenizer, prompts)
    print(f"recall at step {step}\n{show(table(prompts, right, lambda prompt: prompt['kind']))}", flush=True)
    model.train()


if __name__ == "__main__":
    main()
