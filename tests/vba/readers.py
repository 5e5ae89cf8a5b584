"""Readers of VBA projects that share nothing with the writer under test."""

import io
import warnings

import olefile

with warnings.catch_warnings():  # olevba calls its parser by names that are out of fashion
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser


def sources(project: bytes) -> dict[str, str]:
    """The text of each module, as olevba reads it."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    try:
        found = {name: text for _, _, name, text in parser.extract_macros()}
    finally:
        parser.close()
    return {name.rpartition(".")[0]: text for name, text in found.items()}


def streams(compound: bytes) -> dict[str, bytes]:
    """The content of each stream by its path; ``OleFileError`` for the slightest defect."""
    with olefile.OleFileIO(io.BytesIO(compound), raise_defects=olefile.DEFECT_UNSURE) as file:
        assert file.parsing_issues == []
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


def decompressed(container: bytes) -> bytes:
    """Undo the compression of [MS-OVBA] 2.4.1, written from the specification alone."""
    assert container[0] == 1
    result, place = bytearray(), 1
    while place < len(container):
        header = int.from_bytes(container[place : place + 2], "little")
        assert header >> 12 & 0b111 == 0b011
        end = place + (header & 0xFFF) + 3
        assert end <= len(container)
        body = container[place + 2 : end]
        result += _chunk(body) if header >> 15 else body
        place = end
    return bytes(result)


def _chunk(body: bytes) -> bytes:
    chunk, place = bytearray(), 0
    while place < len(body):
        flags, place = body[place], place + 1
        for bit in range(8):
            if place == len(body):
                break
            if not flags >> bit & 1:
                chunk.append(body[place])
                place += 1
                continue
            token = int.from_bytes(body[place : place + 2], "little")
            place += 2
            bits = 4
            while 1 << bits < len(chunk):
                bits += 1
            offset, length = (token >> 16 - bits) + 1, (token & 0xFFFF >> bits) + 3
            assert offset <= len(chunk)
            for _ in range(length):
                chunk.append(chunk[-offset])
    assert len(chunk) <= 4096
    return bytes(chunk)


def unscrambled(text: str, project_id: str) -> bytes:
    """What a line like ``DPB`` of the stream PROJECT hides ([MS-OVBA] 2.4.3.3)."""
    seed, version, key, *rest = bytes.fromhex(text)
    assert version ^ seed == 2
    assert key ^ seed == sum(project_id.encode()) & 0xFF
    before, last, plain = version, key, key ^ seed
    clear = []
    for byte in rest:
        plain = byte ^ (before + plain & 0xFF)
        before, last = last, byte
        clear.append(plain)
    ignored = (seed & 6) // 2
    length = int.from_bytes(bytes(clear[ignored : ignored + 4]), "little")
    data = bytes(clear[ignored + 4 :])
    assert len(data) == length
    return data
