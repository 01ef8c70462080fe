"""Records what the code of the study of modified attention computes, for `varia parity`.

    git clone https://github.com/tomhartke/transformer-modifications
    python record_modifications.py transformer-modifications

It runs the study's own files, and writes relative-location.safetensors and
embedding-gating.safetensors beside itself. (The files `standard`, `soft-window`, `hard-window` and
`head-gating` are older than this script; what they hold, the same repository's code computes.)
"""

import json
import sys
from pathlib import Path

import torch

from record import write

BLOCK, VOCABULARY, LAYERS, HEADS, WIDTH, BATCH = 8, 11, 2, 2, 16, 3
FOLDER = Path("modified_transformers/attention_structure_alteration")
FILES = {
    "relative-location":
        FOLDER / "autoregressive_relative_location"
        / "model_autoregressive_relative_attention_location.py",
    "embedding-gating":
        FOLDER / "embedding_based_on_attention"
        / "model_embedding_gating_and_offset_based_on_attention_structure.py",
}


def study(checkout, file):
    """The names of nanoGPT's file with the classes of one of the study's in the place of its own.

    The study's files hold only what it changed, and import nothing. Of `GPT` they show the lines of
    one method; the rest of it is nanoGPT's.
    """
    path = checkout / "nanoGPT-basic" / "model.py"
    names = {"__name__": "study"}
    exec(compile(path.read_text(), str(path), "exec"), names)
    model = names["GPT"]
    exec(compile((checkout / file).read_text(), str(file), "exec"), names)
    return {**names, "GPT": model}


def record(checkout, name):
    names = study(checkout, FILES[name])
    torch.manual_seed(1)
    config = names["GPTConfig"](
        block_size=BLOCK, vocab_size=VOCABULARY, n_layer=LAYERS, n_head=HEADS, n_embd=WIDTH,
        bias=True)
    model = names["GPT"](config).eval()
    # Away from where it starts, so that every parameter matters, offsets and scales included.
    for parameter in model.parameters():
        parameter.data += 0.3 * torch.randn_like(parameter)
    tokens = torch.randint(VOCABULARY, (BATCH, BLOCK))
    targets = torch.randint(VOCABULARY, (BATCH, BLOCK))
    logits, loss = model(tokens, targets)
    loss.backward()
    tensors = {
        "tokens": tokens.int(), "targets": targets.int(), "logits": logits,
        "loss": loss.reshape(1),
    }
    # The readout's weight is the embedding's, and is named as that one.
    for place, parameter in model.named_parameters():
        tensors["param." + place] = parameter
        tensors["grad." + place] = parameter.grad
    sizes = {
        "block_size": BLOCK, "vocab_size": VOCABULARY, "n_layer": LAYERS, "n_head": HEADS,
        "n_embd": WIDTH, "bias": True,
    }
    metadata = {"config": json.dumps(sizes), "source": str(FILES[name])}
    write(Path(__file__).parent / f"{name}.safetensors", tensors, metadata)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("The one argument is the path of a checkout of the study's repository.")
    for name in FILES:
        record(Path(sys.argv[1]), name)
