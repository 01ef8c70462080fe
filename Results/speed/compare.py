#!/usr/bin/env python3
"""Times training steps of Varia and of PyTorch in turn, on one thread each.

Both train the same model on batches of the same size: `tied-embeddings` without bias, with exact
GELU. They take turns, so that a machine that slows down slows both. Prints the milliseconds per
step of every round, both medians and their ratio.
"""

import argparse
import json
import os
import pathlib
import statistics
import struct
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SIZES = {"layers": 4, "heads": 4, "width": 128, "blockSize": 64, "batch": 12}


def varia_step(options):
    """Milliseconds per step of `varia train`, and the vocabulary of the corpus it reads."""
    settings = {
        **{key: getattr(options, key) for key in SIZES},
        "steps": options.steps,
        "evaluateEvery": options.steps,
        "activation": "gelu",
        "bias": "false",
        "dropout": 0,
        "learningRate": 1e-3,
        "minLearningRate": 1e-4,
        "warmup": min(100, options.steps),
        "weightDecay": 0.1,
        "beta2": 0.99,
        "gradientClip": 1,
    }
    command = [str(options.varia), "train", "--variant", "tied-embeddings"]
    for key, value in settings.items():
        command += ["--set", f"{key}={value}"]
    for setting in options.set:
        command += ["--set", setting]
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "run"
        subprocess.run(
            command + ["--out", str(out)], check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        evaluations = (out / "metrics.jsonl").read_text().splitlines()
        with open(out / "best.safetensors", "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            header = json.loads(file.read(length))
    # Evaluations are left out of this rate.
    rate = json.loads(evaluations[-1])["tokensPerSecond"]
    embedding = next(
        entry for name, entry in header.items() if name.endswith("transformer.wte.weight")
    )
    return 1000 * options.batch * options.blockSize / rate, embedding["shape"][0]


def pytorch_step(options, vocabulary):
    """Milliseconds per step of the script beside this one."""
    command = [
        options.python, str(HERE / "pytorch_step.py"), "--json", "--steps", str(options.steps),
        "--layers", str(options.layers), "--heads", str(options.heads),
        "--width", str(options.width), "--block-size", str(options.blockSize),
        "--batch", str(options.batch), "--vocabulary", str(vocabulary),
    ]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(found.stdout)["millisecondsPerStep"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--varia", default=HERE.parents[1] / ".build/release/varia")
    parser.add_argument("--python", default=sys.executable, help="a Python that has torch")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument(
        "--set", action="append", default=[], help="passed on to varia, such as a corpus"
    )
    for key, value in SIZES.items():
        parser.add_argument(f"--{key}", type=int, default=value)
    return parser.parse_args()


def main():
    options = arguments()
    varia, pytorch = [], []
    for turn in range(options.rounds):
        milliseconds, vocabulary = varia_step(options)
        varia.append(milliseconds)
        pytorch.append(pytorch_step(options, vocabulary))
        print(f"round {turn + 1}: Varia {varia[-1]:.1f} ms, PyTorch {pytorch[-1]:.1f} ms per step")
    ours, theirs = statistics.median(varia), statistics.median(pytorch)
    print(
        f"median: Varia {ours:.1f} ms, PyTorch {theirs:.1f} ms per step;"
        f" Varia takes {ours / theirs:.2f} of PyTorch's time"
    )


if __name__ == "__main__":
    main()
