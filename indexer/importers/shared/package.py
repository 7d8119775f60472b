"""Zip containers and XML opened with care: size, encryption and entities are looked at first."""

import zipfile

from lxml import etree
from lxml.etree import _Element as Element

from indexer import messages, settings
from indexer.errors import ReadError
from indexer.importers.shared.blocks import Source

_ENCRYPTED = 0x1
_HEAD = 4096  # bytes of an XML member in which its declarations stand


def open_package(source: Source) -> zipfile.ZipFile:
    """Open the container; a member never gives more bytes than the size that was checked here.

    Raises ReadError for one that is damaged, encrypted, or would unpack beyond the limits.
    """
    limits = settings.limits()
    try:
        package = zipfile.ZipFile(source.path)
    except (zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise ReadError(messages.READ_CUT(reason=error), source.name) from error
    members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members:
        raise ReadError(messages.READ_TOO_MANY_PARTS(count=len(members), most=limits.members), source.name)
    if unpacked > limits.unpacked_mb << 20:
        raise ReadError(messages.READ_UNPACKED(size=unpacked >> 20, most=limits.unpacked_mb), source.name)
    if members and all(member.flag_bits & _ENCRYPTED for member in members if not member.is_dir()):
        raise ReadError(messages.READ_ENCRYPTED(), source.name)
    return package


def refuse_entities(package: zipfile.ZipFile, source: Source) -> None:
    """Raise ReadError where a part declares entities: no word processor does, only attacks do."""
    for member in package.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with package.open(member) as part:
                _check(part.read(_HEAD), source)


def parse_xml(data: bytes, source: Source) -> Element:
    """Return the root of an XML document. Raises ReadError for one that is damaged or declares entities."""
    _check(data[:_HEAD], source)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(messages.READ_BAD_XML(reason=error.msg), source.name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(messages.READ_ENTITIES(), source.name)
    return root


def _check(head: bytes, source: Source) -> None:
    if any(sign in head.replace(b"\0", b"") for sign in (b"<!DOCTYPE", b"<!ENTITY")):
        raise ReadError(messages.READ_ENTITIES(), source.name)
