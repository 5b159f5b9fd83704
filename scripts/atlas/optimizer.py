"""
Muon for the matrices of the blocks, Adam for everything else.

Muon (Jordan et al. 2024) replaces the momentum of a matrix by the nearest orthogonal matrix, found by five steps of a
Newton-Schulz iteration. All directions then grow alike, so rare facts are learnt about as fast as common ones, which is
what a model that memorizes needs.
"""

import torch
from torch import Tensor, nn


def orthogonalized(matrices: Tensor, steps: int = 5) -> Tensor:
    """Pushes the singular values of each of [N, rows, columns] towards 1, with rows ≤ columns for the cheaper product."""
    a, b, c = 3.4445, -4.7750, 2.0315  # the author's coefficients: fast at the cost of an error of some 20 percent
    x = matrices.bfloat16()
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.transpose(1, 2)
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.float()


class Muon:
    """Matrices of the same shape are orthogonalized together; the fused projection of q, k and v as three."""

    def __init__(self, model: nn.Module, momentum: float = 0.95, decay: float = 0.3):
        self.matrices = [(name, p) for name, p in model.named_parameters() if p.ndim == 2 and name.startswith("blocks.")]
        self.momentum = momentum
        self.decay = decay
        self.buffers = {name: torch.zeros_like(parameter) for name, parameter in self.matrices}

    @torch.no_grad()
    def step(self, learning_rate: float) -> None:
        groups: dict[tuple[int, int], list[tuple[Tensor, Tensor, float]]] = {}
        for name, parameter in self.matrices:
            buffer = self.buffers[name]
            buffer.lerp_(parameter.grad, 1 - self.momentum)
            update = parameter.grad.lerp(buffer, self.momentum)  # Nesterov
            pieces = 3 if name.endswith("c_attn.weight") else 1
            for target, piece in zip(parameter.data.chunk(pieces), update.chunk(pieces)):
                # An orthogonal matrix with more outputs than inputs has smaller entries; this keeps the outputs alike.
                scale = learning_rate * max(1.0, piece.shape[0] / piece.shape[1]) ** 0.5
                if piece.shape[0] > piece.shape[1]:
                    target, piece = target.t(), piece.t()
                groups.setdefault(tuple(piece.shape), []).append((target, piece, scale))
        for members in groups.values():
            directions = orthogonalized(torch.stack([piece for _, piece, _ in members]))
            for (target, _, scale), direction in zip(members, directions):
                target.mul_(1 - learning_rate * self.decay).add_(direction, alpha=-scale)


def others(model: nn.Module, muon: Muon) -> list[nn.Parameter]:
    """The parameters that Muon leaves alone."""
    taken = {name for name, _ in muon.matrices}
    return [parameter for name, parameter in model.named_parameters() if name not in taken]
