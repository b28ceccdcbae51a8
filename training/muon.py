"""Muon (Jordan et al. 2024): momentum whose step has all singular values near one. It learns in about half the steps.

PyTorch's own computes in bfloat16, which many processors only emulate; this one stays in float32.
"""

import torch


def orthogonal(matrix: torch.Tensor) -> torch.Tensor:
    """The nearest half-orthogonal matrix, roughly: five Newton–Schulz steps with the coefficients of Jordan et al."""
    a, b, c = 3.4445, -4.775, 2.0315
    x = matrix / (matrix.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(5):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """For the weight matrices inside the blocks, as transformers' GPT-2 lays them out ([in, out], q, k and v side by side)."""

    def __init__(self, params: list[torch.nn.Parameter], lr: float, weight_decay: float, momentum: float = 0.95) -> None:
        super().__init__(params, {'lr': lr, 'weight_decay': weight_decay, 'momentum': momentum})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for weight in group['params']:
                buffer = self.state[weight].setdefault('momentum', torch.zeros_like(weight))
                buffer.lerp_(weight.grad, 1 - group['momentum'])
                ahead = weight.grad.lerp(buffer, group['momentum'])
                rows, columns = weight.shape
                parts = ahead.split(rows, dim=1) if columns == 3 * rows else (ahead,)
                update = torch.cat([orthogonal(part) for part in parts], dim=1)
                # As large as a step of AdamW (Liu et al. 2025), so that both take the same rate.
                size = 0.2 * max(parts[0].shape) ** 0.5
                weight.mul_(1 - group['lr'] * group['weight_decay']).add_(update, alpha=-group['lr'] * size)
