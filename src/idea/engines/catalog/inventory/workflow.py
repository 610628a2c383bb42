"""Which step may follow which, as a table: the whole way from a draft to a decision.

Data only; who may take a step is checked in `actions.py`.
"""

from typing import Final

from idea.engines.catalog.inventory.types import Move, Office, State

TABLE: Final[dict[tuple[State, Move], tuple[State, ...]]] = {
    (State.DRAFT, Move.PROPOSE): (State.PROPOSED,),
    (State.PROPOSED, Move.RETURN): (State.DRAFT,),
    (State.PROPOSED, Move.CONFIRM): (State.CONFIRMED,),
    (State.CONFIRMED, Move.RETURN): (State.DRAFT,),
    (State.CONFIRMED, Move.REFER): (State.NATIONAL,),
    # A decision waits for the national committee where that one reviews the class,
    # and for the head of agency where it ends openness.
    (State.CONFIRMED, Move.DECIDE): (State.DECIDED, State.NATIONAL, State.HEAD),
    (State.NATIONAL, Move.RETURN): (State.DRAFT,),
    (State.NATIONAL, Move.DECIDE): (State.DECIDED, State.HEAD),
    (State.HEAD, Move.WITHDRAW): (State.DECIDED,),
    (State.HEAD, Move.KEEP): (State.DRAFT,),
    (State.DECIDED, Move.APPEAL): (State.NATIONAL,),
    (State.DECIDED, Move.REVIEW): (State.DRAFT,),
}
DECIDER: Final = {State.CONFIRMED: Office.AGENCY, State.NATIONAL: Office.NATIONAL}
EDITABLE: Final = State.DRAFT


def moves(state: State) -> tuple[Move, ...]:
    """Return the steps that may follow in a state."""
    return tuple(move for at, move in TABLE if at is state)


def allowed(state: State, move: Move, then: State) -> bool:
    return then in TABLE.get((state, move), ())
