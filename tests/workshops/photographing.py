"""Pictures, and how a tablet sends them."""

import base64
import hashlib
from io import BytesIO
from uuid import uuid4

import httpx
from PIL import Image

PART = 64 * 1024
PLACE = b"Chemin du lavoir, 47.8 N 3.2 E"


def picture(
    width: int = 640,
    height: int = 480,
    *,
    seed: int = 7,
    form: str = "JPEG",
    quality: int = 90,
    grain: int = 1,
) -> bytes:
    """Draw a picture with enough detail to weigh something, and with where it was taken written beside it."""
    noise = (
        Image.effect_noise((width // grain, height // grain), 60 + seed)
        .convert("RGB")
        .resize((width, height))
    )
    exif = noise.getexif()
    exif[0x010E], exif[0x0110] = PLACE.decode(), "Appareil de Camille"
    exif[0x0112] = 6 if seed == 6 else 1
    written = BytesIO()
    more = {"quality": quality, "comment": PLACE} if form == "JPEG" else {}
    noise.save(written, form, exif=exif, **more)
    return written.getvalue()


def digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def parts(content: bytes) -> list[bytes]:
    return [content[start : start + PART] for start in range(0, len(content), PART)]


def completing(content: bytes, **more: object) -> dict[str, object]:
    """Say what completes a photo."""
    return {
        "caption": "Le registre des demandes", "hash": hashlib.sha256(content).hexdigest(),
        "parts": len(parts(content)), "seen_at": "2026-11-24T10:15:00+01:00", **more,
    }  # fmt: skip


async def send_part(
    client: httpx.AsyncClient, address: str, number: int, content: bytes, **headers: str
) -> httpx.Response:
    sent = {"content-digest": digest(content), "content-type": "application/octet-stream", **headers}
    return await client.put(f"{address}/parts/{number}", content=content, headers=sent)


async def take(
    client: httpx.AsyncClient, day: str, content: bytes | None = None, **more: object
) -> tuple[str, httpx.Response]:
    """Send a whole photo; give its address and what completing it answered."""
    content = content or picture()
    address = f"{day}/photos/{uuid4()}"
    for number, part in enumerate(parts(content)):
        answer = await send_part(client, address, number, part)
        assert answer.status_code == 200, answer.text
    return address, await client.post(address, json=completing(content, **more))
