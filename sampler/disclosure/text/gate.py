"""The road of one text: fold, keep, known people and numbers, checked patterns, names in context, doubts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sampler.disclosure.text import (
    columns,
    days,
    dotted,
    dwellings,
    english,
    fields,
    flags,
    frames,
    homes,
    latin,
    names,
    neighbours,
    ordinary,
    places,
    traders,
)
from sampler.disclosure.text.contacts import BIRTHS, CONTACTS, MAIL, NAMED, PLATES
from sampler.disclosure.text.folding import plain
from sampler.disclosure.text.known import Index, find_spaced, index_of, squeezed
from sampler.disclosure.text.masks import STYLES, Masker, Style
from sampler.disclosure.text.numbers import CERTAIN, CUED, NUMBERS
from sampler.disclosure.text.protect import DONE, PROTECT
from sampler.disclosure.text.rules import Rule, digits_of, undisguised
from sampler.disclosure.text.scene import Scene, scene_of
from sampler.disclosure.text.spans import PERSON, TRADE_SECRET, Entity, Hit, Masked, Person, Span

LONGEST_TEXT = 100_000
"""Longer than three full Excel cells: no text of an inspection, and not worth guessing at."""
PASSES = 8
LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside one text."""

    people: tuple[Person, ...] = ()
    """People of this object or visit."""

    public: Index | None = None
    """Names and terms that may be shown here."""

    secrets: Index | None = None
    """Trade secrets of this object."""

    entity: Entity | None = None
    """The object itself."""

    field: str = ""
    """Header of the column; a column for a person's name holds nothing else."""


class TextGate:
    """Masks texts of one bureau. Built once from the private files, then asked for every cell."""

    def __init__(
        self,
        people: Iterable[Person] = (),
        private_numbers: Iterable[str] = (),
        *,
        public_names: Iterable[str] = (),
        public_terms: Iterable[str] = (),
        places: Iterable[str] = (),
        trade_secrets: Iterable[str] = (),
        style: str | Style = "strict",
        second_reader: bool = False,
    ) -> None:
        """Index what is known. ``places`` and ``public_terms`` stay as they are, ``public_names`` may be named.

        ``second_reader`` lets jieba, where it is installed, raise further doubts; it never masks anything.
        """
        self.people = index_of((one.name, one.role) for one in people if len(one.name) <= LONGEST_NAME)
        self.given = {name[1:]: name for name in self.people.entries if len(name) == 3}
        self.numbers = index_of(((number, "") for number in private_numbers), shortest=5)
        self.public = index_of(
            (word, "公开的名称") for group in (public_names, public_terms, places) for word in group
        )
        self.secrets = index_of(((squeezed(word), "") for word in trade_secrets), shortest=1)
        self.second_reader = second_reader
        self.style = STYLES[style] if isinstance(style, str) else style

    def mask(
        self,
        text: str,
        *,
        field: str = "",
        entity: Entity | None = None,
        known: Iterable[Person] = (),
        public_names: Iterable[str] = (),
        public_terms: Iterable[str] = (),
        trade_secrets: Iterable[str] = (),
    ) -> Masked:
        """Return the text as the public may see it, with every span and its reason.

        >>> gate = TextGate([Person("王建国", "负责人")])
        >>> gate.mask("负责人王建国（电话13812345678）在场。").text
        '负责人王某（电话【手机号】）在场。'
        """
        if len(text) > LONGEST_TEXT:
            return _too_long(text)
        beside = Known(
            tuple(known),
            index_of((word, "公开的名称") for group in (public_names, public_terms) for word in group),
            index_of(((squeezed(word), "") for word in trade_secrets), shortest=1),
            entity,
            field,
        )
        return self._until_settled(text, beside)

    def _until_settled(self, text: str, beside: Known) -> Masked:
        masker = Masker(self.style)
        first = self._once(text, beside, masker)
        spans, shown, review = first.spans, first.text, first.review
        for _ in range(PASSES):
            if not spans or not (again := self._once(shown, beside, masker)).spans:
                break
            spans = _merged(spans, again.spans)
            shown, review = again.text, (*review, *again.review)
        return Masked(shown, spans, tuple(dict.fromkeys(review)))

    def _once(self, text: str, beside: Known, masker: Masker) -> Masked:
        scene = scene_of(text)
        self._read(scene, beside, text)
        return _written(text, scene, masker)

    def _read(self, scene: Scene, beside: Known, text: str) -> None:
        for one in DONE:
            for hit in one.hits(scene.text):
                scene.fix(hit)
        for index in (self.public, beside.public):
            if index is not None:
                for start, end, why in index.find(scene.text):
                    scene.keep(Hit(start, end, "", "keep.public", why))
        self._take_secrets(scene, beside)
        _take_all(scene, CERTAIN, certain=True)
        if beside.entity is not None:
            traders.find_owner(scene, beside.entity, self._owners(beside))
        self._take_known(scene, beside)
        _take_all(scene, (*CUED, *BIRTHS, *PLATES, *NAMED))
        if "\n" in text:
            columns.find_columns(scene, text)
        _keep_all(scene, PROTECT)
        days.keep_days(scene)
        _take_all(scene, MAIL)
        _take_all(scene, NUMBERS)
        _take_all(scene, NUMBERS, view=undisguised(scene.text))
        _take_all(scene, CONTACTS)
        english.find_english_homes(scene)
        dwellings.find_dwellings(scene)
        homes.find_homes(scene)
        places.find_addresses(scene)
        homes.join_homes(scene)
        fields.find_nicknames(scene)
        traders.find_traders(scene)
        traders.find_given_names(scene, tuple(one.name for one in beside.people))
        dotted.find_dotted(scene)
        fields.find_long(scene)
        latin.find_latin(scene)
        english.find_english(scene)
        names.find_names(scene)
        fields.find_fields(scene, beside.field)
        names.find_listed(scene)
        traders.find_given_names(
            scene, tuple(scene.text[one.start : one.end] for one in scene.hits if one.type == PERSON)
        )
        neighbours.find_neighbours(scene)
        if "\n" in text:
            columns.find_nameless(scene, text)
        frames.find_framed(scene)
        dwellings.find_beside(scene)
        homes.join_homes(scene)
        days.find_births(scene)
        frames.find_unread(scene)
        frames.find_filled(scene)
        flags.find_doubts(scene)
        if self.second_reader:
            flags.ask_second_reader(scene)

    def _owners(self, beside: Known) -> tuple[str, ...]:
        """Return who may own this trader: the people of the case, then those of the bureau whose name fits."""
        name = plain(beside.entity.name) if beside.entity else ""
        fitting = (self.given.get(name[at : at + 2], "") for at in range(len(name) - 1))
        return (*(one.name for one in beside.people), *(one for one in fitting if one))

    def _take_secrets(self, scene: Scene, beside: Known) -> None:
        for index in (beside.secrets, self.secrets):
            for start, end in find_spaced(index, scene.text) if index and index.entries else ():
                scene.seize(Hit(start, end, TRADE_SECRET, "secret.listed", "列明的商业秘密"))

    def _take_known(self, scene: Scene, beside: Known) -> None:
        near = index_of((one.name, one.role) for one in beside.people if len(one.name) <= LONGEST_NAME)
        for index, who in ((near, "本案人员"), (self.people, "名录里的人员")):
            for start, end, role in index.find(scene.text):
                if not ordinary.is_ordinary_use(scene, start, end, near=index is near, role=role):
                    why = f"{who}{f'（{role}）' if role else ''}"
                    scene.take(Hit(start, end, PERSON, "known.person", why))
                elif ordinary.is_sign(scene.text, start, end):
                    scene.keep(Hit(start, end, "", "keep.word", "这里是普通词或招牌，不是姓名"))
        for start, end, _ in self.numbers.find(scene.text):
            kind = ordinary.kind_of_number(digits_of(scene.text[start:end]), scene.text[start:end])
            if kind and (end - start > 8 or ordinary.stands_alone(scene.text, start, end)):
                scene.seize(Hit(start, end, kind, "known.number", "名录里的号码"))


def _keep_all(scene: Scene, rules: Iterable[Rule]) -> None:
    for one in rules:
        for hit in one.hits(scene.text):
            scene.keep(hit)


def _take_all(scene: Scene, rules: Iterable[Rule], *, certain: bool = False, view: str = "") -> None:
    for one in rules:
        for hit in one.hits(view or scene.text):
            if certain:
                scene.seize(hit)
            else:
                scene.take(hit)


def _written(text: str, scene: Scene, masker: Masker) -> Masked:
    parts: list[str] = []
    spans: list[Span] = []
    done = 0
    for hit in sorted(scene.hits, key=lambda one: one.start):
        start, end = scene.folded.back(hit.start, hit.end)
        start = max(start, done)
        if start >= end:
            continue
        mask = masker.mask(hit, scene.text[hit.start : hit.end])
        if mask[-1].isdigit() and text[end : end + 1].isdigit():
            mask = f"{mask}号"
        spans.append(Span(start, end, hit.type, hit.rule, hit.why, mask))
        parts += [text[done:start], mask]
        done = end
    return Masked("".join([*parts, text[done:]]), tuple(spans), tuple(dict.fromkeys(scene.doubts)))


def _merged(first: tuple[Span, ...], second: tuple[Span, ...]) -> tuple[Span, ...]:
    """Carry spans found in the masked text back to the input. They never touch a mask: masks are closed."""
    moved, shift, done = [], 0, 0
    for span in second:
        while done < len(first) and first[done].start + shift < span.start:
            shift += len(first[done].replacement) - (first[done].end - first[done].start)
            done += 1
        moved.append(replace(span, start=span.start - shift, end=span.end - shift))
    return tuple(sorted([*first, *moved], key=lambda one: one.start))


def _too_long(text: str) -> Masked:
    why = "单元格太长，整段隐去，请人工处理"
    mask = "【内容过长，未公开】"
    return Masked(mask, (Span(0, len(text), TRADE_SECRET, "text.too_long", why, mask),), (why,))
