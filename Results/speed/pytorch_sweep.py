#!/usr/bin/env python3
"""Runs the trials of Sweeps/short-trials.json5 in PyTorch, as a user's shell loop would.

Each trial is a process of its own on one thread, two of them at a time (`xargs -P 2`): 200 steps of
the model of pytorch_step.py on Tiny Shakespeare, then the loss over the whole validation part. With
--varia, the same sweep is run by Varia first, and the ratio of both times is printed: from the
command to the table. Both sides train the same thing, with other initial values and batches, which
their losses should show.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

LEARNING_RATES = [1e-3, 2e-3]
STEPS = 200
WARMUP = 20
BATCH = 12
BLOCK_SIZE = 64


def learning_rate_at(step, greatest):
    """Varia's schedule: a linear rise, then half a cosine down to a tenth."""
    if step < WARMUP:
        return greatest * (step + 1) / (WARMUP + 1)
    progress = (step - WARMUP) / (STEPS - WARMUP)
    least = greatest / 10
    return least + 0.5 * (1 + math.cos(math.pi * progress)) * (greatest - least)


def whole_loss(model, text, precision):
    """The mean loss over a text of which every token but the first is predicted once."""
    import torch
    from torch.nn import functional as F

    from pytorch_step import batch_of

    final = len(text) - 1 - BLOCK_SIZE
    starts = list(range(0, final + 1, BLOCK_SIZE))
    batches = [starts[i : i + 16] for i in range(0, len(starts), 16)]
    # What is left over at the end, with a whole block of context.
    rest = final - starts[-1]
    if rest:
        batches.append([final])
    model.eval()
    total = 0.0
    with torch.no_grad(), precision():
        for index, batch in enumerate(batches):
            tokens, targets = batch_of(text, batch, BLOCK_SIZE)
            losses = F.cross_entropy(
                model.logits(tokens).flatten(0, 1), targets.flatten(), reduction="none"
            )
            if rest and index == len(batches) - 1:
                losses = losses[-rest:]
            total += losses.double().sum().item()
    return total / (len(text) - 1)


def trial(options):
    """Trains one model and prints a line of JSON."""
    import torch
    from torch import nn

    from pytorch_step import Model, batch_of, optimizer_of

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    with open(options.corpus, encoding="utf-8", newline="") as file:
        content = file.read()
    characters = sorted(set(content))
    places = {character: place for place, character in enumerate(characters)}
    text = torch.tensor([places[character] for character in content])
    border = int(len(text) * (1 - 0.1))
    training, validation = text[:border], text[border:]
    size = argparse.Namespace(
        layers=4, heads=4, width=128, block_size=BLOCK_SIZE, dropout=0.0, bias=False,
        vocabulary=len(characters), activation="gelu", attention="fused", variant="standard",
    )
    model = Model(size)
    forward = torch.compile(model) if options.mode == "compiled" else model
    optimizer = optimizer_of(model, options.learning_rate)

    def precision():
        if options.precision == "bf16":
            return torch.autocast("cpu", dtype=torch.bfloat16)
        return nullcontext()

    losses = []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate_at(step, options.learning_rate)
        starts = torch.randint(len(training) - BLOCK_SIZE, (BATCH,))
        tokens, targets = batch_of(training, starts, BLOCK_SIZE)
        optimizer.zero_grad(set_to_none=True)
        with precision():
            loss = forward(tokens, targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    print(
        json.dumps(
            {
                "learningRate": options.learning_rate,
                "seed": options.seed,
                "trainLoss": statistics.mean(losses),
                "validationLoss": whole_loss(model, validation, precision),
            }
        )
    )


def run_trial(options, learning_rate, seed):
    command = [
        sys.executable, os.path.abspath(__file__), "--corpus", options.corpus, "--mode",
        options.mode, "--precision", options.precision, "--learning-rate", str(learning_rate),
        "--seed", str(seed),
    ]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def sweep(options):
    """Runs all trials, prints their table, and returns the seconds that it took."""
    start = time.perf_counter()
    cells = [(rate, seed) for rate in LEARNING_RATES for seed in range(1, options.seeds + 1)]
    with ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda cell: run_trial(options, *cell), cells))
    print("learning rate  seed  validation  train")
    for result in results:
        print(
            f"{result['learningRate']:13g}  {result['seed']:4d}  {result['validationLoss']:10.4f}"
            f"  {result['trainLoss']:.4f}"
        )
    for rate in LEARNING_RATES:
        losses = [r["validationLoss"] for r in results if r["learningRate"] == rate]
        print(f"learning rate {rate:g}: mean validation loss {statistics.mean(losses):.4f}")
    seconds = time.perf_counter() - start
    print(f"PyTorch, {options.mode}, {options.precision}: {seconds:.1f} s for {len(cells)} trials")
    return seconds


def varia_sweep(options):
    """Runs the same trials in Varia, and returns the seconds from the command to the table."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            options.varia, "sweep", "Sweeps/short-trials.json5", "--out", folder, "--jobs",
            str(options.jobs), "--set", f"seed={json.dumps(list(range(1, options.seeds + 1)))}",
            "--set", f"corpus={json.dumps(options.corpus)}",
        ]
        if options.precision != "fp32":
            command += ["--set", f"precision={options.precision}"]
        start = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - start
    print(f"Varia, {options.precision}: {seconds:.1f} s for {2 * options.seeds} trials")
    return seconds


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--corpus", default=os.path.expanduser("~/.cache/varia/tinyshakespeare.txt")
    )
    # Compiling takes PyTorch longer than all 200 steps.
    parser.add_argument("--mode", choices=["eager", "compiled"], default="eager")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--seeds", type=int, default=8, help="half the number of trials")
    parser.add_argument("--jobs", type=int, default=2, help="trials at a time")
    parser.add_argument("--varia", help="the varia program, to be run first; run in its folder")
    parser.add_argument("--learning-rate", type=float, help="run one trial, with --seed")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main():
    options = arguments()
    if options.learning_rate is not None:
        trial(options)
        return
    ours = varia_sweep(options) if options.varia else None
    theirs = sweep(options)
    if ours is not None:
        print(f"PyTorch takes {theirs / ours:.2f} times as long.")


if __name__ == "__main__":
    main()
