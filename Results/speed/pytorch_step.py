#!/usr/bin/env python3
"""Times training steps of a small GPT in PyTorch on the CPU, eager or compiled.

The model is the one that Varia calls `tied-embeddings`: pre-norm blocks, causal attention, an MLP
of four times the width, learned positions, no bias, the readout tied to the embedding. A step is
what a trainer does with a batch: forward, backward, gradient clipping, AdamW. The attention
variants are those that Varia names so, written as their authors do, with tensors of T x T. Prints
the median milliseconds per step after a warm-up, the fastest, and what the process has taken of
memory beyond an imported PyTorch.
"""

import argparse
import json
import math
import resource
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    """x + attention(norm(x)), then x + mlp(norm(x)); x is [batch, positions, width]."""

    def __init__(self, width, heads, bias, dropout, activation, attention, variant):
        super().__init__()
        self.heads = heads
        self.variant = variant
        self.dropout = dropout
        self.activation = activation
        self.attention = attention
        self.norm_1 = nn.LayerNorm(width, bias=bias)
        self.query_key_value = nn.Linear(width, 3 * width, bias=bias)
        self.project = nn.Linear(width, width, bias=bias)
        self.norm_2 = nn.LayerNorm(width, bias=bias)
        self.expand = nn.Linear(width, 4 * width, bias=bias)
        self.contract = nn.Linear(4 * width, width, bias=bias)
        if variant in ("soft-window", "hard-window"):
            self.window = nn.Linear(width, heads, bias=bias)
        if variant == "head-gating":
            self.gate_norms = nn.ModuleList(nn.LayerNorm(heads, bias=bias) for _ in range(3))
            self.gate_expand = nn.Linear(3 * heads, 12 * heads, bias=bias)
            self.gate_contract = nn.Linear(12 * heads, heads, bias=bias)

    def reach(self, x, positions):
        """(w - (i - j + 1)) / w, [batch, heads, positions, positions]."""
        window = 1 + positions / 2 * torch.exp(self.window(x))
        window = window.transpose(1, 2).unsqueeze(-1)
        place = torch.arange(positions)
        distance = place[:, None] - place[None, :] + 1
        return (window - distance) / window

    def gate(self, scores, weights, positions):
        """A factor for each head and query, [batch, heads, positions, 1]."""
        place = torch.arange(positions) / positions
        score = (weights * scores.masked_fill(weights == 0, 0)).sum(-1)
        middle = (weights * place).sum(-1)
        spread = (weights * ((place - middle.unsqueeze(-1)) ** 2 + 1e-12)).sum(-1).sqrt()
        parts = (score, middle - place, spread)
        features = [norm(part.transpose(1, 2)) for norm, part in zip(self.gate_norms, parts)]
        hidden = F.gelu(self.gate_expand(torch.cat(features, -1)), approximate="tanh")
        gate = 2 * torch.sigmoid(F.dropout(self.gate_contract(hidden), self.dropout, self.training))
        return gate.transpose(1, 2).unsqueeze(-1)

    def attend(self, x):
        batch, positions, width = x.shape
        q, k, v = (
            part.view(batch, positions, self.heads, width // self.heads).transpose(1, 2)
            for part in self.query_key_value(x).split(width, dim=2)
        )
        rate = self.dropout if self.training else 0.0
        if self.variant == "standard" and self.attention == "fused":
            y = F.scaled_dot_product_attention(q, k, v, dropout_p=rate, is_causal=True)
        else:
            scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
            if self.variant == "soft-window":
                scores = scores + self.reach(x, positions)
            later = torch.ones(positions, positions, dtype=torch.bool).triu(1)
            weights = F.softmax(scores.masked_fill(later, float("-inf")), dim=-1)
            if self.variant == "hard-window":
                kept = 1 - torch.exp(-F.relu(self.reach(x, positions))) + 1e-10
                weights = (weights + 1e-10) * kept.masked_fill(later, 0)
                weights = weights / weights.sum(-1, keepdim=True)
            y = F.dropout(weights, rate) @ v
            if self.variant == "head-gating":
                y = y * self.gate(scores, weights, positions)
        return self.project(y.transpose(1, 2).reshape(batch, positions, width))

    def forward(self, x):
        x = x + F.dropout(self.attend(self.norm_1(x)), self.dropout, self.training)
        hidden = F.gelu(self.expand(self.norm_2(x)), approximate=self.activation)
        return x + F.dropout(self.contract(hidden), self.dropout, self.training)


class Model(nn.Module):
    """Token ids and targets, both [batch, positions], to the mean cross entropy."""

    def __init__(self, options):
        super().__init__()
        self.dropout = options.dropout
        self.tokens = nn.Embedding(options.vocabulary, options.width)
        self.positions = nn.Embedding(options.block_size, options.width)
        approximate = "tanh" if options.activation == "gelu-tanh" else "none"
        self.blocks = nn.ModuleList(
            Block(
                options.width, options.heads, options.bias, options.dropout, approximate,
                options.attention, options.variant,
            )
            for _ in range(options.layers)
        )
        self.norm = nn.LayerNorm(options.width, bias=options.bias)
        for name, parameter in self.named_parameters():
            if parameter.dim() >= 2:
                residual = name.endswith(("project.weight", "contract.weight"))
                scale = 1 / math.sqrt(2 * options.layers) if residual else 1
                nn.init.normal_(parameter, 0, 0.02 * scale)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def logits(self, tokens):
        x = self.tokens(tokens) + self.positions.weight[: tokens.shape[1]]
        x = F.dropout(x, self.dropout, self.training)
        for block in self.blocks:
            x = block(x)
        return self.norm(x) @ self.tokens.weight.T

    def forward(self, tokens, targets):
        return F.cross_entropy(self.logits(tokens).flatten(0, 1), targets.flatten())


def optimizer_of(model, learning_rate):
    """AdamW, whose decay falls on every tensor of rank two or more."""
    return torch.optim.AdamW(
        [
            {"params": [p for p in model.parameters() if p.dim() >= 2], "weight_decay": 0.1},
            {"params": [p for p in model.parameters() if p.dim() < 2], "weight_decay": 0.0},
        ],
        lr=learning_rate,
        betas=(0.9, 0.99),
    )


def batch_of(text, starts, block_size):
    """The blocks that start at these places, and the tokens to predict from them."""
    tokens = torch.stack([text[i : i + block_size] for i in starts])
    targets = torch.stack([text[i + 1 : i + 1 + block_size] for i in starts])
    return tokens, targets


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--heads", type=int, default=4)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--block-size", type=int, default=64)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--vocabulary", type=int, default=65)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--bias", action="store_true")
    parser.add_argument("--activation", choices=["gelu", "gelu-tanh"], default="gelu")
    parser.add_argument("--attention", choices=["fused", "plain"], default="fused")
    parser.add_argument(
        "--variant", choices=["standard", "soft-window", "hard-window", "head-gating"],
        default="standard",
    )
    parser.add_argument(
        "--mode", choices=["eager", "compiled", "best"], default="eager",
        help="best times both and keeps the faster",
    )
    parser.add_argument(
        "--precision", choices=["fp32", "bf16"], default="fp32",
        help="bf16 runs the forward pass and the loss under torch.autocast",
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--warmup", type=int, default=20, help="steps that are not timed")
    parser.add_argument("--steps", type=int, default=100, help="steps that are timed")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def time_steps(options, compiled):
    """Milliseconds of each step, and the model's number of parameters."""
    torch.manual_seed(1)
    model = Model(options)
    optimizer = optimizer_of(model, 1e-3)
    parameters = sum(p.numel() for p in model.parameters())
    forward = torch.compile(model) if compiled else model
    text = torch.randint(options.vocabulary, (100_000,))
    milliseconds = []
    for step in range(options.warmup + options.steps):
        start = time.perf_counter()
        first = torch.randint(len(text) - options.block_size - 1, (options.batch,))
        tokens, targets = batch_of(text, first, options.block_size)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "bf16"):
            loss = forward(tokens, targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step >= options.warmup:
            milliseconds.append(1000 * (time.perf_counter() - start))
    return milliseconds, parameters


def peak_bytes():
    """The most memory that this process has had, in bytes."""
    try:
        # What getrusage says counts in the process that this one was forked from.
        with open("/proc/self/status") as status:
            return next(1024 * int(line.split()[1]) for line in status if "VmHWM" in line)
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else 1024 * peak


def main():
    imported = peak_bytes()
    options = arguments()
    torch.set_num_threads(options.threads)
    modes = ["eager", "compiled"] if options.mode == "best" else [options.mode]
    timed = {mode: time_steps(options, mode == "compiled") for mode in modes}
    mode = min(timed, key=lambda mode: statistics.median(timed[mode][0]))
    milliseconds, parameters = timed[mode]
    result = {
        "millisecondsPerStep": round(statistics.median(milliseconds), 3),
        "fastest": round(min(milliseconds), 3),
        "mode": mode,
        "precision": options.precision,
        "steps": options.steps,
        "threads": options.threads,
        "parameters": parameters,
        # Of all modes that were timed.
        "memoryBytes": peak_bytes() - imported,
        "torch": torch.__version__,
    }
    if options.json:
        print(json.dumps(result))
    else:
        print(
            f"PyTorch {result['torch']}, {mode}, {options.threads} thread(s):"
            f" {result['millisecondsPerStep']} ms per step"
            f" (fastest {result['fastest']}, {options.steps} steps,"
            f" {result['parameters']} parameters),"
            f" {result['memoryBytes'] / 1e6:.0f} MB beyond the import"
        )


if __name__ == "__main__":
    main()
