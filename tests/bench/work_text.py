"""Free text: our gate beside Presidio with ten Chinese recognisers and a pipeline without a model."""

import time
from itertools import cycle, islice

RULES = {
    "MOBILE": r"(?<!\d)1[3-9]\d{9}(?!\d)",
    "LANDLINE": r"(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)",
    "ID_CARD": r"(?<!\d)\d{17}[\dXx](?!\d)",
    "BANK_CARD": r"(?<!\d)\d{16,19}(?!\d)",
    "EMAIL": r"[\w.+-]+@[\w-]+\.[\w.]+",
    "PLATE": r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z][A-Z0-9]{5,6}",
    "PASSPORT": r"(?<![A-Z0-9])[EG]\d{8}(?!\d)",
    "IM_ID": r"(?:微信|QQ)号?[:：]?\s*[\w-]{5,20}",
    "PERSON": r"(?:负责人|法定代表人|联系人|厂长|经理|会计)[:：]?[一-鿿]{2,3}",
    "ADDRESS": r"[一-鿿]{2,8}(?:村|街|路|小区)\d+(?:号|组|排|单元)[\d一-鿿]{0,8}",
}


def prepare(folder, size):
    """Nothing has to be written."""


def texts(size):
    from tests.gate.corpus import written
    from tests.gate.generate import generated

    known = [*generated(3), *written("handmade.txt"), *written("handmade2.txt")]
    return list(islice(cycle(known), size))


def timed(spans_of, known):
    spans_of(known[0].text)

    def work():
        begin = time.process_time()
        found = [spans_of(one.text) for one in known]
        spent = time.process_time() - begin
        return {"per_second": round(len(known) / spent), "recall": round(recall(known, found), 3)}

    return work


def recall(known, found):
    """Return the share of the private words that lie wholly inside what was masked."""
    hidden = [
        any(a <= start and end <= b for a, b in spans)
        for one, spans in zip(known, found, strict=True)
        for start, end, _ in one.gold
    ]
    return sum(hidden) / len(hidden)


def ours(folder, size):
    from sampler.disclosure.text import Person, TextGate
    from tests.gate.generate import NAMES

    gate = TextGate([Person(name) for name in NAMES])
    return timed(lambda text: [(span.start, span.end) for span in gate.mask(text).spans], texts(size))


def presidio(folder, size):
    import spacy
    from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def __init__(self):
            super().__init__()
            self.nlp = {"zh": spacy.blank("zh")}

    registry = RecognizerRegistry(recognizers=[], supported_languages=["zh"])
    for name, rule in RULES.items():
        pattern = Pattern(name, rule, 0.8)
        registry.add_recognizer(
            PatternRecognizer(name, name=name, supported_language="zh", patterns=[pattern])
        )
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["zh"])
    return timed(lambda text: [(one.start, one.end) for one in engine.analyze(text, "zh")], texts(size))


WORK = {"ours": ours, "presidio": presidio}
