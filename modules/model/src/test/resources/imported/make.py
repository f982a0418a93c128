"""Makes small.pt: a perceptron with fixed weights, traced and saved by torch 1.13."""
import torch


class Small(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = torch.nn.Linear(12, 8)
        self.adapter = torch.nn.Sequential(torch.nn.Linear(8, 3), torch.nn.ReLU(), torch.nn.Linear(3, 8))

    def forward(self, x):
        f = torch.tanh(self.trunk(x.flatten(1)))
        return f + self.adapter(f)


torch.manual_seed(7)
torch.jit.script(Small()).save("small.pt")

# What ImportedNetworkTest compares with: features as saved, and with the adapter moved by θ.
small = torch.jit.load("small.pt")
x = torch.linspace(-1, 1, 24).reshape(2, 3, 4)
with open("expected.txt", "w") as out, torch.no_grad():
    for moved in (False, True):
        if moved:
            i = 0
            for name, p in small.named_parameters():
                if name.startswith("adapter."):
                    n = p.numel()
                    p += torch.sin(torch.arange(i, i + n, dtype=torch.float64)).float().reshape(p.shape) * 0.1
                    i += n
        for row in small(x):
            out.write(" ".join("%.9g" % v for v in row) + "\n")
