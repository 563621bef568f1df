"""Serve the smallest chat model the package registry has, on a free port of loopback, until stdin closes.

Run as a program: `python llama_server.py MODEL.gguf`; prints its address. One thread, greedy, nothing downloaded.
"""

from __future__ import annotations

import sys


def main(model: str) -> None:
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = model
    settings.hostnames, settings.port, settings.ui = ["127.0.0.1"], 0, False
    settings.n_ctx, settings.n_parallel, settings.warmup = 8192, 1, False
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = settings.n_threads_http = 1
    settings.sampling.temp, settings.sampling.seed = 0.0, 1
    server = xllamacpp.Server(settings)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
