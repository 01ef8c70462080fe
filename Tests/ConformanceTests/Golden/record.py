"""Records what PyTorch computes for variants of the 2019 study, for `varia parity`.

    python record.py      writes the files named at its end beside itself

The models are written here from the variants' definitions, with torch's own layers (Linear,
LayerNorm, GRU, Conv1d) where it has them.
"""

import json
import math
import struct
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

BLOCK, VOCABULARY, WIDTH, HEADS, BATCH = 6, 11, 8, 4, 3


class Attention(nn.Module):
    def __init__(self, bias, projects, over_heads, causal):
        super().__init__()
        self.c_attn = nn.Linear(WIDTH, 3 * WIDTH, bias=bias)
        self.c_proj = nn.Linear(WIDTH, WIDTH, bias=bias) if projects else nn.Identity()
        self.over_heads, self.causal = over_heads, causal

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = (
            part.view(b, t, HEADS, c // HEADS).transpose(1, 2)
            for part in self.c_attn(x).split(c, dim=2)
        )
        scores = q @ k.transpose(2, 3) / math.sqrt(c // HEADS)
        hidden = torch.triu(torch.ones(t, t, dtype=torch.bool), 1)
        if self.over_heads:
            weights = scores.softmax(dim=1)
            if self.causal:
                weights = weights.masked_fill(hidden, 0)
        else:
            if self.causal:
                scores = scores.masked_fill(hidden, -math.inf)
            weights = scores.softmax(dim=3)
        return self.c_proj((weights @ v).transpose(1, 2).reshape(b, t, c))


class PreNormFeedForward(nn.Module):
    def __init__(self, bias):
        super().__init__()
        self.c_fc = nn.Linear(WIDTH, 4 * WIDTH, bias=bias)
        self.c_proj = nn.Linear(4 * WIDTH, WIDTH, bias=bias)

    def forward(self, x):
        return self.c_proj(F.gelu(self.c_fc(x), approximate="tanh"))


class PostNormFeedForward(nn.Module):
    def __init__(self, bias, rectified):
        super().__init__()
        self.dense = nn.Linear(WIDTH, WIDTH, bias=bias)
        if rectified:
            self.dense_2 = nn.Linear(WIDTH, WIDTH, bias=bias)

    def forward(self, x):
        if hasattr(self, "dense_2"):
            return F.relu(self.dense_2(F.relu(self.dense(x))))
        return self.dense(x)


class Block(nn.Module):
    def __init__(self, bias, post_norm=False, rectified=False, over_heads=False, causal=True):
        super().__init__()
        epsilon = 1e-3 if post_norm else 1e-5
        self.ln_1 = nn.LayerNorm(WIDTH, eps=epsilon, bias=bias)
        self.attn = Attention(bias, not post_norm, over_heads, causal)
        self.ln_2 = nn.LayerNorm(WIDTH, eps=epsilon, bias=bias)
        self.mlp = PostNormFeedForward(bias, rectified) if post_norm else PreNormFeedForward(bias)
        self.post_norm = post_norm

    def forward(self, x):
        if self.post_norm:
            x = self.ln_1(x + self.attn(x))
            return self.ln_2(x + self.mlp(x))
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Flat(nn.Module):
    """Logits of the whole block."""

    def __init__(self, width, last):
        super().__init__()
        self.dense = nn.Linear(BLOCK * width if last else width, VOCABULARY, bias=last)
        self.last = last

    def forward(self, x):
        return self.dense(x.flatten(1) if self.last else x)


class Recurrent(nn.Module):
    def __init__(self, units, last, last_state=False):
        super().__init__()
        self.gru = nn.GRU(WIDTH, units, batch_first=True)
        self.flat = nn.Linear(units, VOCABULARY) if last_state else Flat(units, last)
        self.last_state = last_state

    def forward(self, x):
        states, _ = self.gru(x)
        return self.flat(states[:, -1] if self.last_state else states)


class Convolution(nn.Module):
    def __init__(self, units, kernel, last):
        super().__init__()
        self.conv = nn.Conv1d(WIDTH, units, kernel)
        self.flat = Flat(units, last)

    def forward(self, x):
        padded = F.pad(x.transpose(1, 2), (self.conv.kernel_size[0] - 1, 0))
        return self.flat(self.conv(padded).transpose(1, 2))


class Model(nn.Module):
    def __init__(self, readout, layers, sinusoidal=False, final_norm=True, **block):
        super().__init__()
        self.wte = nn.Embedding(VOCABULARY, WIDTH)
        self.sinusoidal = sinusoidal
        if not sinusoidal:
            self.wpe = nn.Embedding(BLOCK, WIDTH)
        self.h = nn.ModuleList(Block(bias=True, **block) for _ in range(layers))
        if final_norm:
            self.ln_f = nn.LayerNorm(WIDTH)
        self.readout = readout

    def positions(self):
        if not self.sinusoidal:
            return self.wpe.weight
        rows = []
        for position in range(BLOCK):
            angles = [position / 10000 ** (2 * k / WIDTH) for k in range(WIDTH)]
            rows.append([math.cos(a) if k % 2 else math.sin(a) for k, a in enumerate(angles)])
        return torch.tensor(rows)

    def forward(self, tokens):
        x = self.wte(tokens) + self.positions()
        for block in self.h:
            x = block(x)
        return self.readout(self.ln_f(x) if hasattr(self, "ln_f") else x)


# Varia's names of what hangs below other names in the classes above.
NAMES = {
    "readout.gru.weight_ih_l0": "readout.input.weight",
    "readout.gru.bias_ih_l0": "readout.input.bias",
    "readout.gru.weight_hh_l0": "readout.state.weight",
    "readout.gru.bias_hh_l0": "readout.state.bias",
    "readout.conv.weight": "readout.reduce.weight",
    "readout.conv.bias": "readout.reduce.bias",
    "readout.flat.dense.weight": "lm_head.weight",
    "readout.flat.dense.bias": "lm_head.bias",
    "readout.flat.weight": "lm_head.weight",
    "readout.flat.bias": "lm_head.bias",
    "readout.dense.weight": "lm_head.weight",
    "readout.dense.bias": "lm_head.bias",
}


def write(path, tensors, metadata):
    """A safetensors file."""
    header, content = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        tensor = tensor.detach().contiguous()
        data = tensor.numpy().tobytes()
        header[name] = {
            "dtype": {torch.float32: "F32", torch.int32: "I32"}[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [len(content), len(content) + len(data)],
        }
        content += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + content)


def record(name, last, layers, model):
    torch.manual_seed(1)
    model = model()
    for parameter in model.parameters():
        parameter.data = 0.4 * torch.randn_like(parameter)
    tokens = torch.randint(VOCABULARY, (BATCH, BLOCK))
    targets = torch.randint(VOCABULARY, (BATCH,) if last else (BATCH, BLOCK))
    logits = model(tokens)
    loss = F.cross_entropy(logits.reshape(-1, VOCABULARY), targets.reshape(-1))
    loss.backward()
    tensors = {
        "tokens": tokens.int(), "targets": targets.int(), "logits": logits,
        "loss": loss.reshape(1),
    }
    for key, parameter in model.named_parameters():
        place = NAMES.get(key, "transformer." + key)
        for prefix, value in (("param.", parameter), ("grad.", parameter.grad)):
            # A convolution's weight is [units, C, kernel] there, and [units, kernel C] here.
            if key == "readout.conv.weight":
                value = value.transpose(1, 2).flatten(1)
            tensors[prefix + place] = value
    config = {
        "block_size": BLOCK, "vocab_size": VOCABULARY, "n_layer": layers, "n_head": HEADS,
        "n_embd": WIDTH, "bias": True,
    }
    write(Path(__file__).parent / f"{name}.safetensors", tensors, {"config": json.dumps(config)})


UNITS = WIDTH // 2
STUDY = dict(sinusoidal=True, final_norm=False, post_norm=True)


def main():
    record("encoder-block", True, 2, lambda: Model(Flat(WIDTH, True), 2, **STUDY))
    record(
        "encoder-block-heads", True, 2,
        lambda: Model(
            Flat(WIDTH, True), 2, rectified=True, over_heads=True, causal=False, **STUDY))
    record("head-softmax", False, 1, lambda: Model(Flat(WIDTH, False), 1, over_heads=True))
    record("conv-reduce", True, 1, lambda: Model(Convolution(UNITS, 3, True), 1))
    record("conv-reduce-every", False, 1, lambda: Model(Convolution(UNITS, 3, False), 1))
    record("recurrent-reduce", True, 1, lambda: Model(Recurrent(UNITS, True), 1))
    record("recurrent-reduce-every", False, 1, lambda: Model(Recurrent(UNITS, False), 1))
    record(
        "recurrent-reduce-state", True, 1,
        lambda: Model(Recurrent(UNITS, True, last_state=True), 1))


if __name__ == "__main__":
    main()
