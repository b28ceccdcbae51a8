"""The byte-level BPE tokenizer of the sample model, learned from its own sentences so that their words are whole."""

import json
import random
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from data import mix

SIZE = 3392
END = '<|endoftext|>'


def learn(documents: int, seed: int) -> Tokenizer:
    """A tokenizer as GPT-2's, with SIZE entries. It splits at spaces as GPT-2's does, and " Tower" is one token."""
    rng = random.Random(seed)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        special_tokens=[END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((mix.document(rng) for _ in range(documents)), trainer)
    return tokenizer


def save(tokenizer: Tokenizer, folder: Path) -> None:
    """Write tokenizer.json and the tokenizer_config.json by which transformers opens it."""
    tokenizer.save(str(folder / 'tokenizer.json'))
    config = {
        'tokenizer_class': 'PreTrainedTokenizerFast',
        'bos_token': END,
        'eos_token': END,
        'unk_token': END,
        'add_prefix_space': False,
        'clean_up_tokenization_spaces': False,
        'model_max_length': 128,
    }
    (folder / 'tokenizer_config.json').write_text(json.dumps(config, indent=2) + '\n')
