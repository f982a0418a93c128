"""The same network as somebody would write it in PyTorch: timed here, and exported for libtorch.

Started by ForwardBench with: network, width, depth, heads, bottleneck, tokens, and two files to
export to: the whole network, and what is left of it above the first adapter, which takes any input
and starts from constants. Answers a line with a batch size by the seconds of one forward pass of what
is left. One thread. torch 1.13 or later.
"""

import math
import sys
import time

import torch
from torch import nn

kind, whole, rest = sys.argv[1], sys.argv[7], sys.argv[8]
width, depth, heads, bottleneck, tokens = (int(a) for a in sys.argv[2:7])
torch.set_num_threads(1)
torch.set_num_interop_threads(1)
torch.manual_seed(1)
BERT = kind == "minilm"  # normalises after each sum, a vision transformer before each part


def explicit(q, k, v):
    return torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(width // heads), -1) @ v


# From torch 2.0 on there is a fused one.
attend = getattr(nn.functional, "scaled_dot_product_attention", explicit)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(width, eps=1e-12 if BERT else 1e-6)
        self.norm2 = nn.LayerNorm(width, eps=1e-12 if BERT else 1e-6)
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)
        self.down = nn.Linear(width, bottleneck)
        self.up = nn.Linear(bottleneck, width)

    def attention(self, x):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        a = attend(q, k, v)
        return self.proj(a.transpose(1, 2).reshape(b, t, width))

    def mlp(self, x):
        return self.fc2(nn.functional.gelu(self.fc1(x)))

    def adapter(self, x):
        return self.up(torch.relu(self.down(x)))

    def forward(self, h):
        if BERT:
            x = self.norm1(h + self.attention(h))
            return self.adapted(x, x + self.mlp(x))
        x = h + self.attention(self.norm1(h))
        return self.adapted(x, x + self.mlp(self.norm2(x)))

    def adapted(self, x, base):
        h = base + self.adapter(x)
        return self.norm2(h) if BERT else h


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        if BERT:
            self.words = nn.Embedding(30522, width)
            self.first = nn.LayerNorm(width, eps=1e-12)
        else:
            self.patches = nn.Conv2d(3, width, 16, 16)
            self.cls = nn.Parameter(torch.zeros(1, 1, width))
            self.last = nn.LayerNorm(width, eps=1e-6)
        self.positions = nn.Parameter(torch.randn(1, tokens, width))
        self.blocks = nn.Sequential(*[Block() for _ in range(depth)])

    def forward(self, x):
        if BERT:
            return self.pooled(self.blocks(self.first(self.words(x.long()) + self.positions)))
        h = self.patches(x).flatten(2).transpose(1, 2)
        h = torch.cat([self.cls.expand(x.shape[0], -1, -1), h], 1) + self.positions
        return self.pooled(self.blocks(h))

    def pooled(self, h):
        return h.mean(1) if BERT else self.last(h)[:, 0]


class Rest(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network
        self.x = nn.Parameter(torch.randn(1, tokens, width))
        self.base = nn.Parameter(torch.randn(1, tokens, width))

    def forward(self, inputs):
        n = inputs.shape[0]
        first = self.network.blocks[0]
        h = first.adapted(self.x.expand(n, -1, -1), self.base.expand(n, -1, -1))
        for block in self.network.blocks[1:]:
            h = block(h)
        return self.network.pooled(h)


network = Network().eval()
above = Rest(network).eval()
shape = (tokens,) if BERT else (3, 224, 224)
with torch.inference_mode():
    torch.jit.trace(network, torch.rand(2, *shape)).save(whole)
    torch.jit.trace(above, torch.rand(2, 1)).save(rest)
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        x = torch.rand(int(line), 1)
        start = time.perf_counter()
        above(x)
        print(time.perf_counter() - start, flush=True)
