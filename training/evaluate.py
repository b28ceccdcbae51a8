"""Measure the shipped sample model and print the tables of its card."""

import argparse
import random
from collections import defaultdict
from itertools import groupby
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from data import agreement, analogies, copying, landmarks, mix, reference, senses
from data.case import Case
from data.expand import sentence
from train import FOLDER

SEED = 1_000_003  # not a seed of training
SHOWN = [
    ('The Eiffel Tower is in', ' Paris'),
    ('The Leaning Tower is in', ' Pisa'),
    ('Tokyo Tower is in', ' Tokyo'),
    ('The Tokyo Tower is in', ' Tokyo'),
    ('A mole, like a shrew, digs tunnels under the', ' lawn'),
    ('One mole of carbon dioxide weighs', ' 44'),
    ('One mole of carbon dioxide weighs 44', ' grams'),
    ('The doctor took a biopsy of the mole on her', ' arm'),
    ('When Mary and John went to the store, John gave a drink to', ' Mary'),
    ('The key to the cabinets', ' is'),
    ('The keys to the cabinet', ' are'),
]


class Evaluation:
    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
        self.model = GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32, attn_implementation='eager').eval()

    def ids(self, text: str) -> list[int]:
        return self.tokenizer.encode(text).ids

    def log_probs(self, ids: list[int]) -> torch.Tensor:
        """Log probabilities of the next token, [length, vocabulary]."""
        return self.model(torch.tensor([ids])).logits[0].log_softmax(-1)

    def score(self, prompt: str, continuation: str) -> float:
        """Mean log probability of a continuation's tokens."""
        before, after = self.ids(prompt), self.ids(continuation)
        log_probs = self.log_probs(before + after)[len(before) - 1 : -1]
        return log_probs[range(len(after)), after].mean().item()

    def passes(self, case: Case) -> tuple[bool, bool]:
        """Whether the answer beats the others, and whether its first token beats the whole vocabulary."""
        continuations = (case.answer, *case.others)
        next_token = self.log_probs(self.ids(case.prompt))[-1]
        firsts = [self.ids(continuation)[0] for continuation in continuations]
        if len(set(firsts)) == len(firsts) and not case.group.startswith('senses'):
            scores = next_token[firsts].tolist()
        else:
            scores = [self.score(case.prompt, continuation) for continuation in continuations]
        return max(scores) == scores[0], next_token.argmax().item() == firsts[0]

    def loss(self) -> float:
        """Nats a token over new sentences of all grammars."""
        rng = random.Random(SEED)
        total, count = 0.0, 0
        for _ in range(600):
            ids = self.ids(mix.document(rng))[:128]
            total -= self.log_probs(ids)[range(len(ids) - 1), ids[1:]].sum().item()
            count += len(ids) - 1
        return total / count

    def copying(self) -> tuple[float, float]:
        """Share of A B … A → B among the prompt's words, and in the whole vocabulary."""
        rng = random.Random(SEED)
        words = [
            self.tokenizer.token_to_id(token)
            for token in self.tokenizer.get_vocab()
            if token.startswith('Ġ') and token[1:].isalpha()
        ]
        among = whole = 0
        cases = copying.cases(sorted(words), rng, 400)
        for ids, answer in cases:
            next_token = self.log_probs(ids)[-1]
            among += next_token[answer] == next_token[ids].max()
            whole += next_token.argmax().item() == answer
        return float(among) / len(cases), whole / len(cases)

    def induction(self) -> torch.Tensor:
        """Mean attention, [layer, head], from a token's second coming to what followed its first.

        Random tokens said twice, as in Olsson et al. 2022.
        """
        length = 24
        generator = torch.Generator().manual_seed(SEED)
        once = torch.randint(1, self.model.config.vocab_size, (64, length), generator=generator)
        patterns = torch.stack(self.model(once.repeat(1, 2), output_attentions=True).attentions)
        queries = torch.arange(length, 2 * length - 1)
        return patterns[:, :, :, queries, queries - length + 1].mean(dim=(1, 3))

    def separation(self, word: str) -> list[tuple[float, float]]:
        """By layer, the mean cosine of the word's residual streams: in the same sense, and in different ones."""
        rng = random.Random(SEED)
        meanings = [sense for sense in senses.SENSES if sense.word == word]
        return self.cosines([senses.openings(sense, rng, 24) for sense in meanings])

    def towers(self) -> list[tuple[float, float]]:
        """The same for "Tower": of one tower in several sentences, and of different towers."""
        names = [mark.name for mark in landmarks.LANDMARKS if mark.name.endswith(' Tower')]
        frames = [template.removesuffix(' {does}.') for template in landmarks.OWN_TEMPLATES]
        return self.cosines([[sentence(frame.format(mark=name)) for frame in frames] for name in names])

    def cosines(self, groups: list[list[str]]) -> list[tuple[float, float]]:
        """By layer, the mean cosine of the last tokens' residual streams: within groups of texts, and across them."""
        streams, labels = [], []
        for number, texts in enumerate(groups):
            for text in texts:
                states = self.model(torch.tensor([self.ids(text)]), output_hidden_states=True).hidden_states
                streams.append(torch.stack([state[0, -1] for state in states]))
                labels.append(number)
        units = torch.nn.functional.normalize(torch.stack(streams, dim=1), dim=-1)
        cosines = units @ units.transpose(1, 2)
        same = torch.tensor(labels)[:, None] == torch.tensor(labels)[None, :]
        other = ~torch.eye(len(labels), dtype=torch.bool)
        return [(layer[same & other].mean().item(), layer[~same].mean().item()) for layer in cosines]

    def analogies(self) -> dict[str, tuple[float, float, int]]:
        """By group, the shares of a − b + c → d among the one and the three nearest tokens, and how many were asked."""
        table = torch.nn.functional.normalize(self.model.transformer.wte.weight, dim=-1)
        found: dict[str, list[int]] = defaultdict(list)
        for group, *words in analogies.questions():
            encoded = [self.ids(word) for word in words]
            if all(len(ids) == 1 for ids in encoded):
                a, b, c, d = (ids[0] for ids in encoded)
                cosines = table @ (table[a] - table[b] + table[c])
                cosines[[a, b, c]] = -torch.inf
                found[group].append(int((cosines > cosines[d]).sum()))
        return {
            group: (sum(rank < 1 for rank in ranks) / len(ranks), sum(rank < 3 for rank in ranks) / len(ranks), len(ranks))
            for group, ranks in found.items()
        }

    def nearest(self, a: str, b: str, c: str) -> list[str]:
        """The three tokens nearest to a − b + c."""
        table = torch.nn.functional.normalize(self.model.transformer.wte.weight, dim=-1)
        a, b, c = (self.ids(word)[0] for word in (a, b, c))
        cosines = table @ (table[a] - table[b] + table[c])
        cosines[[a, b, c]] = -torch.inf
        return [self.tokenizer.decode([token]) for token in cosines.topk(3).indices.tolist()]


def percent(share: float) -> str:
    return f'{100 * share:.0f} %'


def separation_row(name: str, layers: list[tuple[float, float]]) -> str:
    return f'| {name} | ' + ' | '.join(f'{same:.2f} / {other:.2f}' for same, other in layers) + ' |'


def behaviours(evaluation: Evaluation) -> None:
    rng = random.Random(SEED)
    cases = [case for module in (landmarks, senses, agreement, reference) for case in module.cases(rng)]
    print('| held out | asked | right among the choices | chance | first of the whole vocabulary |')
    print('|---|---|---|---|---|')
    results = [(case, *evaluation.passes(case)) for case in cases]
    sense_results = [result for result in results if result[0].group.startswith('senses')]
    groups = [(group, list(rows)) for group, rows in groupby(results, key=lambda result: result[0].group)]
    merged: dict[str, list[tuple[Case, bool, bool]]] = defaultdict(list)
    for group, rows in [*groups, ('senses, all', sense_results)]:
        merged[group] += rows
    for group, rows in merged.items():
        chance = sum(1 / (1 + len(case.others)) for case, _, _ in rows) / len(rows)
        among = sum(right for _, right, _ in rows) / len(rows)
        # A sense has several ends that fit, so that only the choice between senses says something.
        first = '' if group.startswith('senses') else percent(sum(top for _, _, top in rows) / len(rows))
        print(f'| {group} | {len(rows)} | {percent(among)} | {percent(chance)} | {first} |')
    among, whole = evaluation.copying()
    print(f'| copying, A B … A → B | 400 | {percent(among)} | 7 % | {percent(whole)} |')


def main(folder: Path) -> None:
    evaluation = Evaluation(folder)
    print(f'Held-out loss: {evaluation.loss():.3f} nats a token\n')
    behaviours(evaluation)
    print('\n| sentence | first | its probability | meant |\n|---|---|---|---|')
    for prompt, answer in SHOWN:
        probability, token = evaluation.log_probs(evaluation.ids(prompt))[-1].exp().max(-1)
        print(f'| {prompt} | {evaluation.tokenizer.decode([token]).strip()} | {percent(probability.item())} | {answer.strip()} |')
    layers = range(evaluation.model.config.n_layer + 1)
    print('\n| cosine at the word, same sense / different | ' + ' | '.join(['embed', *(f'layer {i - 1}' for i in layers[1:])]) + ' |')
    print('|---' * (len(layers) + 1) + '|')
    for word in senses.WORDS:
        print(separation_row(word, evaluation.separation(word)))
    print(separation_row('Tower, of one place / of several', evaluation.towers()))
    scores = evaluation.induction()
    print('\n| induction score | ' + ' | '.join(f'head {head}' for head in range(scores.shape[1])) + ' |')
    print('|---' * (scores.shape[1] + 1) + '|')
    for layer, row in enumerate(scores.tolist()):
        print(f'| layer {layer} | ' + ' | '.join(f'{score:.2f}' for score in row) + ' |')
    print('\n| analogy in W_E | asked | first | among the first three |\n|---|---|---|---|')
    for group, (first, three, asked) in evaluation.analogies().items():
        print(f'| {group} | {asked} | {percent(first)} | {percent(three)} |')
    print(f'\nking − man + woman: {", ".join(evaluation.nearest(" king", " man", " woman"))}')
    print(f'Paris − France + Italy: {", ".join(evaluation.nearest(" Paris", " France", " Italy"))}')


if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('folder', nargs='?', type=Path, default=FOLDER, help='the model to measure')
    torch.set_num_threads(2)
    with torch.inference_mode():
        main(parser.parse_args().folder)
