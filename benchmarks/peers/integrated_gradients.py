"""Integrated gradients by captum on eager torch: the models and inputs of IntegratedGradientsPeersBenchmark.

python integrated_gradients.py MODEL THREADS [TOKENS [EXAMPLES]]   MODEL: minilm, resnet18 or mobilenetv2
Prints for each internal batch size the least wall and processor seconds of several calls, and the peak memory.
"""
import resource
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F
from captum.attr import IntegratedGradients

POINTS = 50


class Encoder(nn.Module):
    """A BERT encoder of 6 layers, 384 wide, 12 heads, with a mean over tokens and a classifier of two classes."""

    def __init__(self, layers=6, hidden=384, heads=12, inner=1536, vocabulary=30522, positions=512):
        super().__init__()
        self.heads = heads
        self.words = nn.Embedding(vocabulary, hidden)
        self.positions = nn.Embedding(positions, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList()
        for _ in range(layers):
            self.layers.append(nn.ModuleDict({
                "query": nn.Linear(hidden, hidden), "key": nn.Linear(hidden, hidden), "value": nn.Linear(hidden, hidden),
                "output": nn.Linear(hidden, hidden), "attention": nn.LayerNorm(hidden, eps=1e-12),
                "inner": nn.Linear(hidden, inner), "outer": nn.Linear(inner, hidden), "norm": nn.LayerNorm(hidden, eps=1e-12)}))
        self.classifier = nn.Linear(hidden, 2)

    def forward(self, embeddings):
        rows, tokens, hidden = embeddings.shape
        x = self.norm(embeddings + self.positions.weight[:tokens])
        for layer in self.layers:
            q, k, v = (layer[name](x).view(rows, tokens, self.heads, -1).transpose(1, 2) for name in ("query", "key", "value"))
            a = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(rows, tokens, hidden)
            x = layer["attention"](x + layer["output"](a))
            x = layer["norm"](x + layer["outer"](F.gelu(layer["inner"](x))))
        return self.classifier(x.mean(1))


class Residual(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, width, 3, stride, 1)
        self.second = nn.Conv2d(width, width, 3, 1, 1)
        same = stride == 1 and channels == width
        self.shortcut = nn.Identity() if same else nn.Conv2d(channels, width, 1, stride)

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x))) + self.shortcut(x))


class Inverted(nn.Module):
    def __init__(self, channels, width, stride, expand):
        super().__init__()
        inner = channels * expand
        layers = [] if expand == 1 else [nn.Conv2d(channels, inner, 1), nn.ReLU6()]
        self.body = nn.Sequential(*layers, nn.Conv2d(inner, inner, 3, stride, 1, groups=inner), nn.ReLU6(), nn.Conv2d(inner, width, 1))
        self.adds = stride == 1 and channels == width

    def forward(self, x):
        return x + self.body(x) if self.adds else self.body(x)


def resnet18():
    layers, channels = [nn.Conv2d(3, 64, 7, 2, 3), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
    for width in (64, 128, 256, 512):
        for block in range(2):
            layers.append(Residual(channels, width, 2 if block == 0 and width > 64 else 1))
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 1000))


def mobilenetv2():
    layers, channels = [nn.Conv2d(3, 32, 3, 2, 1), nn.ReLU6()], 32
    for expand, width, count, first in ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
        for block in range(count):
            layers.append(Inverted(channels, width, first if block == 0 else 1, expand))
            channels = width
    return nn.Sequential(*layers, nn.Conv2d(channels, 1280, 1), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, 1000))


def gemm_peak():
    """Multiply-adds counted as two, of one large product: what a model cannot exceed."""
    a, b = torch.rand(2048, 2048), torch.rand(2048, 2048)
    best = min(timed(lambda: a @ b)[0] for _ in range(8))
    return 2 * 2048 ** 3 / best / 1e9


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def main(name, threads, tokens=128, examples=1):
    torch.manual_seed(7)
    torch.set_num_threads(threads)
    if name == "minilm":
        model = Encoder().eval()
        ids = 1000 + (torch.arange(tokens) * 7919) % 29000
        x = model.words(ids).detach().expand(examples, -1, -1).contiguous()
        batches = (5, 10, 25, 64)
    else:
        model = {"resnet18": resnet18, "mobilenetv2": mobilenetv2}[name]().eval()
        x = torch.sin(torch.arange(examples * 3 * 224 * 224.0)).view(examples, 3, 224, 224) * 0.5
        batches = (1, 2, 5, 10)
    for weight in model.parameters():
        weight.requires_grad_(False)
    explain = IntegratedGradients(model)
    print(f"{name} threads {threads} tokens {tokens} examples {examples}: GEMM peak {gemm_peak():.0f} GFLOP/s")
    calls = 4 if examples == 1 else 2
    for batch in batches:
        runs = []
        for _ in range(calls):
            wall, cpu, (_, delta) = timed(lambda: explain.attribute(
                x, torch.zeros_like(x), target=0, n_steps=POINTS, internal_batch_size=max(batch, examples), return_convergence_delta=True))
            runs.append((wall, cpu))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  internal batch {max(batch, examples)}: wall {min(r[0] for r in runs):.3f} s, processor {min(r[1] for r in runs):.3f} s, "
              f"delta {delta.abs().max():.2e}, peak {peak:.0f} MiB", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *(int(a) for a in sys.argv[3:]))
