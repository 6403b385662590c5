"""What a chain of signatures is (制表、审核、审批), declared by the room whose records are signed. Nothing is stored here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One place to sign: its label as it stands on paper, and the permission that lets a post sign it.

    `outside`: a body that does not sign in here signs on paper, and the post with the permission copies it.
    """

    code: str
    label: str
    permission: str
    outside: bool = False


@dataclass(frozen=True)
class Chain:
    """The steps in the order in which they are signed; with `distinct`, no person signs two of them."""

    code: str
    label: str
    steps: tuple[Step, ...]
    distinct: bool = True

    def step(self, code: str) -> Step:
        """The step with this code; raises KeyError."""
        return self.steps[self.place_of(code)]

    def place_of(self, code: str) -> int:
        """Where a step stands, from 0; raises KeyError."""
        for place, step in enumerate(self.steps):
            if step.code == code:
                return place
        raise KeyError(f"chain {self.code} has no step {code}")


_chains: dict[str, Chain] = {}


def define_chain(chain: Chain) -> Chain:
    """Declare a chain; raises ValueError for one without steps, with a step twice, and for a second, other declaration."""
    codes = [step.code for step in chain.steps]
    if not codes or len(set(codes)) != len(codes):
        raise ValueError(f"chain {chain.code} wants steps, each once")
    if _chains.setdefault(chain.code, chain) != chain:
        raise ValueError(f"chain {chain.code} is declared twice")
    return chain


def chain_of(code: str) -> Chain:
    """The chain with this code; raises KeyError for an unknown one."""
    return _chains[code]
