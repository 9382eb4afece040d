"""A REFI-QDA project (.qdpx): the snapshot for NVivo, ATLAS.ti, MAXQDA, QualCoder.

A theme is a code that is not applied itself, the natures of notes are codes under it; an authority is a case; a
workshop a source, each note a selection of it; a hypothesis a note, with a one-way link from what speaks of it; a photo a source of its own, with a link from the note
that says what it shows: coded once, there.
Who codes is the team, when the note was seen: some readers take no coding without a coder, others draw a time line,
others know a line (from 0) and no position.
The order of elements is the schema's (REFI Project.xsd, 18 March 2019). Identifiers derive from ours.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from services.workshops.exports.archives import Archive
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.ods_file import plain
from services.workshops.exports.photo_files import named
from services.workshops.exports.refi_documents import Document, Passage, written
from services.workshops.exports.tables import AUTHORITIES, EVIDENCE, HYPOTHESES, Row
from services.workshops.schemas import CaptureKind, Stance, Theme

_SPACE = UUID("6f1d2b1e-7f0e-5d0a-9a3b-5d1c9b0e2a10")
_KINDS = (CaptureKind.OBSERVATION, CaptureKind.TASK, CaptureKind.WISH, CaptureKind.KEY_MOMENT)
_TEAM = uuid5(_SPACE, "user:team")
_VARIABLES = (("kind", "Typologie"), ("department", "Département"))


def write(bundle: Bundle) -> bytes:
    """Write the archive: project.qde, and each workshop's text under sources/, as NVivo writes it; some readers know no other case."""
    documents, photos = list(written(bundle)), list(named(bundle))
    with Archive() as files:
        files.add("project.qde", "".join(_project(bundle, documents, photos)).encode())
        for document in documents:
            files.add(f"sources/{_source(document)}.txt", document.text.encode())
        for photo in photos:
            files.add(f"sources/{_photo(photo)}.jpg", bundle.pictures[str(photo["id"])], is_stored=True)
    return files.content


def _project(bundle: Bundle, documents: Sequence[Document], photos: Sequence[Row]) -> Iterator[str]:
    name = f"{bundle.fact('programme')} – {bundle.fact('scope_name')}"
    made = f"{bundle.made_at:%Y-%m-%dT%H:%M:%SZ}"
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield f'<Project xmlns="urn:QDA-XML:project:1.0" name={_attr(name)} origin="Terrain"'
    yield f' creatingUserGUID="{_TEAM}" creationDateTime="{made}">'
    yield f'<Users><User guid="{_TEAM}" name="Équipe projet"/></Users>'
    yield from _code_book()
    yield from _block("Variables", (_variable(*one) for one in _VARIABLES))
    yield from _block("Cases", (_case(row, documents, photos) for row in bundle.rows(AUTHORITIES.name)))
    yield from _block("Sources", chain(map(_text_source, documents), map(_picture_source, photos)))
    yield from _block("Notes", (_note(row) for row in bundle.rows(HYPOTHESES.name)))
    yield from _block("Links", chain(map(_link, bundle.rows(EVIDENCE.name)), map(_shown, photos)))
    yield "</Project>\n"


def _code_book() -> Iterator[str]:
    yield "<CodeBook><Codes>"
    yield f'<Code guid="{_guid("group", "themes")}" name="Irritants" isCodable="false">'
    for theme in Theme:
        yield f'<Code guid="{_guid("code", theme)}" name={_attr(theme.label)} isCodable="true"/>'
    yield "</Code>"
    yield f'<Code guid="{_guid("group", "kinds")}" name="Autres notes" isCodable="false">'
    for kind in _KINDS:
        yield f'<Code guid="{_guid("code", kind)}" name={_attr(kind.label)} isCodable="true"/>'
    yield "</Code></Codes></CodeBook>"


def _variable(field: str, label: str) -> str:
    return f'<Variable guid="{_guid("variable", field)}" name={_attr(label)} typeOfVariable="Text"/>'


def _case(row: Row, documents: Sequence[Document], photos: Sequence[Row]) -> str:
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{_guid("variable", field)}"/>'
        f"<TextValue>{escape(plain(str(row[field])))}</TextValue></VariableValue>"
        for field, _ in _VARIABLES
        if row[field]
    )
    here = [_source(one) for one in documents if one.workshop["authority_id"] == row["id"]]
    here += [_photo(one) for one in photos if one["authority_id"] == row["id"]]
    sources = "".join(f'<SourceRef targetGUID="{guid}"/>' for guid in here)
    name = _attr(str(row["name"]) or "Collectivité")
    return f'<Case guid="{_guid("case", row["id"])}" name={name}>{values}{sources}</Case>'


def _text_source(document: Document) -> str:
    guid = _source(document)
    selections = "".join(_selection(passage) for passage in document.passages)
    return (
        f'<TextSource guid="{guid}" name={_attr(document.name)} plainTextPath="internal://{guid}.txt">'
        f"{selections}</TextSource>"
    )


def _picture_source(photo: Row) -> str:
    guid, name = _photo(photo), str(photo["file"]).rpartition("/")[2]
    return (
        f'<PictureSource guid="{guid}" name={_attr(name)} path="internal://{guid}.jpg"'
        f' creatingUser="{_TEAM}" creationDateTime={_attr(str(photo["seen_at"]))}>'
        f"<Description>{escape(plain(str(photo['caption'])))}</Description></PictureSource>"
    )


def _selection(passage: Passage) -> str:
    guid = _guid("selection", passage.row["id"])
    code = passage.row["theme"] if passage.kind is CaptureKind.PAIN_POINT else passage.kind.value
    return (
        f'<PlainTextSelection guid="{guid}" name={_attr(f"line:{passage.line} {passage.kind.label}")}'
        f' startPosition="{passage.start}" endPosition="{passage.end}">'
        f"{_coding(passage.row, code)}</PlainTextSelection>"
    )


def _coding(row: Row, code: object) -> str:
    return (
        f'<Coding guid="{_guid("coding", row["id"])}" creatingUser="{_TEAM}" creationDateTime={_attr(str(row["seen_at"]))}>'
        f'<CodeRef targetGUID="{_guid("code", code)}"/></Coding>'
    )


def _note(row: Row) -> str:
    guid = _guid("note", row["id"])
    text = f"{row['sentence']}\n{row['other_explanations']}".rstrip()
    return (
        f'<Note guid="{guid}" name={_attr("Hypothèse : " + str(row["title"]))}>'
        f"<PlainTextContent>{escape(plain(text))}</PlainTextContent></Note>"
    )


def _link(row: Row) -> str:
    stance = Stance(str(row["stance"]))
    return (
        f'<Link guid="{_guid("link", row["id"])}" name={_attr(stance.label)} direction="OneWay"'
        f' originGUID="{_guid("selection", row["capture_id"])}" targetGUID="{_guid("note", row["hypothesis_id"])}"/>'
    )


def _shown(photo: Row) -> str:
    return (
        f'<Link guid="{_guid("shown", photo["id"])}" name="photo" direction="OneWay"'
        f' originGUID="{_guid("selection", photo["id"])}" targetGUID="{_photo(photo)}"/>'
    )


def _block(name: str, items: Iterable[str]) -> Iterator[str]:
    """Wrap the items; the schema wants no empty wrapper."""
    found = list(items)
    if found:
        yield f"<{name}>{''.join(found)}</{name}>"


def _source(document: Document) -> UUID:
    return _guid("source", document.workshop["id"])


def _photo(photo: Row) -> UUID:
    return _guid("photo", photo["id"])


def _guid(kind: str, key: object) -> UUID:
    return uuid5(_SPACE, f"{kind}:{key}")


def _attr(text: str) -> str:
    return quoteattr(plain(text))
