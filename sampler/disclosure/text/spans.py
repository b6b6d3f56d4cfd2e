"""The words of this room: who is known, what was found, what is handed back."""

from dataclasses import dataclass

PERSON, MOBILE, LANDLINE, ID_CARD = "PERSON", "MOBILE", "LANDLINE", "ID_CARD"
BANK_CARD, PASSPORT, PLATE, EMAIL = "BANK_CARD", "PASSPORT", "PLATE", "EMAIL"
IM_ID, ADDRESS, DOB, USCC_PERSONAL = "IM_ID", "ADDRESS", "DOB", "USCC_PERSONAL"
TRADE_SECRET = "TRADE_SECRET"  # noqa: S105  # the name of a kind of text, not a password

TYPES = (
    PERSON,
    MOBILE,
    LANDLINE,
    ID_CARD,
    BANK_CARD,
    PASSPORT,
    PLATE,
    EMAIL,
    IM_ID,
    ADDRESS,
    DOB,
    USCC_PERSONAL,
    TRADE_SECRET,
)


@dataclass(frozen=True, slots=True)
class Person:
    """One person named in the private files."""

    name: str
    """As written there; folding makes traditional or spaced forms equal."""

    role: str = ""
    """What the person is, for people who read a trace; never decides anything."""


@dataclass(frozen=True, slots=True)
class Entity:
    """The firm or trader that a text is about."""

    name: str = ""
    """Registered name; a sole trader's may hold the owner's own name."""

    kind: str = ""
    """对象类型, such as 企业 or 个体工商户."""

    code: str = ""
    """统一社会信用代码; those that begin with 92 belong to a natural person."""

    @property
    def is_sole_trader(self) -> bool:
        """Say whether name and code point to one natural person.

        >>> Entity("赵县老街饭店", "个体工商户").is_sole_trader
        True
        """
        word = self.kind.lower()
        return "个体" in word or "sole" in word or "individual" in word or self.code.startswith("92")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a name."""

    weight: float
    """How much cheaper it makes the name."""

    rule: str
    """Name for the trace."""

    why: str
    """The reason in Chinese."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in the folded text that a rule has chosen."""

    start: int
    """First character, counted in the folded text."""

    end: int
    """One past the last character."""

    type: str
    """One of TYPES."""

    rule: str
    """Name of the rule, for the trace."""

    why: str
    """The reason in Chinese."""


@dataclass(frozen=True, slots=True)
class Span:
    """One masked place of the input."""

    start: int
    """First character of the input."""

    end: int
    """One past the last character."""

    type: str
    """One of TYPES."""

    rule: str
    """Name of the rule that decided."""

    why: str
    """The reason in Chinese, for the person who reviews."""

    replacement: str
    """What the public sees instead."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text as the public sees it, and how it came to be."""

    text: str
    """The masked text; everything outside the spans is as it was."""

    spans: tuple[Span, ...] = ()
    """In order, never overlapping, in characters of the input."""

    review: tuple[str, ...] = ()
    """Why a person should look at it before it is published; empty when nothing looks odd."""
