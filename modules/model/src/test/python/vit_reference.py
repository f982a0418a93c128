"""Writes ../resources/vit/: a tiny vision transformer in three layouts, and what it computes.

An independent reference for the tests of io.zeroflow.model.vit, in double precision, with explicit
attention and torch's own autograd. Needs torch (1.13 or later), numpy and Pillow.

    python3 vit_reference.py
"""

import io
import json
import math
import pathlib
import struct
import zipfile

import numpy as np
import torch
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources" / "vit"
WIDTH, DEPTH, HEADS, PATCH, SIDE = 18, 2, 3, 8, 32
BOTTLENECK, SCALE, TEMPERATURE, ROWS, IMAGES = 4, 0.5, 16.0, 5, 2

rng = np.random.default_rng(20)


def normal(*shape, scale=1.0, mean=0.0):
    return (mean + scale * rng.standard_normal(shape)).astype(np.float32)


def make_weights():
    """Names and shapes as timm's VisionTransformer has them; large enough that every term counts."""
    tokens = (SIDE // PATCH) ** 2 + 1
    weights = {
        "cls_token": normal(1, 1, WIDTH),
        "pos_embed": normal(1, tokens, WIDTH, scale=0.5),
        "patch_embed.proj.weight": normal(WIDTH, 3, PATCH, PATCH, scale=0.1),
        "patch_embed.proj.bias": normal(WIDTH, scale=0.3),
        "norm.weight": normal(WIDTH, scale=0.2, mean=1),
        "norm.bias": normal(WIDTH, scale=0.2),
        "head.weight": normal(3, WIDTH),
        "head.bias": normal(3),
    }
    for i in range(DEPTH):
        at = f"blocks.{i}."
        for norm in ("norm1", "norm2"):
            weights[at + norm + ".weight"] = normal(WIDTH, scale=0.2, mean=1)
            weights[at + norm + ".bias"] = normal(WIDTH, scale=0.2)
        for name, rows, columns in (
            ("attn.qkv", 3 * WIDTH, WIDTH),
            ("attn.proj", WIDTH, WIDTH),
            ("mlp.fc1", 4 * WIDTH, WIDTH),
            ("mlp.fc2", WIDTH, 4 * WIDTH),
        ):
            weights[at + name + ".weight"] = normal(rows, columns, scale=1.5 / math.sqrt(columns))
            weights[at + name + ".bias"] = normal(rows, scale=0.3)
    return weights


# The network.


def layer_norm(x, w, name):
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / torch.sqrt(variance + 1e-6) * w[name + ".weight"] + w[name + ".bias"]


def linear(x, w, name):
    return x @ w[name + ".weight"].T + w[name + ".bias"]


def attention(x, w, at):
    inputs, tokens, _ = x.shape
    qkv = linear(x, w, at + "attn.qkv").reshape(inputs, tokens, 3, HEADS, WIDTH // HEADS)
    q, k, v = qkv.permute(2, 0, 3, 1, 4)
    share = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS), -1)
    return linear((share @ v).transpose(1, 2).reshape(inputs, tokens, WIDTH), w, at + "attn.proj")


def mlp(x, w, at):
    inner = linear(x, w, at + "mlp.fc1")
    return linear(0.5 * inner * (1 + torch.erf(inner / math.sqrt(2))), w, at + "mlp.fc2")


def adapter(x, theta, block, first):
    size = 2 * BOTTLENECK * WIDTH + BOTTLENECK + WIDTH
    part = theta[(block - first) * size :]
    down, part = part[: BOTTLENECK * WIDTH].reshape(BOTTLENECK, WIDTH), part[BOTTLENECK * WIDTH :]
    down_bias, part = part[:BOTTLENECK], part[BOTTLENECK:]
    up, part = part[: BOTTLENECK * WIDTH].reshape(WIDTH, BOTTLENECK), part[BOTTLENECK * WIDTH :]
    return SCALE * (torch.relu(x @ down.T + down_bias) @ up.T + part[:WIDTH])


def features(images, w, theta, first):
    """First is the first block with an adapter."""
    h = torch.nn.functional.conv2d(
        images, w["patch_embed.proj.weight"], w["patch_embed.proj.bias"], stride=PATCH
    )
    h = h.flatten(2).transpose(1, 2)
    h = torch.cat([w["cls_token"].expand(len(images), -1, -1), h], 1) + w["pos_embed"]
    for block in range(DEPTH):
        at = f"blocks.{block}."
        x = h + attention(layer_norm(h, w, at + "norm1"), w, at)
        h = x + mlp(layer_norm(x, w, at + "norm2"), w, at)
        if block >= first:
            h = h + adapter(x, theta, block, first)
    return layer_norm(h, w, "norm")[:, 0]


def expected(images, w, theta, labels, first):
    theta = theta.clone().requires_grad_(True)
    f = features(images, w, theta, first)
    rows = theta[-ROWS * WIDTH :].reshape(ROWS, WIDTH)
    cosines = (f / f.norm(dim=1, keepdim=True)) @ (rows / rows.norm(dim=1, keepdim=True)).T
    logits = TEMPERATURE * cosines
    loss = torch.nn.functional.cross_entropy(logits, labels)
    (gradient,) = torch.autograd.grad(loss, theta)
    return {"features": f, "logits": logits, "loss": loss.reshape(1), "gradient": gradient}


# Files.


def write_safetensors(path, tensors, types=None):
    """Types: F16 or BF16 by name, F32 otherwise."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, values in tensors.items():
        kind = (types or {}).get(name, "F32")
        values = np.ascontiguousarray(values, dtype=np.float32)
        if kind == "F16":
            raw = values.astype("<f2").tobytes()
        elif kind == "BF16":  # cut, not rounded: the test writes values that fit
            raw = (values.view("<u4") >> 16).astype("<u2").tobytes()
        else:
            raw = values.astype("<f4").tobytes()
        offsets = [len(data), len(data) + len(raw)]
        header[name] = {"dtype": kind, "shape": list(values.shape), "data_offsets": offsets}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def hugging_face(weights):
    out = {}
    for name, values in weights.items():
        if name.startswith("blocks."):
            _, block, rest = name.split(".", 2)
            at = f"vit.encoder.layer.{block}."
            part, kind = rest.rsplit(".", 1)
            if part == "attn.qkv":
                for third, tensor in zip(("query", "key", "value"), np.split(values, 3)):
                    out[f"{at}attention.attention.{third}.{kind}"] = tensor
                continue
            new = {
                "norm1": "layernorm_before",
                "norm2": "layernorm_after",
                "attn.proj": "attention.output.dense",
                "mlp.fc1": "intermediate.dense",
                "mlp.fc2": "output.dense",
            }[part]
            out[f"{at}{new}.{kind}"] = values
        else:
            new = {
                "cls_token": "vit.embeddings.cls_token",
                "pos_embed": "vit.embeddings.position_embeddings",
                "patch_embed.proj.weight": "vit.embeddings.patch_embeddings.projection.weight",
                "patch_embed.proj.bias": "vit.embeddings.patch_embeddings.projection.bias",
                "norm.weight": "vit.layernorm.weight",
                "norm.bias": "vit.layernorm.bias",
                "head.weight": "classifier.weight",
                "head.bias": "classifier.bias",
            }[name]
            out[new] = values
    return out


def google(weights):
    w, width = weights, WIDTH // HEADS
    out = {
        "cls": w["cls_token"],
        "embedding/kernel": w["patch_embed.proj.weight"].transpose(2, 3, 1, 0),
        "embedding/bias": w["patch_embed.proj.bias"],
        "head/kernel": w["head.weight"].T,
        "head/bias": w["head.bias"],
        "Transformer/posembed_input/pos_embedding": w["pos_embed"],
        "Transformer/encoder_norm/scale": w["norm.weight"],
        "Transformer/encoder_norm/bias": w["norm.bias"],
    }
    for i in range(DEPTH):
        at, to = f"blocks.{i}.", f"Transformer/encoderblock_{i}/"
        heads = to + "MultiHeadDotProductAttention_1/"
        for norm, new in (("norm1", "LayerNorm_0"), ("norm2", "LayerNorm_2")):
            out[f"{to}{new}/scale"] = w[at + norm + ".weight"]
            out[f"{to}{new}/bias"] = w[at + norm + ".bias"]
        kernels = np.split(w[at + "attn.qkv.weight"], 3)
        biases = np.split(w[at + "attn.qkv.bias"], 3)
        for part, kernel, bias in zip(("query", "key", "value"), kernels, biases):
            out[f"{heads}{part}/kernel"] = kernel.T.reshape(WIDTH, HEADS, width)
            out[f"{heads}{part}/bias"] = bias.reshape(HEADS, width)
        out[heads + "out/kernel"] = w[at + "attn.proj.weight"].T.reshape(HEADS, width, WIDTH)
        out[heads + "out/bias"] = w[at + "attn.proj.bias"]
        for part, new in (("mlp.fc1", "Dense_0"), ("mlp.fc2", "Dense_1")):
            out[f"{to}MlpBlock_3/{new}/kernel"] = w[f"{at}{part}.weight"].T
            out[f"{to}MlpBlock_3/{new}/bias"] = w[f"{at}{part}.bias"]
    return {name: np.ascontiguousarray(values) for name, values in out.items()}


def write_npz(path, tensors):
    """As numpy.savez, but with a fixed date."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, values in tensors.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, values)
            archive.writestr(zipfile.ZipInfo(name + ".npy"), content.getvalue())


def write_picture():
    """A picture with edges and noise, and what Pillow makes of it."""
    height, width = 45, 61
    y, x = np.mgrid[0:height, 0:width]
    picture = np.stack([3 * y + x, 255 * ((x // 5 + y // 7) % 2), 4 * x], -1)
    picture = np.clip(picture + rng.integers(-20, 20, picture.shape), 0, 255).astype(np.uint8)
    picture = Image.fromarray(picture)
    picture.save(OUT / "picture.png")
    picture.save(OUT / "picture.jpg", quality=95, subsampling=0)
    for name, image in (("picture", picture), ("grey", picture.convert("L"))):
        if name == "grey":
            image.save(OUT / "grey.png")
        shorter = round(SIDE * 8 / 7)
        resized = image.convert("RGB").resize(
            (int(shorter * width / height), shorter), Image.Resampling.BICUBIC
        )
        top, left = round((resized.height - SIDE) / 2.0), round((resized.width - SIDE) / 2.0)
        seen = np.asarray(resized)[top : top + SIDE, left : left + SIDE]
        yield name, seen.transpose(2, 0, 1).astype(np.float32)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    weights = make_weights()
    write_safetensors(OUT / "timm.safetensors", weights)
    write_safetensors(OUT / "hugging-face.safetensors", hugging_face(weights))
    write_npz(OUT / "google.npz", google(weights))

    w = {name: torch.from_numpy(values).double() for name, values in weights.items()}
    images = rng.random((IMAGES, 3, SIDE, SIDE)).astype(np.float32)
    labels = torch.tensor([3, 1])
    size = 2 * BOTTLENECK * WIDTH + BOTTLENECK + WIDTH
    start = np.zeros(DEPTH * size + ROWS * WIDTH)
    start[-ROWS * WIDTH :] = 1
    fixture = {"images": images}
    fixture["frozen/features"] = features(
        torch.from_numpy(images).double(), w, torch.from_numpy(start), 0
    ).numpy()
    for adapted in (0, 1, 2):
        theta = normal(adapted * size + ROWS * WIDTH, scale=0.4)
        fixture[f"{adapted}/theta"] = theta
        results = expected(
            torch.from_numpy(images).double(),
            w,
            torch.from_numpy(theta).double(),
            labels,
            DEPTH - adapted,
        )
        for name, values in results.items():
            fixture[f"{adapted}/{name}"] = values.detach().numpy()
    for name, seen in write_picture():
        fixture["seen/" + name] = seen
    write_safetensors(OUT / "expected.safetensors", fixture)
    small = np.array([1.5, -0.25, 0.0, 65504.0, 2.0**-24], np.float32)
    coarse = np.array([1.5, -0.25, 3.0e38, 1.0e-38], np.float32)
    coarse = (coarse.view(np.uint32) & 0xFFFF0000).view(np.float32)
    write_safetensors(
        OUT / "types.safetensors",
        {
            "half": small,
            "brain": coarse,
            "column": small[:, None],
            "half/full": small,
            "brain/full": coarse,
        },
        {"half": "F16", "brain": "BF16"},
    )


main()
