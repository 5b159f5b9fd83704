"""
Trains an embedded model from the texts that the corpus script writes.

    python scripts/atlas/train.py --data .training --output .training/run --steps 7000 --minutes 600

The learning rate warms up, stays, and falls to zero over the last part of the run. With `--minutes` the schedule follows
the clock when that is ahead of the steps, so that a run on a busy machine still ends with a small learning rate; without
it, the same seed and number of steps give the same run. The same command continues a run that was interrupted, to the
step: everything that the next step depends on is in one file, which is replaced whole.
"""

import argparse
import csv
import os
import time

import numpy
import torch
import torch.nn.functional as functional
from tokenizers import Tokenizer

from corpus_reader import Batch, Packer, read_lines, train_tokenizer
from model import Atlas, Lesson, Shape, export
from optimizer import Muon, others

CHECKPOINT = "checkpoint.pt"
CURVES = "curves.csv"
KINDS = "kinds.csv"

# Rows of these lengths in turn. Short ones put every third sentence at position 0, where prompts stand; long ones hold
# texts to be read.
LENGTHS = [48, 64, 128, 48, 64, 256]


def parse() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="Trains an embedded model; the same command continues it.")
    options.add_argument("--data", default=".training", help="folder of corpus.jsonl and prompts.jsonl")
    options.add_argument("--output", default=".training/run", help="folder of the checkpoint, the curves and the model")
    options.add_argument("--tokenizer", help="a tokenizer.json to keep instead of training one")
    options.add_argument("--steps", type=int, default=7000)
    options.add_argument("--minutes", type=float, help="end after this time of training at the latest")
    options.add_argument("--pause-after", type=float, help="stop after this many minutes of this process, to continue later")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options.add_argument("--vocabulary", type=int, default=8000)
    options.add_argument("--layers", type=int, default=8)
    options.add_argument("--width", type=int, default=320)
    options.add_argument("--heads", type=int, default=8)
    options.add_argument("--lengths", type=int, nargs="+", default=LENGTHS, help="row lengths, in turn")
    options.add_argument("--tokens", type=int, default=8192, help="tokens a step")
    options.add_argument("--parts", type=int, default=1, help="parts of a step, one after the other: each takes its share of the memory")
    options.add_argument("--matrix-rate", type=float, default=0.02, help="learning rate of Muon")
    options.add_argument("--other-rate", type=float, default=0.003, help="learning rate of Adam")
    options.add_argument("--wording", type=float, default=0.15, help="share of the tokens outside answers that are learnt")
    options.add_argument("--checkpoint-every", type=float, default=10, help="minutes between checkpoints")
    options.add_argument("--decay", type=float, default=0.3, help="weight decay of Muon")
    options.add_argument("--power", type=float, default=0.003, help="weight of the power of what blocks add")
    options.add_argument("--emphasis", nargs="*", default=[], metavar="KIND=FACTOR", help="kinds that occur more or less often than their weights say")
    options.add_argument("--leak", type=float, default=4.0, help="weight of attention that crosses a subject's border, where there is no mask")
    options.add_argument("--free-steps", type=int, default=500, help="steps at the start without borders around subjects")
    options.add_argument("--apart", type=int, default=3, help="blocks in which subjects are kept apart")
    options.add_argument("--full", action="store_true", help="float32 everywhere instead of bfloat16 where that is safe")
    return options.parse_args()


def rate_at(progress: float) -> float:
    """Warm-up over 2 %, then flat, then linear to zero over the last 60 %: memories settle while the rate falls."""
    if progress < 0.02:
        return progress / 0.02
    return min(1.0, (1 - progress) / 0.6)


class Run:
    """A training run: what it has, and what a step changes."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        torch.manual_seed(options.seed)
        self.generator = numpy.random.default_rng(options.seed)
        sentences = read_lines(os.path.join(options.data, "corpus.jsonl"))
        os.makedirs(options.output, exist_ok=True)
        tokenizer_path = options.tokenizer or os.path.join(options.output, "tokenizer.json")
        if os.path.exists(tokenizer_path):
            self.tokenizer = Tokenizer.from_file(tokenizer_path)
        else:
            self.tokenizer = train_tokenizer(sentences, options.vocabulary)
            replace(tokenizer_path, lambda path: self.tokenizer.save(path))
        emphasis = {kind: float(factor) for kind, factor in (pair.split("=") for pair in options.emphasis)}
        unknown = emphasis.keys() - {sentence["kind"] for sentence in sentences}
        if unknown:
            raise SystemExit(f"--emphasis names {', '.join(sorted(unknown))}, which no text of {options.data} is.")
        self.packer = Packer(self.tokenizer, sentences, options.seed, emphasis)
        shape = Shape(
            self.tokenizer.get_vocab_size(), options.layers, options.width, options.heads, max(options.lengths)
        )
        self.model = Atlas(shape).to(options.device)
        self.muon = Muon(self.model, decay=options.decay)
        self.adam = torch.optim.AdamW(
            others(self.model, self.muon), lr=options.other_rate, betas=(0.9, 0.95), weight_decay=0.0
        )
        self.step, self.tokens, self.seconds = 0, 0, 0.0
        # Since the last row of each file of curves.
        self.losses: list[float] = []
        self.by_kind: dict[int, tuple[float, int]] = {}
        path = os.path.join(options.output, CHECKPOINT)
        if os.path.exists(path):
            self._restore(path)

    def _restore(self, path: str) -> None:
        saved = torch.load(path, map_location=self.options.device, weights_only=False)
        self.model.load_state_dict(saved["model"])
        self.muon.buffers = saved["muon"]
        self.adam.load_state_dict(saved["adam"])
        self.packer.restore(saved["packer"])
        self.generator.bit_generator.state = saved["generator"]
        self.step, self.tokens, self.seconds = saved["step"], saved["tokens"], saved["seconds"]
        self.losses, self.by_kind = saved["losses"], saved["by kind"]
        # Rows of steps that the checkpoint does not know are made again.
        for name in (CURVES, KINDS):
            keep_until(os.path.join(self.options.output, name), self.step)

    def save(self) -> None:
        saved = {
            "model": self.model.state_dict(),
            "muon": self.muon.buffers,
            "adam": self.adam.state_dict(),
            "packer": self.packer.state(),
            "generator": self.generator.bit_generator.state,
            "step": self.step,
            "tokens": self.tokens,
            "seconds": self.seconds,
            "losses": self.losses,
            "by kind": self.by_kind,
        }
        replace(os.path.join(self.options.output, CHECKPOINT), lambda path: torch.save(saved, path))

    @property
    def progress(self) -> float:
        by_clock = self.seconds / (60 * self.options.minutes) if self.options.minutes else 0.0
        return max(self.step / self.options.steps, by_clock)

    def learn(self) -> tuple[list[float], list[float]]:
        """One step: the power and the leak of each block. The losses are kept for the curves."""
        options, device = self.options, self.options.device
        on_device = lambda array: torch.from_numpy(array).to(device)  # noqa: E731
        began = time.monotonic()
        length = options.lengths[self.step % len(options.lengths)]
        rows = max(1, options.tokens // length // options.parts)
        # Half of the steps run without the mask, as the finished model will. A model that is begun learns its words first.
        bordered = self.step >= options.free_steps
        masked = bordered and self.step // len(options.lengths) % 2 == 0
        loss, power, leak, real = 0.0, torch.zeros(()), torch.zeros(()), 0
        for _ in range(options.parts):
            batch = self.packer.batch(rows, length, options.wording, self.generator)
            lesson = Lesson(on_device(batch.subjects), on_device(batch.last), masked, options.apart)
            with torch.autocast(device, torch.bfloat16, enabled=not options.full):
                hidden = self.model.hidden(on_device(batch.ids), lesson)
                logits = self.model.logits(hidden.flatten(0, 1)[on_device(batch.positions)])
            each = functional.cross_entropy(logits.float(), on_device(batch.targets), reduction="none")
            leaks = torch.stack(lesson.leak) if lesson.leak else torch.zeros(1)
            powers = torch.stack(lesson.power)
            # Nothing in the loss minds how large the first block's output grows, since every block norms its input. Left
            # alone it drowns the later ones, and an edit there would have to shout. The sum of squares spreads the work.
            total = each.mean() + options.power * powers.sum() + (options.leak if bordered else 0.0) * leaks.mean()
            (total / options.parts).backward()
            loss += each.mean().item() / options.parts
            power = power + powers.detach().cpu() / options.parts
            leak = leak + leaks.detach().cpu() / options.parts
            real += batch.real
            self._count(batch, each.detach().cpu().numpy())
        scale = rate_at(self.progress)
        for group in self.adam.param_groups:
            group["lr"] = options.other_rate * scale
        self.adam.step()
        self.muon.step(options.matrix_rate * scale)
        self.model.zero_grad(set_to_none=True)
        self.losses.append(loss)
        self.step += 1
        self.tokens += real
        self.seconds += time.monotonic() - began
        return power.tolist(), leak.tolist()

    def _count(self, batch: Batch, losses: numpy.ndarray) -> None:
        """Adds the losses of the answers to those of their kinds."""
        for kind in numpy.unique(batch.kinds[batch.answers]).tolist():
            some = losses[batch.answers & (batch.kinds == kind)]
            total, count = self.by_kind.get(kind, (0.0, 0))
            self.by_kind[kind] = (total + float(some.sum()), count + len(some))


def replace(path: str, write) -> None:
    """A file that appears whole or not at all, also when the machine stops in between."""
    write(path + ".part")
    with open(path + ".part", "rb") as file:
        os.fsync(file.fileno())
    os.replace(path + ".part", path)


def keep_until(path: str, step: int) -> None:
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    kept = rows[:1] + [row for row in rows[1:] if row and row[0].isdigit() and int(row[0]) <= step]
    text = "".join(",".join(row) + "\n" for row in kept)
    replace(path, lambda part: open(part, "w", encoding="utf-8").write(text))


def append(path: str, header: list[str], rows: list[list]) -> None:
    new = not os.path.exists(path)
    with open(path, "a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([header, *rows] if new else rows)


def main() -> None:
    options = parse()
    torch.set_num_threads(options.threads)
    run = Run(options)
    parameters = sum(parameter.numel() for parameter in run.model.parameters())
    print(f"{parameters:,} parameters, {len(run.packer.kind_numbers):,} texts, begins at step {run.step}", flush=True)
    began = saved = time.monotonic()
    curves, kinds = os.path.join(options.output, CURVES), os.path.join(options.output, KINDS)
    while run.progress < 1:
        power, leak = run.learn()
        if run.step % 10 == 0:
            mean = float(numpy.mean(run.losses))
            row = [run.step, f"{mean:.5f}", f"{run.progress:.5f}", run.tokens, round(run.seconds)]
            append(curves, ["step", "loss", "progress", "tokens", "seconds"], [row])
            speed = run.tokens / max(run.seconds, 1e-9)
            print(
                f"step {run.step} loss {mean:.3f} epoch {run.packer.epoch} progress {run.progress:.3f} {speed:.0f} tokens/s, "
                f"power {words(power)}, leak {words(leak)}",
                flush=True,
            )
            run.losses.clear()
        if run.step % 60 == 0:
            rows = [
                [run.step, run.packer.kind_names[kind], f"{total / count:.4f}", count]
                for kind, (total, count) in sorted(run.by_kind.items())
            ]
            append(kinds, ["step", "kind", "answer loss", "tokens"], rows)
            run.by_kind.clear()
        if time.monotonic() - saved > 60 * options.checkpoint_every:
            finish(run)
            saved = time.monotonic()
        if options.pause_after and time.monotonic() - began > 60 * options.pause_after:
            break
    finish(run)
    print(f"stops after {run.step} steps, {run.tokens:,} tokens, {run.seconds / 60:.1f} minutes", flush=True)


def finish(run: Run) -> None:
    """The checkpoint, and the model as it is, for whoever wants to measure it."""
    run.save()
    export(run.model, run.tokenizer.to_str(pretty=False), os.path.join(run.options.output, "model"))


def words(values: list[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


if __name__ == "__main__":
    main()
