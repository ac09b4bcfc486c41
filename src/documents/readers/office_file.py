"""Opens a Word or Excel file safely: what it really is, how large it grows, and its parts as checked bytes."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from documents import limits
from documents.refusals import Refused

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a rich text file (.rtf)"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"7z\xbc\xaf", "a compressed file (.7z)"),
    (b"Rar!", "a compressed file (.rar)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml|head|body|table)", re.IGNORECASE
)
_TEXT_PART = re.compile(r"\.(?:xml|rels)$", re.IGNORECASE)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"']", re.IGNORECASE)
_NOT_A_PART = re.compile(
    r"(?:^|/)(?:media|embeddings|fonts|theme|customXml|charts|diagrams|drawings|pivotCache|pivotTables"
    r"|externalLinks|printerSettings|ctrlProps|activeX)(?:/|$)"
)
_SOUND_NAME = re.compile(r"[^/\\:\x00-\x1f][^\\:\x00-\x1f]*")
_NOT_A_ZIP = (zipfile.BadZipFile, struct.error, ValueError, EOFError, NotImplementedError)
_CHUNK = 256 * 1024

_OTHER_FILE = "open the file in the program that made it and save it as"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kind:
    """What a file has to be: its name for people, the folder of its parts, and how to get there.

    What is expected in it, how large that may be when it is unzipped, and what to do when it is larger.
    """

    called: str
    folder: str
    save_as: str
    expected: str = "an action plan"
    most_part: int = limits.MOST_UNZIPPED_PART
    most_read: int = limits.MOST_READ
    smaller: str = "copy the action plan alone into a new file and save that"


WORD = Kind(called="a Word document", folder="word/", save_as="a Word document (.docx)")
EXCEL = Kind(called="an Excel workbook", folder="xl/", save_as="an Excel workbook (.xlsx)")


def parts(data: bytes, name: str, kind: Kind) -> dict[str, bytes]:
    """The XML parts of the file by name, each unzipped and checked. Refuses whatever is not a sound file of this kind."""
    limits.check_size(len(data), name)
    _check_signature(data, name, kind)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except _NOT_A_ZIP as error:
        raise _damaged(name, kind, "the end of the file is missing or damaged") from error
    _check_members(members, name, kind)
    found = {member.filename: part for member, part in _read(members, data, name, kind)}
    _check_kind(found, {member.filename for member in members}, name, kind)
    return found


def known_as(data: bytes) -> str:
    """ "a picture", by how the file begins; empty when it begins like none of these."""
    return next((what for signature, what in _SIGNATURES if data.startswith(signature)), "")


def _check_signature(data: bytes, name: str, kind: Kind) -> None:
    if data.startswith(b"PK\x03\x04"):
        return
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _locked(name)
        raise Refused(
            file=name,
            place="",
            problem=f"this is a file of an old kind (before 2007), not {kind.called} of today",
            fix=f"open it in Word or Excel and save it as {kind.save_as}",
        )
    if data.startswith(b"PK"):
        raise _damaged(name, kind, "it has no content, or is one part of several")
    if what := known_as(data):
        raise _is_not(name, kind, f"this is {what}")
    if _WEB_PAGE.match(data[:400]):
        raise _is_not(name, kind, "this is a web page or an XML file")
    raise _is_not(name, kind, "the file does not hold what its name says: this is something else")


def _check_members(members: list[zipfile.ZipInfo], name: str, kind: Kind) -> None:
    if len(members) > limits.MOST_PARTS:
        raise _bomb(name, kind, f"it has {len(members):,} parts inside")
    if len({member.filename.lower() for member in members}) < len(members):
        raise _damaged(name, kind, "two parts inside have the same name")
    for member in members:
        if not _SOUND_NAME.fullmatch(member.filename) or ".." in member.filename:
            raise _damaged(name, kind, f"a part inside has an impossible name, {_shown(member.filename)}")
        if member.flag_bits & 0x1:
            raise _locked(name)
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _damaged(name, kind, f"the part {_shown(member.filename)} is packed in an unknown way")
    if sum(member.file_size for member in members) > limits.MOST_UNZIPPED:
        raise _bomb(name, kind, f"it grows to more than {limits.MOST_UNZIPPED // limits.MEGABYTE} MB")


def _read(
    members: list[zipfile.ZipInfo], data: bytes, name: str, kind: Kind
) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Unzips every part, and yields those that are read. The sizes that the file states of itself are not believed."""
    grown = read = 0
    taken: list[tuple[int, int]] = []
    for member in members:
        start = _content_start(member, data, name, kind)
        taken.append((member.header_offset, start + member.compress_size))
        wanted = bool(_TEXT_PART.search(member.filename)) and not _NOT_A_PART.search(member.filename)
        pieces: list[bytes] = []
        size = 0
        for piece in _unzip(data[start : start + member.compress_size], member, name, kind):
            size += len(piece)
            grown += len(piece)
            if size > limits.MEGABYTE and size > limits.MOST_RATIO * max(1, member.compress_size):
                raise _bomb(
                    name,
                    kind,
                    f"{_shown(member.filename)} grows to more than {limits.MOST_RATIO} times its size",
                )
            if grown > limits.MOST_UNZIPPED:
                raise _bomb(name, kind, f"it grows to more than {limits.MOST_UNZIPPED // limits.MEGABYTE} MB")
            if wanted:
                read += len(piece)
                if size > kind.most_part or read > kind.most_read:
                    raise _bomb(
                        name,
                        kind,
                        f"the text in {_shown(member.filename)} is far longer than {kind.expected}",
                    )
                pieces.append(piece)
        if size != member.file_size:
            raise _damaged(name, kind, f"the part {_shown(member.filename)} is not as long as the file says")
        if wanted:
            content = b"".join(pieces)
            if zlib.crc32(content) != member.CRC:
                raise _damaged(name, kind, f"{_shown(member.filename)} has changed since it was saved")
            _check_xml(content, member.filename, name, kind)
            yield member, content
    taken.sort()
    if any(end > start for (_, end), (start, _) in itertools.pairwise(taken)):
        raise _bomb(name, kind, "parts inside lie on top of one another")


def _content_start(member: zipfile.ZipInfo, data: bytes, name: str, kind: Kind) -> int:
    header = data[member.header_offset : member.header_offset + 30]
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise _damaged(name, kind, f"the part {_shown(member.filename)} is missing")
    names_length, extra_length = struct.unpack("<HH", header[26:30])
    start: int = member.header_offset + 30 + names_length + extra_length
    if start + member.compress_size > len(data):
        raise _damaged(name, kind, f"the part {_shown(member.filename)} is cut short")
    return start


def _unzip(packed: bytes, member: zipfile.ZipInfo, name: str, kind: Kind) -> Iterator[bytes]:
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    unpacker = zlib.decompressobj(-15)
    try:
        piece = unpacker.decompress(packed, _CHUNK)
        while piece:
            yield piece
            piece = unpacker.decompress(unpacker.unconsumed_tail, _CHUNK)
    except zlib.error as error:
        raise _damaged(name, kind, f"the part {_shown(member.filename)} cannot be unpacked") from error
    if not unpacker.eof:
        raise _damaged(name, kind, f"the part {_shown(member.filename)} is cut short")


def _check_xml(content: bytes, part: str, name: str, kind: Kind) -> None:
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf")[:200])
    plain = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    if not plain or content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise _damaged(name, kind, f"the part {_shown(part)} is not written in UTF-8")
    if _DECLARES.search(content):
        raise Refused(
            file=name,
            place=_shown(part),
            problem="the file defines text of its own (entities), which no Word or Excel file needs and attacks use",
            fix=f"{_OTHER_FILE} a new file, and ask where this one came from",
        )


def _check_kind(found: dict[str, bytes], names: set[str], name: str, kind: Kind) -> None:
    types = found.get("[Content_Types].xml", b"").lower()
    macros = any(part.lower().endswith("vbaproject.bin") for part in names)
    if macros or b"macroenabled" in types or b"vbaproject" in types:
        raise Refused(
            file=name,
            place="",
            problem="the file contains macros (small programs), and such files are not read",
            fix=f"save it as {kind.save_as}, which keeps the text and leaves out the macros",
        )
    if b"sheet.binary" in types or any(part.lower().endswith("workbook.bin") for part in names):
        raise _is_not(name, kind, "this is a binary workbook (.xlsb)")
    if "mimetype" in names or "META-INF/manifest.xml" in names:
        raise _is_not(name, kind, "this is an OpenDocument file or another kind")
    for other in (WORD, EXCEL):
        if other.folder != kind.folder and any(part.startswith(other.folder) for part in found):
            raise Refused(
                file=name,
                place="",
                problem=f"the name says {kind.called}, but this is {other.called}",
                fix=f"give the file its right ending, as {other.save_as}",
            )
    if not types or not any(part.startswith(kind.folder) for part in found):
        raise _is_not(name, kind, "this is a zip file without a document in it")


def _shown(part: str) -> str:
    """The name of a part as a message may show it: it comes from the file, so it may hold anything."""
    return "".join(character if character.isprintable() else "?" for character in part)[:60]


def _locked(name: str) -> Refused:
    return Refused(
        file=name,
        place="",
        problem="the file is protected by a password",
        fix="open it with the password, take the protection off (File, Info, Protect) and save it again",
    )


def _damaged(name: str, kind: Kind, what: str) -> Refused:
    return Refused(
        file=name,
        place="",
        problem=f"the file is damaged: {what}",
        fix=f"{_OTHER_FILE} {kind.save_as} again, or fetch it again from where it came",
    )


def _is_not(name: str, kind: Kind, what: str) -> Refused:
    return Refused(
        file=name, place="", problem=f"{what}, not {kind.called}", fix=f"{_OTHER_FILE} {kind.save_as}"
    )


def _bomb(name: str, kind: Kind, what: str) -> Refused:
    return Refused(
        file=name,
        place="",
        problem=f"the file is too large inside: {what}",
        fix=kind.smaller,
    )
