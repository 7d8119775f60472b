"""An encoder that needs no extra, and the real one."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest

from indexer.meaning import encoder
from indexer.meaning.encoder import DIMENSIONS, Encoder, Floats


class Bags:
    """Sums of a fixed random vector for each word or sign: near is what shares them."""

    def encode(self, texts: Sequence[str]) -> Floats:
        found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(found, texts, strict=True):
            for sign in text or " ":
                seed = int.from_bytes(hashlib.blake2b(sign.encode(), digest_size=4).digest(), "big")
                row += np.random.default_rng(seed).normal(size=DIMENSIONS)
            row /= np.linalg.norm(row)
        return found


@pytest.fixture
def bags() -> Bags:
    return Bags()


@pytest.fixture(scope="session")
def real() -> Encoder:
    if not encoder.is_installed():
        pytest.skip("the extra baogao[meaning] is not installed")
    return encoder.encoder()
