"""How the rooms above join in: what a letter of theirs is about, who hears of an answer or withdrawal. They register at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Select

from portal.actor import Actor
from portal.db import Model
from portal.errors import RuleBroken
from portal.letters.models import Letter, LetterAnswer

AnswerHook = Callable[[Actor, Letter, LetterAnswer], None]
WithdrawHook = Callable[[Actor, Letter], None]
Advice = Callable[[Letter], RuleBroken | None]


@dataclass(frozen=True)
class About:
    """What a letter is about: the record, the words by which a reader knows it, and the page that shows it."""

    record: Model
    label: str
    href: str


Find = Callable[[Actor, int], About]
Handled = Callable[[Actor], Select[tuple[int]]]

_finders: dict[str, Find] = {}
_permissions: dict[str, str] = {}
_handled: dict[str, Handled] = {}
_advices: dict[str, Advice] = {}
_answer_hooks: dict[str, list[AnswerHook]] = {}
_withdraw_hooks: dict[str, list[WithdrawHook]] = {}


def define_subject(subject_type: str, find: Find, *, permission: str = "") -> None:
    """Let letters be drafted about records of a kind (the model's class name).

    `find` gives the record with words and address, if this actor may see it, and raises NotFound otherwise. `permission` is
    the right to read such records: lists and the register leave letters about them out for a post without it.
    """
    _finders[subject_type], _permissions[subject_type] = find, permission


def hidden_types(actor: Actor) -> list[str]:
    """The kinds of record that the actor's post may not read at all, so that their letters' titles tell it nothing."""
    return sorted(kind for kind, verb in _permissions.items() if verb and not actor.can(verb))


def find_subject(actor: Actor, subject_type: str, subject_id: int) -> About | None:
    """The record in words, or None for a kind that nobody declared; raises NotFound where the actor may not see it."""
    find = _finders.get(subject_type)
    return find(actor, subject_id) if find else None


def keep_whole_numbers(subject_type: str, handled: Handled) -> None:
    """Say that letters about such records bear whole identity numbers. `handled` selects the keys of the records that the actor
    handles: whoever else may read the letter reads the numbers masked, and its paper not at all."""
    _handled[subject_type] = handled


def types_with_whole_numbers() -> dict[str, Handled]:
    """The kinds of record whose letters bear whole identity numbers, with what an actor handles of each."""
    return dict(_handled)


def advise_on(subject_type: str, advice: Advice) -> None:
    """Let a room say what whoever enters an answer to a letter about such a record should know before: a sentence with its
    parameters, or None."""
    _advices[subject_type] = advice


def advice_on(letter: Letter) -> RuleBroken | None:
    """What is to be known before an answer to this letter is entered."""
    advice = _advices.get(letter.subject_type)
    return advice(letter) if advice else None


def on_answer(subject_type: str, hook: AnswerHook) -> None:
    """Call `hook` with the letter and its answer, in the same transaction, when one about such a record is answered."""
    hooks = _answer_hooks.setdefault(subject_type, [])
    if hook not in hooks:
        hooks.append(hook)


def tell_answer(actor: Actor, letter: Letter, answer: LetterAnswer) -> None:
    """Tell the room whose record the letter is about; whatever a hook raises refuses the entry."""
    for hook in _answer_hooks.get(letter.subject_type, ()):
        hook(actor, letter, answer)


def on_withdraw(subject_type: str, hook: WithdrawHook) -> None:
    """Call `hook` with the letter, in the same transaction, when one about such a record was withdrawn."""
    hooks = _withdraw_hooks.setdefault(subject_type, [])
    if hook not in hooks:
        hooks.append(hook)


def tell_withdrawal(actor: Actor, letter: Letter) -> None:
    """Tell the room whose record the letter is about; whatever a hook raises refuses the withdrawal."""
    for hook in _withdraw_hooks.get(letter.subject_type, ()):
        hook(actor, letter)
