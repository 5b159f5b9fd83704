"""Kinship as the published code computes it: for each pair of models, both and the base are read, the differences of all tensors
are flattened into one float32 vector each, and correlation, |cosine| and distance come from these. Prints the numbers with the
processor time and the peak memory of the process.

    python scripts/reference/kinship.py base a b c
"""

import itertools
import json
import resource
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file


def state_of(folder: str) -> dict[str, torch.Tensor]:
    tensors: dict[str, torch.Tensor] = {}
    for file in sorted(Path(folder).glob("*.safetensors")):
        tensors.update(load_file(file))
    return tensors


def delta_of(base: dict[str, torch.Tensor], model: dict[str, torch.Tensor]) -> np.ndarray:
    parts = [(model[name] - weight).flatten().float() for name, weight in base.items() if name in model]
    return torch.cat(parts).numpy()


def main() -> None:
    base_folder, *folders = sys.argv[1:]
    pairs = []
    for left, right in itertools.combinations(folders, 2):
        base = state_of(base_folder)
        a, b = delta_of(base, state_of(left)), delta_of(base, state_of(right))
        cosine = np.sqrt(np.dot(a, b) ** 2 / (np.dot(a, a) * np.dot(b, b)))
        pairs.append(
            {
                "left": Path(left).name,
                "right": Path(right).name,
                "pcc": float(np.corrcoef(a, b)[0, 1]),
                "cosine": float(cosine),
                "distance": float(np.linalg.norm(a - b)),
            }
        )
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime
    print(json.dumps({"pairs": pairs, "cpuSeconds": round(seconds, 2), "peakGb": round(used.ru_maxrss / 1e6, 2)}))


if __name__ == "__main__":
    main()
